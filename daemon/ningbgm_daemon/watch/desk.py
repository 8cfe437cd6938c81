"""Whom the orders of the watch folder go to: the daemon's own queue, or a daemon by its client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from ningbgm_daemon.records.job import Job, State
from ningbgm_daemon.records.order import ReviseOrder, ScoreOrder
from ningbgm_daemon.servicers.ports import Jobs


@dataclass(frozen=True, slots=True)
class JobNews:
    """A job, as far as the watch folder cares."""

    job: str
    state: State
    score: str = ""
    """The score that it makes or changes."""
    folder: str = ""
    """Where it delivered."""
    reason: str = ""
    """Why it failed."""

    @property
    def over(self) -> bool:
        """Whether it has reached a final state."""
        return self.state in ("succeeded", "failed", "cancelled")


class Desk(Protocol):
    """Takes orders."""

    async def submit(self, order: ScoreOrder | ReviseOrder, request_id: str) -> JobNews:
        """Have an order stored as a job; a `request_id` that is known gives the job it made.

        Raises:
            NingbgmError: it is not taken; `BusyError` where it may be later.
        """
        ...

    def follow(self, job: str) -> AsyncIterator[JobNews]:
        """The job as it is, then after every change, until it is over.

        Raises:
            NotFoundError: there is no such job any more.
            BusyError: nobody answers for now.
        """
        ...


class JobsDesk:
    """The desk of the daemon that the watch folder lives in."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    async def submit(self, order: ScoreOrder | ReviseOrder, request_id: str) -> JobNews:
        """Have an order stored as a job."""
        return _news(await self._jobs.submit(order, request_id))

    async def follow(self, job: str) -> AsyncIterator[JobNews]:
        """The job as it is, then after every change."""
        async for changed in self._jobs.watch(job):
            yield _news(changed)


def _news(job: Job) -> JobNews:
    return JobNews(
        job=job.id,
        state=job.state,
        score=job.score_id,
        folder=job.outcome.folder if job.outcome else "",
        reason=job.failure.sentence if job.failure else "",
    )
