"""The frame rates that editing programs can count in."""

from __future__ import annotations

from fractions import Fraction

from ningbgm_agents.timeline import FrameRate

_EDITING_FPS = (
    *(Fraction(fps) for fps in (24, 25, 30, 48, 50, 60, 100, 120)),
    *(Fraction(fps * 1000, 1001) for fps in (24, 30, 48, 60, 120)),
)
_COMMON_FPS = (24, 25, 30, 50, 60)


def editing_rate(rate: FrameRate) -> FrameRate:
    """The rate itself where editing programs have it, else a common one that its frames fit into best."""
    if rate.fps in _EDITING_FPS:
        return rate
    multiples = (fps for fps in _COMMON_FPS if (fps / rate.fps).denominator == 1)
    above = (fps for fps in _COMMON_FPS if fps >= rate.fps)
    return FrameRate(Fraction(next(multiples, next(above, _COMMON_FPS[-1]))))
