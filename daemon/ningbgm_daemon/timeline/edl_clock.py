"""Timecodes of edit lists as frame counts, forgiving where real lists are careless."""

from __future__ import annotations

import re

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import FrameRate

_PARTS = re.compile(r"[:;.,]")


def parts(clock: str) -> tuple[int, int, int, int]:
    """Hours, minutes, seconds and frames."""
    h, m, s, f = (int(part) for part in _PARTS.split(clock))
    return h, m, s, f


def count(clock: str, nominal: int, drop: bool) -> int:
    """Frames since midnight; with drop-frame, numbers that do not exist mean the next that does.

    Raises:
        TimelineError: a frame or a minute that no clock at this rate shows.
    """
    h, m, s, f = parts(clock)
    if f >= nominal or m > 59 or s > 59:
        raise TimelineError(
            f"the edit list says {clock}, which does not exist at {nominal} frames per second;"
            " say the list's rate with --rate",
            timecode=clock,
        )
    frames = ((h * 60 + m) * 60 + s) * nominal + f
    if drop:
        dropped = nominal // 15
        if s == 0 and m % 10 and f < dropped:
            frames += dropped - f
        minutes = h * 60 + m
        frames -= dropped * (minutes - minutes // 10)
    return frames


def day(rate: FrameRate) -> int:
    """Frames of 24 hours, after which timecode begins again."""
    return count("24:00:00:00", rate.nominal, rate.drop_frame)
