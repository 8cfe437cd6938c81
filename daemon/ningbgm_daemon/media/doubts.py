"""Where pictures that were left out leave a doubt, so that the film has to be looked at again in whole."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .frames import LUMA_BYTES, Track
from .happenings import Happenings

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_REACH, _REACH_S = 8, 0.2
_LEAST_CHANGE, _LEAST_RATIO = 12.5, 1.8
_RAISED_RATIO, _LEAST_STEP, _UNLIKE = 1.25, 16.0, 0.8
_FAINT_CHANGE, _FAINT_RATIO, _FAINTLY_UNLIKE, _CALM_RATIO = 6.3, 2.0, 0.97, 3.0
_CERTAIN_CHANGE, _CERTAIN_RATIO = 28.0, 3.0
_ACTION_BEFORE_S, _ACTION_AFTER_S = 0.8, 0.5
_SURPRISE_BYTES, _SURPRISE_RATIO, _SURPRISE_AROUND = 0.0025, 4.0, 24
"""Bytes a pixel; times the median of so many pictures left out on either side."""
_AROUND, _CHUNK = 6, 4096


def find_doubts(track: Track, happenings: Happenings, surprises: Places, fps: float) -> list[tuple[int, int]]:
    """First and last places of the stretches to be decoded in whole, in order, both of them seen.

    In doubt is a large step over pictures left out (a cut may lie anywhere in it), whatever else was
    found beside pictures left out, and `surprises`: pictures left out that hold something new, by their
    size. A clear cut between two neighbours that were both seen is certain.
    """
    asked = np.zeros(len(track), np.bool_)
    reach = max(round(_REACH_S * fps), _REACH)
    steps = _steps_in_doubt(track)
    cuts = np.array([place for place, _ in happenings.hard], np.int64)
    cuts = cuts[~_certain(track)[cuts]]
    for place in (*steps.tolist(), *cuts.tolist(), *surprises.tolist()):
        _ask(asked, place - reach, place + reach)
    for place, _ in happenings.flashes:
        _ask(asked, place - reach, place + reach)
    for place, _ in happenings.actions:
        _ask(asked, place - round(_ACTION_BEFORE_S * fps), place + round(_ACTION_AFTER_S * fps))
    for change in happenings.gradual:
        half = (change.last - change.first) // 2 + 2
        _ask(asked, change.first - half, change.last + half)
    return _stretches(track, asked)


def find_surprises(track: Track, times_s: Floats, sizes: Places, pixels: int) -> Places:
    """The places of pictures left out that are far larger than others of their kind around them."""
    places: Places = np.searchsorted(track.time_s, times_s)
    inside = places < len(track)
    places, sizes = places[inside], sizes[inside]
    left_out = track.span[places] == 0
    places, sizes = places[left_out], sizes[left_out]
    if not len(places):
        return places
    large = (sizes >= _SURPRISE_BYTES * pixels) & (sizes >= _SURPRISE_RATIO * _usual(sizes))
    surprises: Places = places[large]
    return surprises


def _usual(sizes: Places) -> Floats:
    """The median of the sizes around each."""
    padded = np.pad(sizes, _SURPRISE_AROUND, mode="reflect" if len(sizes) > _SURPRISE_AROUND else "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _SURPRISE_AROUND + 1)
    chunks = (windows[at : at + _CHUNK] for at in range(0, len(windows), _CHUNK))
    return np.concatenate([np.median(chunk, axis=1) for chunk in chunks])


def _steps_in_doubt(track: Track) -> Places:
    """The places of steps that may be a cut or hide one.

    They stand out from the steps around them; those that do so less clearly, as in quick movement,
    must also lead to a picture of another build.
    """
    usual, likeness = _around(track), _likeness(track)
    change = track.change.astype(np.float64) * track.span
    lonely = (change >= _LEAST_CHANGE) & (change >= _LEAST_RATIO * usual)
    raised = (change >= _LEAST_CHANGE) & ((change >= _RAISED_RATIO * usual) | (change - usual >= _LEAST_STEP))
    faint = (change >= _FAINT_CHANGE) & (change >= _FAINT_RATIO * usual)
    faint &= (likeness < _FAINTLY_UNLIKE) | (change >= _CALM_RATIO * usual)
    asked = lonely | (raised & (likeness < _UNLIKE)) | faint
    return np.flatnonzero(asked & (track.span > 0) & ~_certain(track))


def _certain(track: Track) -> npt.NDArray[np.bool_]:
    """Steps between neighbours, both seen, that are cuts beyond doubt: they lie on their frame."""
    change = track.change.astype(np.float64)
    clear = (change >= _CERTAIN_CHANGE) & (change >= _CERTAIN_RATIO * _around(track))
    certain: npt.NDArray[np.bool_] = clear & (track.span == 1)
    return certain


def _likeness(track: Track) -> Floats:
    """Correlation of the luma of each picture with that before the step which led to it."""
    likeness = np.zeros(len(track))
    for first in range(0, len(track), _CHUNK):
        places = np.arange(first, min(first + _CHUNK, len(track)))
        one, other = _centred(track, places), _centred(track, np.maximum(places - track.span[places], 0))
        norms = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1) + 1e-6
        likeness[places] = np.einsum("ij,ij->i", one, other) / norms
    return likeness


def _centred(track: Track, places: Places) -> npt.NDArray[np.float32]:
    """The luma of thumbs without its mean, shape (places, pixels)."""
    luma = track.thumbs[places, :LUMA_BYTES].astype(np.float32)
    luma -= luma.mean(axis=1, keepdims=True)
    return luma


def _around(track: Track) -> Floats:
    """The second largest change within six places of each, itself left out; of whole steps, however
    many pictures they cross.
    """
    padded = np.pad(track.change.astype(np.float64) * track.span, _AROUND)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _AROUND + 1).copy()
    windows[:, _AROUND] = 0
    second: Floats = np.partition(windows, -2, axis=1)[:, -2]
    return second


def _ask(asked: npt.NDArray[np.bool_], first: int, last: int) -> None:
    asked[max(first, 0) : max(last + 1, 0)] = True


def _stretches(track: Track, asked: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The runs that are asked for and hold pictures left out, each from a seen picture to one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], asked, [False]]).astype(np.int8)))
    seen = np.flatnonzero(track.span > 0)
    found: list[tuple[int, int]] = []
    for first, end in edges.reshape(-1, 2).tolist():
        if (track.span[first + 1 : end] == 1).all():
            continue
        first = int(seen[max(int(np.searchsorted(seen, first, side="right")) - 1, 0)])
        last = int(seen[min(int(np.searchsorted(seen, end - 1)), len(seen) - 1)])
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found
