"""Rhythms of one bar that one could tap, in families; a motif or a reply is one of them.

They are all there are on a grid of eighths by these rules, with at most one dotted figure each. Which
family a style bears is its own affair: straight for an orchestra, pushed over the beat where there is a
groove (`craft.md` 4).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise

F = Fraction
Rhythm = tuple[tuple[Fraction, Fraction], ...]
"""Beat and length of every note."""
Lengths = tuple[Fraction, ...]
"""What follows one another in a bar, in half beats; a rest is negative."""

_BAR = 8
_LONGEST = 6
_LATEST_START = 2
"""Half beats of rest before a motif that begins late."""
_REPLY_ENDS = 7
"""Half beats after which a reply breathes."""
_FIGURES: dict[Lengths, tuple[Lengths, ...]] = {
    (F(2),): ((F(3, 2), F(1, 2)),),
    (F(1), F(1)): ((F(3, 2), F(1, 2)), (F(1), F(1, 2), F(1, 2))),
    (F(4),): ((F(7, 2), F(1, 2)),),
}
"""What an even figure on a beat becomes when it is dotted."""


def rhythm_of(halves: str) -> Rhythm:
    """A rhythm from its lengths in half beats: '3 1 -2 2'."""
    return _placed(tuple(Fraction(word) for word in halves.split()))


@cache
def motif_rhythms(lively: bool, pushed: bool) -> tuple[Rhythm, ...]:
    """The rhythms of a motif: three to six notes, not all of one length, none of them twice."""
    even = [lengths for lengths in _bars(_BAR, 3, 6) if not _is_pushed(lengths)]
    if not lively:
        even = [lengths for lengths in even if _is_calm(lengths)]
    off = [lengths for lengths in _bars(_BAR, 3, 6) if _is_pushed(lengths) and pushed]
    off = [lengths for lengths in off if lively or _is_calm(lengths)]
    dotted = [other for lengths in even for other in _dotted(lengths) if _count(other) <= 6]
    return tuple(dict.fromkeys(_placed(lengths) for lengths in (*even, *off, *dotted)))


@cache
def reply_rhythms(lively: bool) -> tuple[Rhythm, ...]:
    """The rhythms of a second half of an idea: they come to rest on their last note and leave a breath."""
    least, most = (3, 5) if lively else (2, 4)
    found = [
        lengths for lengths in _bars(_REPLY_ENDS, least, most) if lengths[-1] >= 2 and not _is_pushed(lengths)
    ]
    dotted = [other for lengths in found for other in _dotted(lengths[:-1]) if lively]
    found += [(*other, F(_REPLY_ENDS) - sum(map(abs, other))) for other in dotted if len(other) < most]
    calm = [lengths for lengths in found if lively or sum(length == 1 for length in lengths) <= 2]
    return tuple(dict.fromkeys(_placed(lengths) for lengths in calm))


def _bars(halves: int, least: int, most: int) -> Iterator[Lengths]:
    """Every row of so many notes on the grid that fills these half beats, not all of one length."""
    for start in range(_LATEST_START + 1):
        for count in range(least - 1, most):
            for others in combinations(range(start + 1, halves), count):
                starts = (start, *others, halves)
                notes = tuple(F(b - a) for a, b in pairwise(starts))
                if len(set(notes)) > 1 and max(notes) <= _LONGEST and (notes[-1] > 1 or len(notes) > 3):
                    yield (F(-start), *notes) if start else notes


def _is_pushed(lengths: Lengths) -> bool:
    """Whether a note comes before a beat that has none, neither dotted nor leading in."""
    starts = [beat * 2 for beat, _ in _placed(lengths)]
    return any(
        start % 2 == 1 and start - 1 not in starts and before != start - 3
        for before, start in pairwise(starts)
    )


def _is_calm(lengths: Lengths) -> bool:
    """Few short notes and one long."""
    notes = [length for length in lengths if length > 0]
    return len(notes) <= 5 and max(notes) >= 3 and sum(length == 1 for length in notes) <= 2


def _dotted(lengths: Lengths) -> Iterator[Lengths]:
    """The row with one of its even figures dotted."""
    at = F(0)
    for number, length in enumerate(lengths):
        for figure, others in _FIGURES.items():
            if at % 2 == 0 and lengths[number : number + len(figure)] == figure:
                for other in others:
                    yield (*lengths[:number], *other, *lengths[number + len(figure) :])
        at += abs(length)


def _count(lengths: Lengths) -> int:
    return sum(length > 0 for length in lengths)


def _placed(lengths: Lengths) -> Rhythm:
    notes, at = [], F(0)
    for length in lengths:
        if length > 0:
            notes.append((at / 2, length / 2))
        at += abs(length)
    return tuple(notes)
