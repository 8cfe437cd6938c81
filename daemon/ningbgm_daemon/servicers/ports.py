"""What the servicers need of the daemon, as Protocols: jobs, scores, and the state of the machine.

All methods return within milliseconds: what takes longer is a job. All raise `NotFoundError` for names that
are not there, `BusyError` where the store does not answer in time and `StoreError` where it is damaged.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from ningbgm_agents.agent import Event
from ningbgm_daemon.records.invitation import Invitation
from ningbgm_daemon.records.job import Job, State
from ningbgm_daemon.records.order import Order
from ningbgm_daemon.records.page import Page
from ningbgm_daemon.records.score import CueRecord, RevisionRecord, ScoreRecord
from ningbgm_daemon.records.system import SystemState


class Jobs(Protocol):
    """The queue of jobs."""

    async def submit(self, order: Order, request_id: str = "") -> Job:
        """Store an order as a job; a `request_id` that is known gives the job it made.

        Raises:
            InputError: what is asked cannot be done, seen at the door.
            StateError: the `request_id` came with another order before.
            BusyError: too many jobs wait.
        """
        ...

    async def get(self, job_id: str) -> Job:
        """A job."""
        ...

    async def page(self, size: int, token: str = "", state: State | None = None) -> Page[Job]:
        """Jobs, the newest first.

        Raises:
            InputError: the token is none of ours.
        """
        ...

    async def cancel(self, job_id: str) -> Job:
        """Stop a job; returns once it has stopped. A job that is over is returned as it is."""
        ...

    async def delete(self, job_id: str) -> None:
        """Forget a job.

        Raises:
            StateError: it is not over.
        """
        ...

    def watch(self, job_id: str) -> AsyncIterator[Job]:
        """The job as it is, then after every change, until it is over or forgotten."""
        ...


class Scores(Protocol):
    """The library of scores."""

    async def get(self, score_id: str) -> ScoreRecord:
        """A score with its present revision."""
        ...

    async def page(self, size: int, token: str = "") -> Page[ScoreRecord]:
        """Scores, the newest first."""
        ...

    async def delete(self, score_id: str) -> None:
        """Forget a score and remove the files that the daemon keeps for it.

        Raises:
            StateError: a job works on it.
        """
        ...

    async def revision(self, score_id: str, number: int) -> RevisionRecord:
        """A revision."""
        ...

    async def revisions(self, score_id: str, size: int, token: str = "") -> Page[RevisionRecord]:
        """Revisions, the newest first."""
        ...

    async def events(self, score_id: str, number: int) -> tuple[Event, ...]:
        """The agents' exchange behind a revision; empty where it is not known."""
        ...

    async def rollback(self, score_id: str, number: int) -> ScoreRecord:
        """Make an earlier revision the present one (0: the one before), as a new revision.

        Raises:
            StateError: there is none before, or a job works on the score.
        """
        ...

    async def choose(self, score_id: str, variation: int) -> ScoreRecord:
        """Make another variation (from 2) the present one, as a new revision.

        Raises:
            StateError: a cue is locked, or a job works on the score.
        """
        ...

    async def set_lock(self, score_id: str, cue: str, locked: bool) -> CueRecord:
        """Lock or unlock a cue, as a new revision; none is made where nothing changes."""
        ...


class Reviews(Protocol):
    """The review page."""

    def invite(self, score_id: str) -> Invitation:
        """An address that opens the page on a score, or on the list of all where `score_id` is empty.

        Raises:
            StateError: there is no page.
        """
        ...


class System(Protocol):
    """The daemon itself."""

    async def state(self) -> SystemState:
        """How it is."""
        ...

    async def shut_down(self) -> None:
        """Begin to end in good order; returns at once."""
        ...
