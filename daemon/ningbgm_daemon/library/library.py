"""The library of scores, for callers on the loop."""

from __future__ import annotations

import asyncio

from ningbgm_agents.agent import Event
from ningbgm_daemon.records.page import Page
from ningbgm_daemon.records.score import CueRecord, RevisionRecord, ScoreRecord
from ningbgm_daemon.store.thread import StoreThread

from .choosing import choose, chosen_variation
from .keeping import change_lock, delete_score, roll_back
from .places import Places


class Library:
    """Scores and their revisions; see `servicers.ports.Scores`.

    Revisions are never changed: a lock or a step back is a new revision of the same files.
    """

    def __init__(self, thread: StoreThread, places: Places) -> None:
        self._thread, self._places = thread, places

    async def get(self, score_id: str) -> ScoreRecord:
        """A score with its present revision."""
        return await self._thread.ask(lambda store: store.scores.get(score_id))

    async def page(self, size: int, token: str = "") -> Page[ScoreRecord]:
        """Scores, the newest first; their cues are left out."""
        return await self._thread.ask(lambda store: store.scores.page(size, token))

    async def delete(self, score_id: str) -> None:
        """Forget a score and remove the files that the daemon keeps for it; the user's folders are left."""
        await self._thread.ask(lambda store: delete_score(store, self._places, score_id))
        await asyncio.to_thread(self._places.end_delete, score_id)

    async def revision(self, score_id: str, number: int) -> RevisionRecord:
        """A revision."""
        return await self._thread.ask(lambda store: store.scores.revision(score_id, number))

    async def revisions(self, score_id: str, size: int, token: str = "") -> Page[RevisionRecord]:
        """Revisions, the newest first; their cues are left out."""
        return await self._thread.ask(lambda store: store.scores.revisions(score_id, size, token))

    async def rollback(self, score_id: str, number: int) -> ScoreRecord:
        """Make an earlier revision the present one (0: the one before), as a new revision."""
        return await self._thread.ask(lambda store: roll_back(store, self._places, score_id, number))

    async def choose(self, score_id: str, variation: int) -> ScoreRecord:
        """Make another variation the present one, as a new revision; what was present takes its number."""
        present = await self._thread.ask(lambda store: store.scores.get(score_id))
        chosen = await asyncio.to_thread(chosen_variation, present.revision, variation)
        return await self._thread.ask(lambda store: choose(store, self._places, present.revision, chosen))

    async def set_lock(self, score_id: str, cue: str, locked: bool) -> CueRecord:
        """Lock or unlock a cue, as a new revision; none is made where nothing changes."""
        return await self._thread.ask(lambda store: change_lock(store, self._places, score_id, cue, locked))

    async def events(self, score_id: str, number: int) -> tuple[Event, ...]:
        """The agents' exchange behind a revision."""
        return await self._thread.ask(lambda store: store.scores.events(score_id, number))
