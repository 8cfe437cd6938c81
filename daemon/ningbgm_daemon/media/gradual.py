"""Gradual changes of shot: fades and dips from black and white, and dissolves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ningbgm_agents.evidence import CutKind

from .frames import THUMB_SHAPE, Track

Floats = npt.NDArray[np.float32]

_BLACK, _WHITE, _FLAT = 19.0, 226.0, 3.0
_LEAST_RISE, _LEAST_SLOPE, _LARGEST_STEP = 15.0, 0.25, 0.5
_LEAST_FADE_S, _LONGEST_FADE_S, _LONGEST_HOLD_S = 0.12, 6.0, 2.0
_PAUSES = 2

_HALVES_S = (0.17, 0.25, 0.34, 0.5, 0.7, 1.0)
_LEAST_BLEND, _MOST_RESIDUE, _MOST_OUTSIDE, _MOST_LIKENESS = 12.0, 0.22, 0.5, 0.8
_SPREAD_LEVELS, _LEAST_SPREAD = 6.0, 0.5
_CHUNK = 4096
_LUMA = THUMB_SHAPE[0] * THUMB_SHAPE[1]


@dataclass(frozen=True, slots=True)
class Gradual:
    """A gradual change between two pictures of the track, both counted from its start."""

    kind: CutKind
    first: int
    last: int
    confidence: float

    @property
    def middle(self) -> int:
        """The picture in the middle."""
        return (self.first + self.last) // 2


def find_gradual(track: Track, cuts: list[int], fps: float) -> list[Gradual]:
    """Fades, dips and dissolves in order; none overlaps another or has a hard cut inside."""
    fades = [fade for fade in _fades(track, fps) if not _within(fade, cuts)]
    taken = np.zeros(len(track), np.bool_)
    for fade in fades:
        taken[max(fade.first - 1, 0) : fade.last + 2] = True
    dissolves = _dissolves(track, cuts, fps, taken)
    return sorted([*fades, *dissolves], key=lambda change: change.first)


def _within(change: Gradual, cuts: list[int]) -> bool:
    return any(change.first < cut <= change.last for cut in cuts)


def _fades(track: Track, fps: float) -> list[Gradual]:
    found: list[Gradual] = []
    black = (track.luma <= _BLACK) & (track.contrast <= _FLAT)
    white = (track.luma >= _WHITE) & (track.contrast <= _FLAT * 2)
    for start, end in [*_runs(black), *_runs(white)]:
        out = _ramp(track.luma, start, -1, fps)
        into = _ramp(track.luma, end - 1, 1, fps)
        hold_s = (end - start) / fps
        if out is not None and into is not None and hold_s <= _LONGEST_HOLD_S:
            found.append(Gradual("dip", out, into, 0.9))
            continue
        if out is not None:
            found.append(Gradual("fade_out", out, start, 0.9))
        if into is not None:
            found.append(Gradual("fade_in", end - 1, into, 0.9))
    return found


def _runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Starts and ends (the end not included) of the stretches that are true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _ramp(luma: Floats, edge: int, way: int, fps: float) -> int | None:
    """Where the even rise (or fall) of light that begins at `edge` ends; None where there is none.

    `way` is -1 to look back in time, 1 to look ahead. Up to two pictures may stand still in it.
    """
    last, at, pauses, largest = edge, edge, 0, 0.0
    sign = 0.0
    most = int(_LONGEST_FADE_S * fps)
    while 0 <= at + way < len(luma) and abs(at - edge) < most:
        step = float(luma[at + way] - luma[at])
        sign = sign or float(np.sign(step))
        at += way
        if step * sign >= _LEAST_SLOPE:
            last, pauses, largest = at, 0, max(largest, abs(step))
            continue
        pauses += 1
        if pauses > _PAUSES:
            break
    rise = abs(float(luma[last] - luma[edge]))
    long_enough = abs(last - edge) >= max(_LEAST_FADE_S * fps, 3)
    return last if rise >= _LEAST_RISE and long_enough and largest < _LARGEST_STEP * rise else None


def _dissolves(track: Track, cuts: list[int], fps: float, taken: npt.NDArray[np.bool_]) -> list[Gradual]:
    """Stretches in which one picture blends evenly into another that was not like it."""
    candidates: list[tuple[float, int, int]] = []
    for half in sorted({max(round(seconds * fps), 3) for seconds in _HALVES_S}):
        blends, residues = _blends(track.thumbs, half)
        places = np.flatnonzero(blends >= _LEAST_BLEND).tolist()
        candidates.extend((float(residues[place]), place, half) for place in places)
    barred = taken.copy()
    barred[[cut for cut in cuts if cut < len(barred)]] = True
    bars = np.concatenate([[0], np.cumsum(barred)])
    found: list[Gradual] = []
    for residue, place, half in sorted(candidates):
        first, last = place - half, min(place + half, len(track) - 1)
        if bars[last + 1] > bars[first + 1]:
            continue
        confidence = round(0.5 + 0.4 * (1 - residue / _MOST_RESIDUE), 3)
        found.append(Gradual("dissolve", first, last, confidence))
        barred[max(first - half, 0) : last + half] = True
        bars = np.concatenate([[0], np.cumsum(barred)])
    return found


def _blends(thumbs: npt.NDArray[np.uint8], half: int) -> tuple[Floats, Floats]:
    """For every picture as the middle of a blend of `2 * half` pictures: the size of the change in
    levels (0 where it is no blend), and how far the way between is off the straight line.
    """
    count = len(thumbs)
    sizes, residues = np.zeros(count, np.float32), np.ones(count, np.float32)
    settled = half + half // 2
    for begin in range(settled, count - settled, _CHUNK):
        middle = np.arange(begin, min(begin + _CHUNK, count - settled))
        old = thumbs[middle - half].astype(np.float32)
        new = thumbs[middle + half].astype(np.float32)
        change = new - old
        size = np.abs(change).mean(axis=1)
        asked = np.flatnonzero(size >= _LEAST_BLEND)
        if not len(asked):
            continue
        middle, old, new, change = middle[asked], old[asked], new[asked], change[asked]
        size = size[asked]
        residue = np.zeros(len(asked), np.float32)
        for offset in (-(half // 2), 0, half // 2):
            exact = 0.5 + offset / (2 * half)
            off = thumbs[middle + offset] - (old + np.float32(exact) * change)
            residue = np.maximum(residue, np.abs(off).mean(axis=1) / size)
        outside = (
            np.abs(thumbs[np.maximum(middle - 2 * half, 0)] - old).mean(axis=1)
            + np.abs(thumbs[np.minimum(middle + 2 * half, count - 1)] - new).mean(axis=1)
        ) / size
        good = (residue < _MOST_RESIDUE) & (outside < _MOST_OUTSIDE)
        good &= (_likeness(old, new) < _MOST_LIKENESS) & (_spread(change) >= _LEAST_SPREAD)
        sizes[middle[good]], residues[middle[good]] = size[good], residue[good]
    return sizes, residues


def _likeness(one: Floats, other: Floats) -> Floats:
    """Correlation of the luma of thumbs, row by row."""
    a, b = one[:, :_LUMA], other[:, :_LUMA]
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    norm = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1) + 1e-6
    likeness: Floats = (a * b).sum(axis=1) / norm
    return likeness


def _spread(change: Floats) -> Floats:
    """The share of the picture that changes by more than the light of the whole does."""
    luma = change[:, :_LUMA]
    own = np.abs(luma - luma.mean(axis=1, keepdims=True))
    share: Floats = (own > _SPREAD_LEVELS).mean(axis=1)
    return share
