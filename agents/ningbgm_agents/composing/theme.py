"""Themes: a motif worked out as a melody of eight bars that breathes, climbs once and comes to rest."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from ..score import Theme, ThemeNote
from .motif import invent_motif
from .rhythms import Rhythm, rhythm_of
from .traits import Traits, drawn

F = Fraction
Bar = tuple[ThemeNote, ...]

BARS = 8
"""Bars of a theme."""
_TRIES = 24
_TENTH = 9
"""Scale steps of a range that can be sung (`craft.md` 3)."""
_GOALS = (0, 1, 2, 4)
_OPEN_GOALS = (1, 4, 2, -1)
"""Degrees on which a first and a second reply come to rest."""
_CADENCES = ((2, 1, 0), (1, -1, 0), (4, 1, 0), (2, -1, 0), (3, 1, 0), (4, 2, 0), (3, -1, 0))
_LIVELY_CLOSES = ("1 1 4", "2 1 4", "3 1 3", "1 2 3", "-1 1 2 3", "1.5 .5 4")
_CALM_CLOSES = ("2 2 3", "3 1 3", "2 1 4", "1 3 3", "-2 1 1 3", "-1 2 1 3")


def invent(name: str, subject: str, lively: bool, dice: random.Random, traits: Traits | None = None) -> Theme:
    """A new theme of eight bars of four beats out of its traits; without any, the dice choose them."""
    traits = traits or drawn(lively, dice)
    motif = invent_motif(traits.motif, traits.contour, dice)
    return Theme(name, subject, motif, _melody(motif, traits, lively, dice), F(4 * BARS))


def develop(name: str, subject: str, motif: Bar, dice: random.Random) -> Theme:
    """A theme of eight bars out of a motif that is given; its notes lie within one bar of four beats."""
    lively = min(note.length for note in motif) <= F(1, 2)
    return Theme(name, subject, motif, _melody(motif, drawn(lively, dice), lively, dice), F(4 * BARS))


def moved(notes: Bar, steps: int) -> Bar:
    """The notes a number of scale steps higher."""
    return tuple(ThemeNote(n.beat, n.length, n.degree + steps) for n in notes)


def bar_of(notes: Bar, number: int) -> Bar:
    """The notes of one bar of four beats, counted from its first beat."""
    first = 4 * number
    return tuple(ThemeNote(n.beat - first, n.length, n.degree) for n in notes if first <= n.beat < first + 4)


def _melody(motif: Bar, traits: Traits, lively: bool, dice: random.Random) -> Bar:
    """The best of some tries: one highest note in the sixth bar, leaps that turn back."""
    tries = [_joined(_worked_out(motif, traits, lively, dice)) for _ in range(_TRIES)]
    return min(tries, key=_faults)


def _joined(bars: list[Bar]) -> Bar:
    return tuple(
        ThemeNote(n.beat + 4 * number, n.length, n.degree) for number, bar in enumerate(bars) for n in bar
    )


def _faults(notes: Bar) -> float:
    degrees = [note.degree for note in notes]
    steps = [b - a for a, b in pairwise(degrees)]
    unturned = sum(abs(a) > 3 and a * b > 0 for a, b in pairwise(steps))
    return (
        2.5 * max(0, max(degrees) - min(degrees) - _TENTH)
        + 1.0 * unturned
        + 0.7 * sum(max(0, abs(step) - 5) for step in steps)
        + 0.3 * sum(a == b == 0 for a, b in pairwise(steps))
    )


def _worked_out(motif: Bar, traits: Traits, lively: bool, dice: random.Random) -> list[Bar]:
    """Idea and reply, an answer to both, a rise to the one highest note, and home.

    What stands in the third and fifth bar makes it a sentence (2+2+4), a period (4+4) or a song form
    (2+2+2+2), after Schoenberg and Caplin.
    """
    third = _matter(traits.form.third, motif, traits, dice)
    opening = [
        motif,
        _reply(motif, traits.reply, dice.choice(_GOALS), dice),
        third,
        _reply(third, traits.reply, dice.choice(_OPEN_GOALS), dice),
    ]
    rising = _matter(traits.form.fifth, motif, traits, dice)
    closing = _close(lively, dice)
    top = max(note.degree for bar in (*opening, rising, closing) for note in bar) + 1
    climb = _climb(traits.contrast, rising[-1].degree, top)
    places = tuple((note.beat, note.length) for note in motif)
    falling = {"motif": places, "reply": traits.reply}.get(traits.form.seventh, traits.contrast)
    return [*opening, rising, climb, _fall(falling, top, closing[0].degree), closing]


def _matter(what: str, motif: Bar, traits: Traits, dice: random.Random) -> Bar:
    """A bar that takes the motif on, or leaves it."""
    step = dice.choice((1, 1, -1, 2))
    if what == "sequence":
        return moved(motif, step)
    if what == "pressed":
        head = _half(motif)
        return moved((*head, *(replace(n, beat=n.beat + 2, degree=n.degree + step) for n in head)), 1)
    if what == "contrast":
        return _run(traits.contrast, motif[-1].degree + dice.choice((1, 2, -1)), dice)
    if what in ("mirrored", "turned"):
        return _turned(motif, 0 if what == "mirrored" else len(motif) // 2)
    return motif


def _turned(motif: Bar, kept: int) -> Bar:
    """The motif going the other way from its note `kept` on, in the range where it was."""
    axis = motif[kept].degree
    other = [*motif[: kept + 1], *(replace(n, degree=2 * axis - n.degree) for n in motif[kept + 1 :])]
    was, now = [n.degree for n in motif], [n.degree for n in other]
    return moved(tuple(other), (max(was) + min(was) - max(now) - min(now)) // 2)


def _half(motif: Bar) -> Bar:
    """The motif's first two beats, or its head pressed into them."""
    head = tuple(n for n in motif if n.beat < 2)[:3]
    if len(head) < 2:
        head = (ThemeNote(F(0), F(1), motif[0].degree), ThemeNote(F(1), F(1), motif[1].degree))
    return tuple(ThemeNote(n.beat, min(n.length, 2 - n.beat), n.degree) for n in head)


def _reply(idea: Bar, rhythm: Rhythm, goal: int, dice: random.Random) -> Bar:
    """The second half of an idea: straight, over it or under it to where it comes to rest."""
    here, count = idea[-1].degree, len(rhythm)
    detour = dice.choice((0, 0, 1, -1, 2, -2)) if count > 2 else 0
    notes: list[ThemeNote] = []
    for number, (beat, length) in enumerate(rhythm):
        degree = round(here + (goal - here) * (number + 1) / count)
        if number < count - 1:
            degree += detour
            if degree == (notes[-1].degree if notes else here):
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


def _fall(rhythm: Rhythm, top: int, goal: int) -> Bar:
    """From the highest note down to where the cadence begins."""
    first, last = top - 1, len(rhythm) - 1
    return tuple(
        ThemeNote(beat, length, min(first, round(first + (goal + 1 - first) * number / last)))
        for number, (beat, length) in enumerate(rhythm)
    )


def _close(lively: bool, dice: random.Random) -> Bar:
    """The cadence: by step to the tonic, and a breath."""
    way = dice.choice(_CADENCES)
    rhythm = rhythm_of(dice.choice(_LIVELY_CLOSES if lively else _CALM_CLOSES))
    return tuple(ThemeNote(beat, length, d) for (beat, length), d in zip(rhythm, way, strict=True))
