"""What the page needs of the library, as a Protocol."""

from __future__ import annotations

from typing import Protocol

from ningbgm_agents.agent import Event
from ningbgm_daemon.records.score import RevisionRecord


class Records(Protocol):
    """Revisions, and how they came to be."""

    async def revision(self, score_id: str, number: int) -> RevisionRecord:
        """A revision.

        Raises:
            NotFoundError: there is none.
        """
        ...

    async def events(self, score_id: str, number: int) -> tuple[Event, ...]:
        """The agents' exchange behind a revision; empty where it is not known."""
        ...
