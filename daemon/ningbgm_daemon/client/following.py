"""What both clients do with a job's news: each told once, and what came of it."""

from __future__ import annotations

from ningbgm_agents.errors import BusyError, StateError

from .values import JobFacts, Outcome


class News:
    """Lets through what is newer than all before, across connections."""

    def __init__(self) -> None:
        self._version = 0
        self.over = False
        """Whether the job has reached a final state."""

    def is_new(self, job: JobFacts) -> bool:
        """Whether this was not told before."""
        self.over = self.over or job.over
        new = job.version > self._version
        self._version = max(self._version, job.version)
        return new


def outcome_of(job: JobFacts) -> Outcome:
    """What came of a job that is over.

    Raises:
        NingbgmError: it failed.
        StateError: it was cancelled.
    """
    if job.error is not None:
        raise job.error
    if job.outcome is None:
        raise StateError(f"{job.name} was cancelled" if job.over else f"{job.name} is not over", job=job.name)
    return job.outcome


def too_late(job: str, limit_s: float) -> BusyError:
    """The error of a caller who did not want to wait longer."""
    return BusyError(f"{job} was not done within {limit_s:g} s; it goes on", job=job)
