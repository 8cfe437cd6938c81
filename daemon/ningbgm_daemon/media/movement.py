"""Movement over time, and the pictures in which something strikes: action and flashes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .frames import Track

Floats = npt.NDArray[np.float64]

_FULL_SPEED = 0.3
"""Picture widths a second that count as 63 % of full movement."""
_BEFORE_S, _APART_S, _LOCAL_S = 0.6, 2.0, 0.4
_LEAST_RISE, _LEAST_RATIO, _FULL_RISE = 2.5, 2.2, 8.0
_LEAST_STRENGTH, _LASTS, _BROKEN_OUT = 0.35, 0.35, 0.6
_FLASH_LUMA, _FLASH_S, _FLASH_FALLS = 22.0, 0.3, 0.6


def motion(track: Track, fps: float) -> Floats:
    """Movement of every picture, 0 (still) to 1, shape (pictures,); NaN where not measured."""
    speed = track.speed.astype(np.float64) * fps
    return 1 - np.exp(-speed / _FULL_SPEED)


def camera_share(track: Track) -> Floats:
    """The camera's share of the movement, 0 to 1, small where little moves; NaN as in `motion`."""
    return track.camera.astype(np.float64)


def find_action(track: Track, fps: float, barred: npt.NDArray[np.bool_]) -> list[tuple[int, float]]:
    """Pictures in which movement breaks out or hits, each with its strength (0 to 1), sparse.

    The measure is the change of light from picture to picture, above what was usual in the 0.6 s
    before. `barred`: pictures at changes of shot, shape (pictures,), which never count.
    """
    level = _unpulsed(track, barred)
    usual = _usual_before(level, max(round(_BEFORE_S * fps), 3))
    rise = level - usual
    floor = np.maximum(_LEAST_RISE, (_LEAST_RATIO - 1) * usual)
    near = max(round(_LOCAL_S * fps), 2)
    peaks = _peaks(np.where(barred, 0.0, rise), near)
    strength = 1 - np.exp(-rise / _FULL_RISE)
    good = peaks & (rise >= floor) & (strength >= _LEAST_STRENGTH) & ~barred
    good &= _following(level) - usual >= _LASTS * rise
    found = sparse(np.flatnonzero(good), strength, track.time_s, _APART_S)
    return [(_outbreak(level - usual[place], place, near), size) for place, size in found]


def find_flashes(track: Track, barred: npt.NDArray[np.bool_]) -> list[tuple[int, float]]:
    """Pictures in which the light jumps up and falls back within 0.3 s, each with its strength."""
    found: list[tuple[int, float]] = []
    luma = track.luma.astype(np.float64)
    for place in np.flatnonzero(np.diff(luma) >= _FLASH_LUMA) + 1:
        if barred[place]:
            continue
        jump = luma[place] - luma[place - 1]
        after = (track.time_s > track.time_s[place]) & (track.time_s <= track.time_s[place] + _FLASH_S)
        if after.any() and luma[after].min() <= luma[place] - _FLASH_FALLS * jump:
            found.append((int(place), round(float(min(jump / 120, 1.0)), 3)))
    return found


def sparse(
    places: npt.NDArray[np.int64], strength: Floats, times_s: Floats, apart_s: float
) -> list[tuple[int, float]]:
    """The strongest places that keep `apart_s` from each other, in order of time."""
    kept: list[int] = []
    for place in sorted(places.tolist(), key=lambda place: -strength[place]):
        if all(abs(times_s[place] - times_s[other]) >= apart_s for other in kept):
            kept.append(place)
    return [(place, round(float(strength[place]), 3)) for place in sorted(kept)]


def _unpulsed(track: Track, barred: npt.NDArray[np.bool_]) -> Floats:
    """The change of light with the pulses of key pictures and the changes of shot taken out."""
    level = track.luma_change.astype(np.float64)
    outside = barred.copy()
    if track.key.mean() < 0.5:
        outside |= track.key
    inside = np.flatnonzero(~outside)
    if not len(inside):
        return np.zeros(len(level))
    return np.interp(np.arange(len(level)), inside, level[inside])


def _usual_before(level: Floats, count: int) -> Floats:
    """The 75th percentile of the `count` values before each (repeated pictures do not lower it)."""
    padded = np.concatenate([np.full(count, level[0]), level[:-1]])
    windows = np.lib.stride_tricks.sliding_window_view(padded, count)
    usual: Floats = np.percentile(windows[: len(level)], 75, axis=1)
    return usual


def _outbreak(rise: Floats, peak: int, near: int) -> int:
    """The first picture of the movement that peaks at `peak`."""
    first = peak
    while first > max(peak - near, 1) and rise[first - 1] >= _BROKEN_OUT * rise[peak]:
        first -= 1
    return first


def _following(level: Floats) -> Floats:
    """The mean of the three values after each: true movement lasts, a coding pulse does not."""
    padded = np.pad(level, (0, 3), mode="edge")
    following: Floats = (padded[1:-2] + padded[2:-1] + padded[3:]) / 3
    return following


def _peaks(values: Floats, near: int) -> npt.NDArray[np.bool_]:
    """Which values are the largest within `near` places on either side."""
    padded = np.pad(values, near, constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * near + 1)
    largest: npt.NDArray[np.bool_] = values >= windows.max(axis=1)
    return largest
