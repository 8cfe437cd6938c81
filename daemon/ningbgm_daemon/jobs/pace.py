"""What reports mean for a job's progress: the time left, and the cues that can be heard."""

from __future__ import annotations

import time
from typing import cast

from ningbgm_daemon.records.job import Progress, ReadyCue, Step

from .assignment import Report

_TELLING_S, _TELLING_SHARE = 1.0, 0.03
"""Before so much time and work, nobody can tell how long the rest will take."""


class Pace:
    """The pace of one attempt; a clock that jumps does not disturb it."""

    def __init__(self) -> None:
        self._began_s = time.monotonic()
        self._first: float | None = None

    def progress(self, report: Report, before: Progress) -> Progress:
        """The progress after a report."""
        if report.kind == "ready":
            cue = ReadyCue(report.cue, report.path, report.start_frame, report.sample_count)
            ready = (*(one for one in before.ready_cues if one.cue != cue.cue), cue)
            return Progress(before.step, before.share, before.left_s, ready)
        share = max(before.share, report.share)
        return Progress(cast(Step, report.step), share, self._left_s(share), before.ready_cues)

    def _left_s(self, share: float) -> float | None:
        if self._first is None:
            self._first, self._began_s = share, time.monotonic()
        taken, done = time.monotonic() - self._began_s, share - self._first
        if taken < _TELLING_S or done < _TELLING_SHARE:
            return None
        return round(taken * (1 - share) / done, 1)
