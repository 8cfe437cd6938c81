"""Which frame rate a stream of pictures really has, judged by the times of its pictures."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ningbgm_agents.timeline import FrameRate, snap_rate

_STANDARD = tuple(
    Fraction(text)
    for text in (
        "24",
        "24000/1001",
        "25",
        "30",
        "30000/1001",
        "48",
        "48000/1001",
        "50",
        "60",
        "60000/1001",
        "100",
        "120",
        "120000/1001",
        "12",
        "12.5",
        "15",
        "15000/1001",
        "10",
        "20",
        "8",
        "5",
    )
)
_NEAR = Fraction(1, 200)
_HALF_A_FRAME = 0.5
_ON_THE_GRID = 0.25

Times = npt.NDArray[np.float64]


def judge_rate(times: Times, average: Fraction | None, guessed: Fraction | None) -> tuple[FrameRate, bool]:
    """The rate, and whether the pictures come unevenly.

    `times`: seconds after the first picture, increasing, float64, shape (pictures,). A standard
    rate that puts every picture within half a frame of its place wins; then the stream's own
    average, within a quarter; then a rate on whose grid the pictures stand with gaps; else the
    demuxer's guess.
    """
    measured = _measured(times) or average or guessed or Fraction(25)
    near = [rate for rate in _STANDARD if abs(rate - measured) <= _NEAR * measured]
    own = [snap_rate(rate) for rate in (average, measured) if rate]
    for rate in _closest(near, measured):
        if _in_place(times, rate, _HALF_A_FRAME):
            return FrameRate(_bounded(rate)), False
    for rate in own:
        if _in_place(times, rate, _ON_THE_GRID):
            return FrameRate(_bounded(rate)), False
    guesses = [snap_rate(rate) for rate in (average, guessed) if rate]
    for rate in guesses:
        if _on_grid(times, rate):
            return FrameRate(_bounded(rate)), False
    return FrameRate(_bounded(guesses[-1] if guesses else measured)), True


def _measured(times: Times) -> Fraction | None:
    """The slope of the straight line through the times."""
    if len(times) < 2 or times[-1] <= times[0]:
        return None
    index = np.arange(len(times)) - (len(times) - 1) / 2
    fps = float((index * index).sum() / (index * times).sum())
    return Fraction(fps).limit_denominator(1_000_000) if 0 < fps < 1e5 else None


def _closest(rates: Iterable[Fraction], to: Fraction) -> list[Fraction]:
    return sorted(rates, key=lambda rate: abs(rate - to))


def _in_place(times: Times, rate: Fraction, most: float) -> bool:
    """Whether picture `i` stands within `most` frames of `i / rate`."""
    off = np.abs(times * float(rate) - np.arange(len(times)))
    return bool((off < most).all())


def _on_grid(times: Times, rate: Fraction) -> bool:
    """Whether every picture stands close to a frame of its own."""
    places = times * float(rate)
    frames = np.round(places)
    apart = bool((np.diff(frames) >= 1).all())
    return apart and bool((np.abs(places - frames) < _ON_THE_GRID).all())


def _bounded(rate: Fraction) -> Fraction:
    return min(max(rate, Fraction(1)), Fraction(1000))
