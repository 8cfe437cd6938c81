"""Whose turn it is: a fair order of jobs that wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ningbgm_daemon.records.job import Job

_MOST_LANES = 1000


class Turns:
    """Jobs wait in lanes, first come, first served; the lane that was served longest ago is next.

    Each score that exists has a lane, and all first scorings share one: whoever waits at the desk for a cue
    of his score takes turns with a batch of a hundred films instead of waiting for its end, and no lane
    waits for more jobs of another than there are lanes. Jobs on the same score never run side by side.
    """

    def __init__(self) -> None:
        self._served: dict[str, int] = {}
        self._turn = 0

    def next(self, waiting: Sequence[Job], busy: Collection[str]) -> Job | None:
        """The job whose turn it is, of those that wait (the oldest first); `busy` scores have to wait."""
        first: dict[str, Job] = {}
        for job in waiting:
            if job.score_id not in busy:
                first.setdefault(_lane(job), job)
        if not first:
            return None
        lane = min(first, key=lambda name: self._served.get(name, 0))
        self._serve(lane)
        return first[lane]

    def _serve(self, lane: str) -> None:
        self._turn += 1
        self._served.pop(lane, None)
        self._served[lane] = self._turn
        while len(self._served) > _MOST_LANES:
            del self._served[next(iter(self._served))]


def _lane(job: Job) -> str:
    return "" if job.kind == "create_score" else job.score_id
