"""Themes: a motif with a rhythm one could tap, worked out as a phrase; and what becomes of it later."""

from __future__ import annotations

import random
from fractions import Fraction

from ..score import Theme, ThemeNote

F = Fraction

_RHYTHMS_CALM = (
    ((F(0), F(3, 2)), (F(3, 2), F(1, 2)), (F(2), F(2))),
    ((F(0), F(2)), (F(2), F(1)), (F(3), F(1))),
    ((F(0), F(1)), (F(1), F(1)), (F(2), F(2))),
    ((F(0), F(3)), (F(3), F(1, 2)), (F(7, 2), F(1, 2))),
    ((F(1), F(1)), (F(2), F(1)), (F(3), F(1))),
    ((F(0), F(5, 2)), (F(5, 2), F(1, 2)), (F(3), F(1))),
    ((F(1, 2), F(1, 2)), (F(1), F(1)), (F(2), F(2))),
)
_RHYTHMS_LIVELY = (
    ((F(0), F(1, 2)), (F(1, 2), F(1, 2)), (F(1), F(1)), (F(2), F(1)), (F(3), F(1))),
    ((F(0), F(3, 4)), (F(3, 4), F(1, 4)), (F(1), F(1)), (F(2), F(2))),
    ((F(0), F(1)), (F(1), F(1, 2)), (F(3, 2), F(1, 2)), (F(2), F(3, 2)), (F(7, 2), F(1, 2))),
    ((F(1, 2), F(1, 2)), (F(1), F(1, 2)), (F(3, 2), F(1)), (F(5, 2), F(3, 2))),
    ((F(0), F(3, 2)), (F(3, 2), F(3, 2)), (F(3), F(1))),
    ((F(0), F(1, 2)), (F(1, 2), F(1)), (F(3, 2), F(1, 2)), (F(2), F(1)), (F(3), F(1, 2)), (F(7, 2), F(1, 2))),
    ((F(0), F(1)), (F(1), F(1, 2)), (F(3, 2), F(1, 2)), (F(2), F(2))),
)
_CONTOURS = (
    (0, 2, 1),
    (0, 1, 2),
    (0, 4, 3),
    (0, -1, 2),
    (2, 1, 0),
    (0, 2, 4),
    (4, 2, 3),
    (0, 3, 2),
    (0, 1, 4),
    (2, 3, 1),
    (4, 3, 0),
    (0, -2, 1),
)
"""Shapes of a motif in scale steps: where it starts, turns and goes."""


def invent(name: str, subject: str, lively: bool, dice: random.Random) -> Theme:
    """A new theme of eight bars: a sentence (idea, idea varied, continuation that speeds up, cadence).

    Sentence form 2+2+4 after Schoenberg and Caplin; one highest note about two thirds in (`craft.md` 3).
    """
    rhythm = dice.choice(_RHYTHMS_LIVELY if lively else _RHYTHMS_CALM)
    answer = dice.choice([r for r in _RHYTHMS_CALM if r[-1][1] >= 1])
    start = dice.choice((0, 0, 2, 4))
    motif = _shaped(rhythm, dice.choice(_CONTOURS), start, dice)
    return Theme(name, subject, motif, _sentence(motif, answer, dice), F(32))


def develop(name: str, subject: str, motif: tuple[ThemeNote, ...], dice: random.Random) -> Theme:
    """A theme of eight bars out of a motif that is given; its notes lie within one bar of four beats."""
    answer = dice.choice([r for r in _RHYTHMS_CALM if r[-1][1] >= 1])
    return Theme(name, subject, motif, _sentence(motif, answer, dice), F(32))


def _shaped(
    rhythm: tuple[tuple[Fraction, Fraction], ...], contour: tuple[int, ...], start: int, dice: random.Random
) -> tuple[ThemeNote, ...]:
    """A rhythm with pitches along a contour: the given shape at its ends and turn, steps between."""
    last = len(rhythm) - 1
    degrees = []
    for number in range(len(rhythm)):
        position = number / max(1, last) * (len(contour) - 1)
        low = int(position)
        high = min(low + 1, len(contour) - 1)
        value = contour[low] + (contour[high] - contour[low]) * (position - low)
        degrees.append(start + round(value))
    for number in range(1, last):
        if degrees[number] == degrees[number - 1] and dice.random() < 0.7:
            degrees[number] += dice.choice((-1, 1))
    return tuple(
        ThemeNote(beat, length, degree) for (beat, length), degree in zip(rhythm, degrees, strict=True)
    )


def _sentence(
    motif: tuple[ThemeNote, ...], answer: tuple[tuple[Fraction, Fraction], ...], dice: random.Random
) -> tuple[ThemeNote, ...]:
    step = dice.choice((1, 1, -1, 2))
    head = motif[: max(2, len(motif) - 1)]
    opening = [
        motif,
        _reply(motif, answer, dice),
        moved(motif, step),
        _reply(moved(motif, step), answer, dice),
    ]
    rising, closing = moved(head, step + 1), [moved(motif, -1), _close(dice)]
    top = max(note.degree for bar in (*opening, rising, *closing) for note in bar)
    bars = [*opening, rising, _climb(head, top, step + 2), *closing]
    return tuple(
        ThemeNote(note.beat + 4 * number, note.length, note.degree, note.alteration)
        for number, bar in enumerate(bars)
        for note in bar
    )


def _reply(
    motif: tuple[ThemeNote, ...], rhythm: tuple[tuple[Fraction, Fraction], ...], dice: random.Random
) -> tuple[ThemeNote, ...]:
    """The second half of an idea: steps back towards where the motif began, then rests on a long note."""
    here, home = motif[-1].degree, motif[0].degree
    notes = []
    for number, (beat, length) in enumerate(rhythm):
        share = (number + 1) / len(rhythm)
        degree = round(here + (home - here) * share) + (
            0 if number == len(rhythm) - 1 else dice.choice((0, 1, -1))
        )
        notes.append(ThemeNote(beat, length, degree))
    last = notes[-1]
    notes[-1] = ThemeNote(last.beat, max(F(1), last.length - F(1, 2)), last.degree)
    return tuple(notes)


def _climb(head: tuple[ThemeNote, ...], top: int, step: int) -> tuple[ThemeNote, ...]:
    """The bar with the one highest note: the head, climbing to a step over `top`, the highest elsewhere."""
    raised = [ThemeNote(note.beat, note.length, min(note.degree, top)) for note in moved(head, step)]
    last = raised[-1]
    return (*raised[:-1], ThemeNote(last.beat, last.length, top + 1))


def _close(dice: random.Random) -> tuple[ThemeNote, ...]:
    """The cadence: by step to the tonic, and a breath."""
    way = dice.choice(((2, 1, 0), (4, 1, 0), (1, -1, 0)))
    return (ThemeNote(F(0), F(1), way[0]), ThemeNote(F(1), F(1), way[1]), ThemeNote(F(2), F(3, 2), way[2]))


def moved(notes: tuple[ThemeNote, ...], steps: int) -> tuple[ThemeNote, ...]:
    """The notes a number of scale steps higher."""
    return tuple(ThemeNote(n.beat, n.length, n.degree + steps, n.alteration) for n in notes)


def transformed(theme: Theme, how: str) -> tuple[tuple[ThemeNote, ...], Fraction]:
    """The theme as it returns, and its length in beats.

    'whole' as it is; 'head' the first two bars and a rest of two; 'augmented' twice as slow; 'inverted'
    mirrored at its first note; 'fragments' the motif alone, each time a step on; 'answer' only every
    second bar, leaving room.
    """
    notes = theme.melody
    if how == "head":
        return tuple(n for n in notes if n.beat < 8), F(16)
    if how == "augmented":
        slow = tuple(
            ThemeNote(n.beat * 2, n.length * 2, n.degree, n.alteration) for n in notes if n.beat < 16
        )
        return slow, F(32)
    if how == "inverted":
        axis = notes[0].degree
        return tuple(
            ThemeNote(n.beat, n.length, 2 * axis - n.degree, -n.alteration) for n in notes
        ), theme.beats
    if how == "fragments":
        steps = (0, 2, 1, 3)
        rows = [
            ThemeNote(n.beat + 8 * k, n.length, n.degree + step)
            for k, step in enumerate(steps)
            for n in theme.motif
        ]
        return tuple(rows), F(32)
    if how == "answer":
        return tuple(n for n in notes if int(n.beat // 4) % 2 == 0), theme.beats
    return notes, theme.beats
