"""What becomes of a theme when it returns: whole, in pieces, slow, mirrored, over as many bars as wanted."""

from __future__ import annotations

from fractions import Fraction

from ..score import Theme, ThemeNote
from .theme import BARS, Bar, bar_of, moved

F = Fraction

_WHOLE = {
    1: (0,),
    2: (0, 7),
    3: (0, 1, 7),
    4: (0, 1, 5, 7),
    5: (0, 1, 4, 5, 7),
    6: (0, 1, 4, 5, 6, 7),
    7: (0, 1, 2, 4, 5, 6, 7),
    8: (0, 1, 2, 3, 4, 5, 6, 7),
}
"""Which bars of the theme make a whole phrase of so many bars: always idea, height and close."""
_CODETTA = {1: (), 2: (6, 7), 3: (0, 6, 7)}
"""What follows a whole theme where a few bars are left."""
_OPENING = (0, 1, 2, 3)
_STEPS = (0, 1, 2, -1)
"""Scale steps by which the head returns in each group of four bars."""

Rows = list[Bar | None]
"""A bar of notes, or None for a rest."""


def transformed(theme: Theme, how: str, bars: int = BARS) -> tuple[ThemeNote, ...]:
    """The theme as it returns, for so many bars of four beats.

    'whole' idea, height and close; 'opening' the first half alone, which leaves the question open; 'head'
    the first two bars and a rest, each time elsewhere; 'augmented' twice as slow; 'halved' twice as fast;
    'inverted' mirrored at its first note; 'fragments' the motif in smaller and smaller pieces; 'answer'
    only every second bar, leaving room.
    """
    ways = {
        "opening": _opening,
        "head": _head,
        "augmented": _augmented,
        "halved": _halved,
        "inverted": _inverted,
        "fragments": _fragments,
        "answer": _answer,
    }
    rows = ways.get(how, _whole)(theme, bars)
    return tuple(
        ThemeNote(n.beat + 4 * number, n.length, n.degree)
        for number, row in enumerate(rows[:bars])
        for n in row or ()
    )


def _bars(theme: Theme, numbers: tuple[int, ...]) -> Rows:
    return [bar_of(theme.melody, number) for number in numbers]


def _whole(theme: Theme, bars: int) -> Rows:
    if bars <= BARS:
        return _bars(theme, _WHOLE[max(1, bars)])
    left = bars - BARS
    more = _bars(theme, _CODETTA[left]) if left in _CODETTA else _whole(theme, left)
    return [*_bars(theme, _WHOLE[BARS]), *more]


def _opening(theme: Theme, bars: int) -> Rows:
    """The first four bars, then again with their first idea a step lower; in one bar the idea alone."""
    rows: Rows = []
    for number in range(0, bars, 4):
        left = min(4, bars - number)
        phrase = _bars(theme, {1: (3,) if number else (0,), 2: (0, 3), 3: (0, 1, 3)}.get(left, _OPENING))
        lower = -1 if number // 4 % 2 else 0
        rows += [moved(row or (), lower) if place < left - 2 else row for place, row in enumerate(phrase)]
    return rows


def _head(theme: Theme, bars: int) -> Rows:
    rows: Rows = []
    for group in range(0, bars, 4):
        step = _STEPS[group // 4 % len(_STEPS)]
        rows += [moved(theme.motif, step), moved(bar_of(theme.melody, 1), step), None, None]
    return rows


def _answer(theme: Theme, bars: int) -> Rows:
    """Question and answer, their last notes held, a bar of room before each of them."""
    question, answer = _held(theme.motif), _held(bar_of(theme.melody, 1))
    rows: Rows = [question, None, answer, None] if bars < 4 else [None, question, None, answer]
    return [
        moved(row, number // 4 % 3) if row else None for number in range(bars) for row in (rows[number % 4],)
    ]


def _held(notes: Bar) -> Bar:
    """The notes with the last one two beats longer."""
    last = notes[-1]
    return (*notes[:-1], ThemeNote(last.beat, last.length + 2, last.degree))


def _augmented(theme: Theme, bars: int) -> Rows:
    rows: Rows = []
    for row in _whole(theme, max(1, bars // 2)):
        slow = [ThemeNote(2 * n.beat, 2 * n.length, n.degree) for n in row or ()]
        first = tuple(n for n in slow if n.beat < 4)
        rows += [first, tuple(ThemeNote(n.beat - 4, n.length, n.degree) for n in slow if n.beat >= 4)]
    return [*rows, None]


def _halved(theme: Theme, bars: int) -> Rows:
    """Two bars in the time of one, then the close at its own pace."""
    rows: Rows = []
    for number in range(bars):
        first, second = (2 * number) % 6, (2 * number) % 6 + 1
        quick = [ThemeNote(n.beat / 2, n.length / 2, n.degree) for n in bar_of(theme.melody, first)]
        quick += [ThemeNote(n.beat / 2 + 2, n.length / 2, n.degree) for n in bar_of(theme.melody, second)]
        rows.append(tuple(quick) if number % 4 < 3 else bar_of(theme.melody, 3))
    return rows


def _inverted(theme: Theme, bars: int) -> Rows:
    axis = theme.melody[0].degree
    return [
        tuple(ThemeNote(n.beat, n.length, 2 * axis - n.degree) for n in row or ())
        for row in _opening(theme, bars)
    ]


def _fragments(theme: Theme, bars: int) -> Rows:
    """The motif, the motif a step on, its head twice as often, then one held note: each time higher."""
    head = tuple(n for n in theme.motif if n.beat < 2)[:3] or theme.motif[:1]
    short = tuple(ThemeNote(n.beat, min(n.length, 2 - n.beat), n.degree) for n in head)
    rows: Rows = []
    for group in range(0, bars, 4):
        up = group // 4 % 3
        twice = (*short, *(ThemeNote(n.beat + 2, n.length, n.degree + 1) for n in short))
        goal = theme.motif[-1].degree + up + 2
        rows += [
            moved(theme.motif, up),
            moved(theme.motif, up + 1),
            moved(twice, up + 1),
            (ThemeNote(F(0), F(3), goal),),
        ]
    return rows
