"""Themes: a motif worked out as a melody of eight bars that breathes, climbs once and comes to rest."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from ..score import Theme, ThemeNote
from .motif import Rhythm, answer_rhythm, invent_motif, rhythm_of

F = Fraction
Bar = tuple[ThemeNote, ...]
Form = Callable[[Bar, bool, random.Random], list[Bar]]

BARS = 8
"""Bars of a theme."""
_TRIES = 16
_TENTH = 9
"""Scale steps of a range that can be sung (`craft.md` 3)."""


def invent(name: str, subject: str, lively: bool, dice: random.Random) -> Theme:
    """A new theme of eight bars of four beats: a sentence, a period or a song form."""
    motif = invent_motif(lively, dice)
    return Theme(name, subject, motif, _melody(motif, lively, dice), F(4 * BARS))


def develop(name: str, subject: str, motif: Bar, dice: random.Random) -> Theme:
    """A theme of eight bars out of a motif that is given; its notes lie within one bar of four beats."""
    lively = min(note.length for note in motif) <= F(1, 2)
    return Theme(name, subject, motif, _melody(motif, lively, dice), F(4 * BARS))


def moved(notes: Bar, steps: int) -> Bar:
    """The notes a number of scale steps higher."""
    return tuple(ThemeNote(n.beat, n.length, n.degree + steps, n.alteration) for n in notes)


def bar_of(notes: Bar, number: int) -> Bar:
    """The notes of one bar of four beats, counted from its first beat."""
    first = 4 * number
    return tuple(
        ThemeNote(n.beat - first, n.length, n.degree, n.alteration)
        for n in notes
        if first <= n.beat < first + 4
    )


def _melody(motif: Bar, lively: bool, dice: random.Random) -> Bar:
    """The best of some tries: one highest note in the fifth or sixth bar, leaps that turn back."""
    form: Form = dice.choice((_sentence, _period, _song))
    tries = [_joined(form(motif, lively, dice)) for _ in range(_TRIES)]
    return min(tries, key=_faults)


def _joined(bars: list[Bar]) -> Bar:
    return tuple(
        ThemeNote(n.beat + 4 * number, n.length, n.degree, n.alteration)
        for number, bar in enumerate(bars)
        for n in bar
    )


def _faults(notes: Bar) -> float:
    degrees = [note.degree for note in notes]
    steps = [b - a for a, b in pairwise(degrees)]
    unturned = sum(abs(a) > 3 and a * b > 0 for a, b in pairwise(steps))
    return (
        1.5 * max(0, max(degrees) - min(degrees) - _TENTH)
        + 1.0 * unturned
        + 0.7 * sum(max(0, abs(step) - 5) for step in steps)
        + 0.3 * sum(a == b == 0 for a, b in pairwise(steps))
    )


def _sentence(motif: Bar, lively: bool, dice: random.Random) -> list[Bar]:
    """Idea, idea varied, continuation in smaller pieces, cadence: 2+2+4 (Schoenberg, Caplin)."""
    answer, step = answer_rhythm(lively, dice), dice.choice((1, 1, -1, 2))
    opening = [
        motif,
        _reply(motif, answer, dice.choice((0, 1, 2, 4)), dice),
        moved(motif, step),
        _reply(moved(motif, step), answer, dice.choice((1, 4)), dice),
    ]
    head = _half(motif)
    pressing = (*head, *(ThemeNote(n.beat + 2, n.length, n.degree + step) for n in head))
    return _raised(opening, moved(pressing, 1), motif, lively, dice)


def _period(motif: Bar, lively: bool, dice: random.Random) -> list[Bar]:
    """A question to a half cadence, an answer to a full one: 4+4."""
    answer, contrast = answer_rhythm(lively, dice), answer_rhythm(not lively, dice)
    question = [
        motif,
        _reply(motif, answer, dice.choice((2, 4)), dice),
        _run(contrast, motif[-1].degree + dice.choice((1, 2)), dice),
        _reply(motif, answer, dice.choice((1, 4)), dice),
    ]
    return _raised(question, motif, motif, lively, dice)


def _song(motif: Bar, lively: bool, dice: random.Random) -> list[Bar]:
    """Two like lines, one that goes elsewhere, and home: 2+2+2+2."""
    answer, contrast = answer_rhythm(lively, dice), answer_rhythm(not lively, dice)
    lines = [
        motif,
        _reply(motif, answer, dice.choice((1, 2, 4)), dice),
        motif,
        _reply(motif, answer, 0, dice),
    ]
    elsewhere = _run(contrast, dice.choice((3, 4, 5)), dice)
    return _raised(lines, elsewhere, motif, lively, dice)


def _raised(opening: list[Bar], rising: Bar, motif: Bar, lively: bool, dice: random.Random) -> list[Bar]:
    """The second half: it rises to the one highest note, falls by step and closes."""
    closing = _close(lively, dice)
    top = max(note.degree for bar in (*opening, rising, closing) for note in bar) + 1
    climb = _climb(answer_rhythm(lively, dice), rising[-1].degree, top)
    return [*opening, rising, climb, _fall(motif, top, closing[0].degree), closing]


def _half(motif: Bar) -> Bar:
    """The motif's first two beats, or its head pressed into them."""
    head = tuple(n for n in motif if n.beat < 2)[:3]
    if len(head) < 2:
        head = (ThemeNote(F(0), F(1), motif[0].degree), ThemeNote(F(1), F(1), motif[1].degree))
    return tuple(ThemeNote(n.beat, min(n.length, 2 - n.beat), n.degree, n.alteration) for n in head)


def _reply(motif: Bar, rhythm: Rhythm, goal: int, dice: random.Random) -> Bar:
    """The second half of an idea: by step to where it comes to rest, then a breath."""
    here = motif[-1].degree
    count = len(rhythm)
    notes: list[ThemeNote] = []
    for number, (beat, length) in enumerate(rhythm):
        degree = round(here + (goal - here) * (number + 1) / count)
        if number < count - 1 and degree == (notes[-1].degree if notes else here):
            degree += dice.choice((1, -1))
        notes.append(ThemeNote(beat, length, degree))
    return tuple(notes)


def _run(rhythm: Rhythm, start: int, dice: random.Random) -> Bar:
    """A bar of other matter: steps with a turn."""
    degree, way = start, dice.choice((1, -1))
    notes = []
    for number, (beat, length) in enumerate(rhythm):
        notes.append(ThemeNote(beat, length, degree))
        if number and dice.random() < 0.4:
            way = -way
        degree += way
    return tuple(notes)


def _climb(rhythm: Rhythm, here: int, top: int) -> Bar:
    """Upwards, in even steps, to the highest note, which is the last and long."""
    count = len(rhythm)
    degrees = [min(top - 1, round(here + (top - here) * (n + 1) / count)) for n in range(count - 1)]
    return tuple(
        ThemeNote(beat, length, degree)
        for (beat, length), degree in zip(rhythm, [*degrees, top], strict=True)
    )


def _fall(motif: Bar, top: int, goal: int) -> Bar:
    """From the highest note down to where the cadence begins, in the motif's rhythm."""
    count = len(motif)
    first = top - 1
    return tuple(
        ThemeNote(n.beat, n.length, min(first, round(first + (goal + 1 - first) * number / (count - 1))))
        for number, n in enumerate(motif)
    )


def _close(lively: bool, dice: random.Random) -> Bar:
    """The cadence: by step to the tonic, and a breath."""
    way = dice.choice(((2, 1, 0), (1, -1, 0), (4, 1, 0), (2, -1, 0), (3, 1, 0)))
    rhythm = rhythm_of(dice.choice(("1 1 4", "2 1 4", "3 1 3") if lively else ("2 2 3", "3 1 3", "2 1 4")))
    return tuple(ThemeNote(beat, length, d) for (beat, length), d in zip(rhythm, way, strict=True))
