"""What a trace tells of a job: how long it waited, and how long each step took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ningbgm_daemon.records.job import Job


@dataclass(frozen=True)
class StepTrace:
    """One step of a job; times are seconds since 1970."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class JobTrace:
    """A job that is over, with its steps; times are seconds since 1970."""

    job: Job
    start_s: float
    end_s: float
    steps: tuple[StepTrace, ...]

    def facts(self) -> Iterator[tuple[str, str | int | bool]]:
        """What the trace tells beside the times."""
        yield "ningbgm.job", f"jobs/{self.job.id}"
        yield "ningbgm.kind", self.job.kind
        yield "ningbgm.state", self.job.state
        yield "ningbgm.attempts", self.job.attempts
        if self.job.score_id:
            yield "ningbgm.score", f"scores/{self.job.score_id}"


class TraceSink(Protocol):
    """Where traces go."""

    def take(self, trace: JobTrace) -> None:
        """Take the trace of a job that is over; returns at once."""
        ...

    def close(self) -> None:
        """Send what was taken, within a few seconds."""
        ...


class StepClock:
    """Notes when each step of a job was first seen, and when it was followed by another."""

    def __init__(self) -> None:
        self._steps: list[tuple[str, float]] = []

    def see(self, job: Job, now_s: float) -> None:
        """The job is so at this time."""
        step = "queued" if job.state == "queued" else job.progress.step
        if step is not None and not job.over and (not self._steps or self._steps[-1][0] != step):
            self._steps.append((step, now_s))

    def trace(self, job: Job, now_s: float) -> JobTrace:
        """The trace of the job, now that it is over."""
        end_s = max(job.ended_s or now_s, job.created_s)
        ends = [start for _, start in self._steps[1:]] + [end_s]
        steps = (
            StepTrace(name, start, max(start, end))
            for (name, start), end in zip(self._steps, ends, strict=False)
        )
        return JobTrace(job, job.created_s, end_s, tuple(steps))
