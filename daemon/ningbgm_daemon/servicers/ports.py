"""What the servicers need of the daemon, as Protocols: jobs, scores, and the state of the machine.

All methods return within milliseconds: what takes longer is a job. All raise `NotFoundError` for names that
are not there, `BusyError` where the store does not answer in time and `StoreError` where it is damaged.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from ningbgm_daemon.records.job import Job, State
from ningbgm_daemon.records.order import Order
from ningbgm_daemon.records.score import CueRecord, RevisionRecord, ScoreRecord

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a list, and the token to ask on with; empty at the end."""

    items: Sequence[T]
    next_token: str = ""


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

    async def rollback(self, score_id: str, number: int) -> ScoreRecord:
        """Make an earlier revision the present one (0: the one before), as a new revision.

        Raises:
            StateError: there is none before, or a job works on the score.
        """
        ...

    async def set_lock(self, score_id: str, cue: str, locked: bool) -> CueRecord:
        """Lock or unlock a cue, as a new revision; none is made where nothing changes."""
        ...


@dataclass(frozen=True)
class StorageFacts:
    """A folder and the disk that it lies on, in bytes."""

    path: str
    used_bytes: int
    limit_bytes: int
    free_bytes: int


@dataclass(frozen=True)
class EngineState:
    """Something that senses, thinks or performs, and whether it is there."""

    name: str
    kind: Literal["sense", "mind", "performer"]
    available: bool
    detail: str
    """Its version, or why it is not there and what to do."""


@dataclass(frozen=True)
class SystemState:
    """The daemon and its machine."""

    version: str
    pid: int
    started_s: float
    engines: tuple[EngineState, ...]
    memory_bytes: int
    data: StorageFacts
    cache: StorageFacts
    queued_jobs: int
    running_jobs: int
    notes: tuple[str, ...]


class System(Protocol):
    """The daemon itself."""

    async def state(self) -> SystemState:
        """How it is."""
        ...

    async def shut_down(self) -> None:
        """Begin to end in good order; returns at once."""
        ...
