"""All that happens in a track, by place: changes of shot, action and flashes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import movement
from .cuts import find_cuts
from .frames import Track
from .gradual import Gradual, find_gradual
from .probe import MediaInfo

_LIT_S = 0.4
_STARVED_BITS = 0.01
"""Bits a pixel below which a file's pictures jump for want of bits."""


@dataclass(frozen=True, slots=True)
class Happenings:
    """What was found in a track; places count its pictures from 0."""

    hard: list[tuple[int, float]]
    """Hard cuts: the first picture of the new shot, and the confidence."""
    gradual: list[Gradual]
    barred: npt.NDArray[np.bool_]
    """The pictures at changes of shot, shape (pictures,)."""
    flashes: list[tuple[int, float]]
    """Flashes of light, each with its strength."""
    actions: list[tuple[int, float]]
    """Pictures in which movement breaks out or hits, each with its strength."""


def find_happenings(track: Track, fps: float, starved: bool) -> Happenings:
    """Everything that happens; `fps` is the edit's rate, `starved` says that bits are wanting."""
    hard = find_cuts(track, starved)
    pictures_a_second = _picture_rate(track, fps)
    gradual = find_gradual(track, [place for place, _ in hard], pictures_a_second)
    barred = _barred(len(track), hard, gradual)
    flashes = movement.find_flashes(track, barred)
    lit = barred.copy()
    for place, _ in flashes:
        lit[max(place - 2, 0) : place + round(_LIT_S * fps)] = True
    actions = movement.find_action(track, pictures_a_second, lit)
    return Happenings(hard, gradual, barred, flashes, actions)


def _picture_rate(track: Track, fps: float) -> float:
    """Pictures a second, which is less than the frame rate where pictures come unevenly."""
    times = track.time_s
    if len(times) < 2 or times[-1] <= times[0]:
        return fps
    return min(float((len(times) - 1) / (times[-1] - times[0])), fps)


def _barred(count: int, hard: list[tuple[int, float]], gradual: list[Gradual]) -> npt.NDArray[np.bool_]:
    barred = np.zeros(count, np.bool_)
    barred[:1] = True
    for place, _ in hard:
        barred[max(place - 1, 0) : place + 3] = True
    for change in gradual:
        barred[max(change.first - 1, 0) : change.last + 2] = True
    return barred


def is_starved(info: MediaInfo) -> bool:
    """Whether a file spends so few bits on a pixel that its pictures jump by themselves."""
    fps = float(info.rate.fps) if info.rate else 0.0
    return 0 < info.bit_rate < _STARVED_BITS * info.width * info.height * fps
