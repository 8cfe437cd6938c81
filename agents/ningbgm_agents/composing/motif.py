"""Motifs: three to six notes in one bar, a rhythm one could tap and one interval that stays in the ear."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

from ..score import ThemeNote

F = Fraction
Rhythm = tuple[tuple[Fraction, Fraction], ...]
"""Beat and length of every note."""

_CALM_CELLS = ("4", "2 2", "-2 2", "2 1 1", "-1 1 2", "3 1", "1 3")
_LIVELY_CELLS = (
    "1 1 2",
    "2 1 1",
    "1 2 1",
    "3 1",
    "1.5 .5 2",
    "1.5 1.5 1",
    "-1 1 1 1",
    "1 1 1 1",
    "-1 1 2",
    "2 2",
    ".5 .5 1 2",
    "4",
)
_CALM_BARS = (
    "6 1 1",
    "5 1 2",
    "-2 2 2 2",
    "4 2 2",
    "-1 1 2 4",
    "3 3 2",
    "2 4 2",
    "3 1 4",
    "4 1 3",
    "2 3 3",
    "3 2 3",
    "1 2 5",
    "-1 2 1 4",
    "-2 1 1 4",
    "5 2 1",
    "2 5 1",
    "4 3 1",
)
_LIVELY_BARS = (
    "3 3 2",
    "1 3 1 3",
    "1.5 1.5 1 4",
    "-1 1 1 1 2 2",
    "3 3 1 1",
    "2 3 3",
    "1 2 1 4",
    "6 1 1",
    "3 2 3",
    "-1 2 1 2 2",
    "2 1 2 3",
    "1 1 3 3",
    "-2 1 1 2 2",
    "1 1 1 3 2",
    "2 1 1 1 3",
    "-1 3 2 2",
    "4 1 1 2",
    "1 3 2 2",
    "1.5 1.5 1.5 1.5 2",
    "-1 1 3 3",
)
"""Cells of two beats and of a bar, in half beats; a minus is a rest."""

_ANSWERS_CALM = ("-1 1 2 3", "2 2 3", "2 5", "-2 2 3", "4 3", "1 1 5", "3 1 3")
_ANSWERS_LIVELY = ("1 1 1 1 3", "-1 1 2 3", "2 1 1 3", "3 1 3", "1 2 1 3", "1.5 .5 2 3", "-1 1 1 1 3")
"""Second halves of an idea: they come to rest and leave a breath."""

_TRIES = 24


def rhythm_of(halves: str) -> Rhythm:
    """A rhythm from its lengths in half beats: '3 1 -2 2'."""
    notes, beat = [], F(0)
    for word in halves.split():
        length = F(word.lstrip("-")) / 2
        if not word.startswith("-"):
            notes.append((beat, length))
        beat += length
    return tuple(notes)


def invent_motif(lively: bool, dice: random.Random) -> tuple[ThemeNote, ...]:
    """A motif within a bar of four beats."""
    rhythm = _motif_rhythm(lively, dice)
    degrees = min((_shape(len(rhythm), lively, dice) for _ in range(_TRIES)), key=_dullness)
    return tuple(ThemeNote(beat, length, d) for (beat, length), d in zip(rhythm, degrees, strict=True))


def answer_rhythm(lively: bool, dice: random.Random) -> Rhythm:
    """The rhythm of a reply."""
    return rhythm_of(dice.choice(_ANSWERS_LIVELY if lively else _ANSWERS_CALM))


def _motif_rhythm(lively: bool, dice: random.Random) -> Rhythm:
    """A bar out of two cells or of one piece: three to six notes, not all of one length."""
    cells, bars = (_LIVELY_CELLS, _LIVELY_BARS) if lively else (_CALM_CELLS, _CALM_BARS)
    for _ in range(_TRIES):
        halves = f"{dice.choice(cells)} {dice.choice(cells)}" if dice.random() < 0.55 else dice.choice(bars)
        rhythm = rhythm_of(halves)
        if 3 <= len(rhythm) <= 6 and len({length for _, length in rhythm}) > 1:
            return rhythm
    return rhythm_of(bars[1])


def _shape(count: int, lively: bool, dice: random.Random) -> tuple[int, ...]:
    """Scale degrees: steps around one leap, which turns back (`craft.md` 3)."""
    degrees = [dice.choice((0, 0, 2, 4, 4))]
    leap_at = dice.randrange(1, count)
    leap = dice.choice((3, 4, 5, 2, 3, -3, -4, -2, 7) if lively else (2, 3, 4, 5, -2, -3, -4))
    for number in range(1, count):
        if number == leap_at:
            step = leap
        elif number == leap_at + 1 and abs(leap) > 2:
            step = -1 if leap > 0 else 1
        else:
            step = dice.choice((1, -1, 1, -1, 2, -2, 0))
        degrees.append(degrees[-1] + step)
    return tuple(degrees)


def _dullness(degrees: tuple[int, ...]) -> float:
    """How much a shape stands still, runs in one direction, strays or swings back and forth."""
    steps = [b - a for a, b in pairwise(degrees)]
    span = max(degrees) - min(degrees)
    repeated = sum(a == 0 and b == 0 for a, b in pairwise(steps))
    swings = sum(a == -b and abs(a) > 1 for a, b in pairwise(steps))
    return (
        2.0 * (len(set(degrees)) < min(3, len(degrees)))
        + 1.5 * repeated
        + 1.0 * swings
        + 0.8 * max(0, span - 7)
        + 1.0 * max(0, -3 - min(degrees))
        + 0.8 * max(0, max(degrees) - 7)
        + 0.5 * (span < 2)
    )
