"""How alike two melodies are: edit distance over intervals and rhythm, 0 to 1.

A melody is the row of its moves: scale steps to the next note, and how long after it begins. Two rows are
compared by the least number of insertions, deletions and changes (Levenshtein) over the length of the longer
one, as Müllensiefen and Frieler did with intervals and with rhythms (*Cognitive adequacy in the measurement
of melodic similarity*, 2004); a move of which one of the two agrees costs a half. Key, octave, mode and
tempo do not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ningbgm_agents.score import ThemeNote

ALIKE = 0.75
"""From here on two themes are one tune to the ear: so like is a theme to its own variation, every fourth note
moved to a neighbour, the rhythm kept (the median over 900 of our themes; `variety.py --calibrate` measures it
again). Two themes of different seeds are 0.36 alike, one pair in a thousand 0.63."""
_NONE = -99

Moves = tuple[tuple[int, Fraction], ...]
"""Scale steps to the next note, and beats until it begins."""
Floats = npt.NDArray[np.float64]


def moves_of(notes: Iterable[ThemeNote]) -> Moves:
    """The moves of a melody, which a transposition does not change."""
    return tuple((b.degree - a.degree, b.beat - a.beat) for a, b in pairwise(notes))


def likeness(one: Moves, other: Moves) -> float:
    """1 for the same melody, 0 where no move agrees in anything."""
    return float(likeness_to_all(one, Shelf.of((other,)))[0])


@dataclass(frozen=True)
class Shelf:
    """Many melodies side by side, so that one can be compared with all at once."""

    steps: npt.NDArray[np.int64]
    """Shape (melodies, moves of the longest); unused places hold a step that no melody has."""
    waits: npt.NDArray[np.int64]
    """The same for the beats, in forty-eighths of a beat."""
    lengths: npt.NDArray[np.int64]

    @classmethod
    def of(cls, melodies: tuple[Moves, ...]) -> Shelf:
        """The melodies in their order."""
        width = max(1, *(len(moves) for moves in melodies)) if melodies else 1
        steps = np.full((len(melodies), width), _NONE)
        waits = np.full((len(melodies), width), _NONE)
        for number, moves in enumerate(melodies):
            steps[number, : len(moves)] = [step for step, _ in moves]
            waits[number, : len(moves)] = [round(48 * wait) for _, wait in moves]
        return cls(steps, waits, np.array([len(moves) for moves in melodies]))


def likeness_to_all(moves: Moves, shelf: Shelf) -> Floats:
    """The likeness of one melody to every one of a shelf, shape (melodies,)."""
    count, width = shelf.steps.shape
    above = np.tile(np.arange(width + 1, dtype=np.float64), (count, 1))
    for number, (step, wait) in enumerate(moves, 1):
        change = 0.5 * (shelf.steps != step) + 0.5 * (shelf.waits != round(48 * wait))
        row = np.empty_like(above)
        row[:, 0] = number
        for place in range(1, width + 1):
            row[:, place] = np.minimum(
                np.minimum(above[:, place], row[:, place - 1]) + 1.0,
                above[:, place - 1] + change[:, place - 1],
            )
        above = row
    distance = above[np.arange(count), shelf.lengths]
    longest = np.maximum(np.maximum(shelf.lengths, len(moves)), 1)
    return np.asarray(1.0 - distance / longest)
