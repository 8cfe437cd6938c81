"""A track with pictures left out, made even: what lies between the pictures seen is estimated."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import numpy.typing as npt

from .frames import Track

Times = npt.NDArray[np.float64]

_BLENDED = ("luma", "contrast", "u", "v", "chroma")
_SHARED = ("change", "luma_change")
_ONLY_SEEN = ("speed", "camera", "zoomed", "steady")
_CHUNK = 4096


def filled(track: Track, announced: Times) -> Track:
    """The track with a place for every announced picture between its first and its last.

    What was not seen lies on the straight line between its neighbours; a step over several pictures
    is shared evenly among them, so that every measure stays one of a single step.
    """
    inside = announced[(announced > track.time_s[0]) & (announced < track.time_s[-1])]
    times = np.union1d(track.time_s, inside)
    if len(times) == len(track):
        return track
    places = np.searchsorted(times, track.time_s)
    spans = np.diff(places, prepend=places[0] - 1)
    after = np.searchsorted(places, np.arange(len(times)))
    columns = {name: np.interp(times, track.time_s, getattr(track, name)) for name in _BLENDED}
    columns |= {name: (getattr(track, name) / spans)[after] for name in _SHARED}
    columns |= {name: _spread(getattr(track, name), places, len(times)) for name in _ONLY_SEEN}
    columns["speed"][places] /= spans
    key, span = np.zeros(len(times), np.bool_), np.zeros(len(times), np.int16)
    key[places], span[places] = track.key, spans
    thumbs = _thumbs(track, times, after)
    floats = {name: column.astype(np.float32) for name, column in columns.items()}
    return Track(time_s=times, key=key, span=span, thumbs=thumbs, **floats)


def spliced(track: Track, pieces: list[Track]) -> Track:
    """The track with pieces in place of what it has between their first and last pictures.

    The step that leads to a piece's first picture stays the track's own.
    """
    parts: list[Track] = []
    at = 0
    for piece in pieces:
        first, last = np.searchsorted(track.time_s, piece.time_s[[0, -1]])
        parts += [_part(track, at, int(first) + 1), _part(piece, 1, len(piece))]
        at = int(last) + 1
    return joined_parts([*parts, _part(track, at, len(track))])


def joined_parts(parts: list[Track]) -> Track:
    """Parts one after the other, as they are."""
    names = [item.name for item in fields(Track)]
    return Track(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _part(track: Track, first: int, last: int) -> Track:
    return replace(track, **{item.name: getattr(track, item.name)[first:last] for item in fields(Track)})


def _spread(values: npt.NDArray[np.float32], places: npt.NDArray[np.int64], count: int) -> Times:
    whole = np.full(count, np.nan)
    whole[places] = values
    return whole


def _thumbs(track: Track, times: Times, after: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Thumbs for all times; `after` is the seen picture at or after each."""
    thumbs = track.thumbs[after]
    unseen = np.flatnonzero(track.time_s[after] != times)
    for begin in range(0, len(unseen), _CHUNK):
        places = unseen[begin : begin + _CHUNK]
        new = after[places]
        old_s, new_s = track.time_s[new - 1], track.time_s[new]
        share = ((times[places] - old_s) / (new_s - old_s)).astype(np.float32)[:, None]
        blend = track.thumbs[new - 1] * (1 - share) + track.thumbs[new] * share
        thumbs[places] = np.rint(blend).astype(np.uint8)
    return thumbs
