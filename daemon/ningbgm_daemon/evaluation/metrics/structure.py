"""Structure: how much of a piece its best repeated part explains.

The fitness of a part is that of Müller, Jiang and Grohganz, *SM Toolbox* and *A Robust Fitness Measure for
Capturing Repetitions in Music Recordings* (2013); the structureness indicator SI(low, high) is the highest
fitness of any part between two lengths (Wu and Yang, ISMIR 2020).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FEATURE_HZ = 2.0
"""Features a second, as in the papers."""
_KEPT = 0.2
"""Share of the similarities that count as such."""
_PENALTY = -2.0
"""What all others count."""
_SMOOTHED = 4
"""Similarities are means along the diagonal over so many features, forward and back."""
_MOST = 120
"""Features (a minute) above which a piece is thinned, since the search grows with their fourth power."""


def structure_indicators(features: Floats) -> dict[str, float | None]:
    """SI for parts of 3 to 8, of 8 to 15, and of 15 s or more; None where two of them do not fit.

    `features`: shape (time, dimensions), `FEATURE_HZ` a second.
    """
    thin = -(-len(features) // _MOST) if len(features) else 1
    rate = FEATURE_HZ / thin
    likeness = similarity(features[::thin])
    ranges = {"short": (3.0, 8.0), "middle": (8.0, 15.0), "long": (15.0, np.inf)}
    found: dict[str, float | None] = {}
    for name, (low_s, high_s) in ranges.items():
        low, high = round(low_s * rate), round(min(high_s * rate, len(likeness) / 2))
        found[name] = best_fitness(likeness, low, high) if 0 < low <= high else None
    return found


def similarity(features: Floats) -> Floats:
    """Self-similarity with its diagonals smoothed; what is not among the most alike is punished.

    Shape (time, time), 1 on the main diagonal, `_PENALTY` where two moments are unlike.
    """
    sizes = np.linalg.norm(features, axis=1, keepdims=True)
    unit = features / np.maximum(sizes, 1e-9)
    smooth = _along_diagonals(unit @ unit.T)
    count = len(smooth)
    off = ~np.eye(count, dtype=bool)
    if count < 2:
        return np.ones((count, count))
    limit = float(np.quantile(smooth[off], 1 - _KEPT))
    top = float(smooth[off].max())
    scaled = np.clip((smooth - limit) / max(top - limit, 1e-9), 0, 1)
    kept = np.where(smooth > limit, scaled, _PENALTY)
    np.fill_diagonal(kept, 1.0)
    return np.asarray(kept, np.float64)


def best_fitness(likeness: Floats, low: int, high: int) -> float:
    """The highest fitness of all parts between two lengths, both included."""
    return max((float(fitness(likeness, length).max()) for length in range(low, high + 1)), default=0.0)


def fitness(likeness: Floats, length: int) -> Floats:
    """Fitness of every part of one length, shape (places,): all are searched at once.

    The best family of paths of a part is found row by row (steps (1,1), (2,1), (1,2), as in the paper); with
    the score travel the rows covered and the cells walked, from which fitness is the harmonic mean of
    normalised score and coverage.
    """
    count = len(likeness)
    places = count - length + 1
    columns = np.arange(places)[:, None] + np.arange(length)[None, :]
    width = length + 1
    blank = np.full((places, width), -np.inf)
    before, last = _Row.empty(blank), _Row.empty(blank)
    last.score[:, 0] = 0.0
    for row in range(count):
        cells = likeness[row][columns]
        now = _walk(cells, last, before, row)
        before, last = last, now
    score = np.maximum(last.score[:, 0], last.score[:, -1])
    ended = last.score[:, -1] >= last.score[:, 0]
    covered = np.where(ended, last.covered[:, -1], last.covered[:, 0])
    walked = np.where(ended, last.walked[:, -1], last.walked[:, 0])
    gained = (score - length) / np.maximum(walked, 1)
    reached = (covered - length) / count
    good = (gained > 0) & (reached > 0)
    return np.where(good, 2 * gained * reached / np.where(good, gained + reached, 1.0), 0.0)


class _Row:
    """One row of the search: score, rows covered, cells walked; column 0 is between two paths."""

    def __init__(self, score: Floats, covered: Floats, walked: Floats) -> None:
        self.score, self.covered, self.walked = score, covered, walked

    @classmethod
    def empty(cls, blank: Floats) -> _Row:
        return cls(blank.copy(), np.zeros_like(blank), np.zeros_like(blank))


def _walk(cells: Floats, last: _Row, before: _Row, row: int) -> _Row:
    """The next row: rest (column 0), begin a path (column 1), or go on with one (the others)."""
    now = _Row.empty(np.full_like(last.score, -np.inf))
    rested = last.score[:, 0] >= last.score[:, -1]
    for field in ("score", "covered", "walked"):
        kept = np.where(rested, getattr(last, field)[:, 0], getattr(last, field)[:, -1])
        getattr(now, field)[:, 0] = kept
    now.score[:, 1] = now.score[:, 0] + cells[:, 0]
    now.covered[:, 1], now.walked[:, 1] = now.covered[:, 0] + 1, now.walked[:, 0] + 1
    if cells.shape[1] > 1:
        ways = [(last, 1, 1.0), (before, 1, 2.0), (last, 2, 1.0)]
        scores = np.stack([_moved(way.score, step) for way, step, _ in ways])
        choice = scores.argmax(axis=0)
        now.score[:, 2:] = np.take_along_axis(scores, choice[None], 0)[0] + cells[:, 1:]
        for field, added in (("covered", [rows for _, _, rows in ways]), ("walked", [1.0] * 3)):
            sums = np.stack(
                [_moved(getattr(w, field), s) + more for (w, s, _), more in zip(ways, added, strict=True)]
            )
            getattr(now, field)[:, 2:] = np.take_along_axis(sums, choice[None], 0)[0]
    return now


def _moved(values: Floats, step: int) -> Floats:
    """Columns 2 and on, each with the value `step` columns to its left; a path begins in column 1 only."""
    moved = np.full((values.shape[0], values.shape[1] - 2), -np.inf)
    if step == 1:
        moved[:] = values[:, 1:-1]
    else:
        moved[:, 1:] = values[:, 1:-2]
    return moved


def _along_diagonals(likeness: Floats) -> Floats:
    total, weight = np.zeros_like(likeness), np.zeros_like(likeness)
    count = len(likeness)
    for shift in range(min(_SMOOTHED, count)):
        for sign in (1, -1) if shift else (1,):
            low, high = (shift, count) if sign > 0 else (0, count - shift)
            target = slice(0, count - shift) if sign > 0 else slice(shift, count)
            total[target, target] += likeness[low:high, low:high]
            weight[target, target] += 1
    return np.asarray(total / weight, np.float64)
