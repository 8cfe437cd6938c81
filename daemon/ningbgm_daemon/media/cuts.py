"""Hard cuts: where one picture is replaced by another from one frame to the next."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .frames import THUMB_SHAPE, Track

Floats = npt.NDArray[np.float32]

_LEAST_CHANGE, _FAINT_CHANGE = 14.0, 7.0
_LEAST_LUMA, _LEAST_CHROMA = 3.0, 6.0
_KEY_CHANGE, _STARVED_CHANGE = 18.0, 32.0
_LEAST_RATIO, _FAINT_RATIO = 2.2, 4.0
_FAINT_LIKENESS, _CALM_RATIO, _CALM_LIKENESS = 0.8, 5.0, 0.95
_CLEAR_STEP, _CLEAR_SPREADS = 18.0, 4.0
_REACH = 6
_LEAST_DISTANCE = 4
_ZOOM_IS_ONE_SHOT, _ZOOM_GAIN, _ZOOM_KEEPS_COLOUR = 0.9, 0.08, 70.0
_LIGHT_IS_ONE_SHOT, _LIGHT_KEEPS_CHROMA = 0.93, 25.0
_RETURNS_WITHIN_S = 0.17
_RETURN_SHARE = 0.35
_LUMA = THUMB_SHAPE[0] * THUMB_SHAPE[1]


def find_cuts(track: Track, starved: bool = False) -> list[tuple[int, float]]:
    """The pictures (their place in the track) that begin a new shot, each with its confidence.

    A cut is a change that stands out: large by itself, and far above the second largest change
    around it (so that one neighbour may be a flash or another cut). What does not count: a change
    of light alone, a zoom about the centre (a phone that changes its lens), a flash or a passing
    thing after which the old picture comes back, and the small pulse of a key picture. A `starved`
    file has so few bits that its pictures jump by themselves: only large changes count there.
    """
    found: list[tuple[int, float]] = []
    baseline, spread = _surroundings(track.change)
    for place in _standing_out(track, baseline, spread):
        if starved and track.change[place] < _STARVED_CHANGE:
            continue
        if place == 0 or not _is_replaced(track, place):
            continue
        score = _confidence(float(track.change[place]), float(baseline[place]))
        if found and place - found[-1][0] < _LEAST_DISTANCE:
            if not _belongs_to_new(track, found[-1][0], place):
                found[-1] = (place, score)
            continue
        found.append((place, score))
    return found


def _surroundings(change: Floats) -> tuple[Floats, Floats]:
    """Of the changes within six pictures, the picture itself left out: the second largest, and how
    far it lies above the fifth largest.
    """
    padded = np.pad(change, _REACH)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _REACH + 1).copy()
    windows[:, _REACH] = 0
    ordered = np.sort(windows, axis=1)
    return ordered[:, -2], ordered[:, -2] - ordered[:, -5]


def _standing_out(track: Track, baseline: Floats, spread: Floats) -> list[int]:
    """Where the change is large and lonely; large and clear of an even unrest such as grain; or
    small, very lonely, and to a picture of another build (a cut in the dark).
    """
    change = track.change
    lonely = change >= np.maximum(_LEAST_CHANGE, _LEAST_RATIO * baseline)
    step = change - baseline
    clear = (step >= _CLEAR_STEP) & (step >= _CLEAR_SPREADS * spread)
    faint = (change >= _FAINT_CHANGE) & (change >= _FAINT_RATIO * baseline)
    steady = np.nan_to_num(track.steady, nan=1.0)
    calm = faint & (change >= _CALM_RATIO * baseline) & (steady < _CALM_LIKENESS)
    faint &= steady < _FAINT_LIKENESS
    places: list[int] = np.flatnonzero(lonely | clear | faint | calm).tolist()
    return places


def _is_replaced(track: Track, place: int) -> bool:
    """Whether the picture is another one, not the same in new light, zoomed, or for a moment."""
    change, luma_change = float(track.change[place]), float(track.luma_change[place])
    zoomed = float(track.zoomed[place])
    if zoomed >= max(_ZOOM_IS_ONE_SHOT, float(track.steady[place]) + _ZOOM_GAIN):
        return change >= _ZOOM_KEEPS_COLOUR
    if luma_change < _LEAST_LUMA and _chroma_shift(track, place) < _LEAST_CHROMA:
        return False
    shift = abs(float(track.luma[place] - track.luma[place - 1]))
    same_colour = _chroma_shift(track, place) < _LIGHT_KEEPS_CHROMA
    if track.steady[place] >= _LIGHT_IS_ONE_SHOT and shift >= 0.5 * luma_change and same_colour:
        return False
    if track.key[place] and change < _KEY_CHANGE and track.steady[place] > _FAINT_LIKENESS:
        return False
    return not _comes_back(track, place)


def _chroma_shift(track: Track, place: int) -> float:
    return abs(float(track.u[place] - track.u[place - 1])) + abs(float(track.v[place] - track.v[place - 1]))


def _comes_back(track: Track, place: int) -> bool:
    """Whether the picture before this one is seen again within a moment, as after a flash."""
    before = track.thumbs[place - 1].astype(np.int16)
    jump = _distance(before, track.thumbs[place].astype(np.int16))
    until = track.time_s[place] + _RETURNS_WITHIN_S
    last = place - 1
    for later in range(place + 1, min(place + 40, len(track))):
        if track.time_s[later] > until:
            break
        if _distance(before, track.thumbs[later].astype(np.int16)) < _RETURN_SHARE * jump:
            return True
        last = later
    return _was_back(track, place, last)


def _was_back(track: Track, place: int, last: int) -> bool:
    """Whether this is the end of such a moment: the old picture was there just before it."""
    now = track.thumbs[place].astype(np.int16)
    jump = _distance(track.thumbs[place - 1].astype(np.int16), now)
    since = track.time_s[place] - _RETURNS_WITHIN_S
    for earlier in range(place - 2, max(place - 40, -1), -1):
        if track.time_s[earlier] < since:
            break
        if _distance(track.thumbs[earlier].astype(np.int16), now) < _RETURN_SHARE * jump:
            return True
    return False


def _distance(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> float:
    return float(np.abs(one - other).mean())


def _belongs_to_new(track: Track, first: int, second: int) -> bool:
    """Whether what is between two near jumps looks like what follows, and not like what was."""
    between = track.thumbs[first, :_LUMA].astype(np.float32)
    old, new = track.thumbs[first - 1, :_LUMA], track.thumbs[second, :_LUMA]
    return _correlation(between, new) >= _correlation(between, old)


def _correlation(one: npt.NDArray[np.float32], other: npt.NDArray[np.uint8]) -> float:
    a, b = one - one.mean(), other - np.float32(other.mean())
    return float((a * b).sum() / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-6))


def _confidence(change: float, baseline: float) -> float:
    """0.5 at the thresholds, towards 1 for large and lonely changes."""
    size = min((change - _LEAST_CHANGE) / 30, 1.0)
    lonely = min((change / max(baseline, 1.0) - _LEAST_RATIO) / 3, 1.0)
    return round(0.5 + 0.25 * size + 0.24 * lonely, 3)
