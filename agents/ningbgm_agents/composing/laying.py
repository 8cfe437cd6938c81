"""The theme laid on the bars of a section: what the harmony listens to and the players then fit to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from ..score import Bar, Section, TempoMap, Theme
from .transforming import transformed

AFTER_SPEECH = Fraction(1, 4)
"""Beats after a speaker in which nobody begins: a bar whose first note falls there waits for the next."""


@dataclass(frozen=True)
class Laid:
    """A note of the theme in its place, in scale degrees."""

    beat: Fraction
    length: Fraction
    degree: int
    strong: bool
    """On the first or the third beat, or the last of its section."""


def lay(
    tempo: TempoMap,
    section: Section,
    theme: Theme,
    end: Fraction,
    speech: Iterable[tuple[Fraction, Fraction]] = (),
) -> tuple[Laid, ...]:
    """The theme as the section uses it, up to the beat `end`: after a speaker it begins again.

    `speech` are stretches of beats in which nobody plays it. A bar of two beats is a breath between two bars
    of the theme; in longer ones the last note waits.
    """
    free: list[tuple[int, int]] = []
    spoken = tuple(speech)
    for number in range(section.start_bar, section.end_bar):
        bar = tempo.bars[number]
        if any(a < bar.start_beat + bar.beats and bar.start_beat - AFTER_SPEECH < b for a, b in spoken):
            continue
        if free and free[-1][1] == number:
            free[-1] = (free[-1][0], number + 1)
        else:
            free.append((number, number + 1))
    return tuple(
        note
        for first, last in free
        for note in _stretch(tempo, replace(section, start_bar=first, end_bar=last), theme, end)
    )


def _stretch(tempo: TempoMap, section: Section, theme: Theme, end: Fraction) -> tuple[Laid, ...]:
    """The theme on bars in which nobody speaks."""
    bars = [bar for bar in tempo.bars[section.start_bar : section.end_bar] if bar.start_beat < end]
    whole = [bar for bar in bars if bar.beats > 2] or bars
    notes = transformed(theme, section.transformation, len(whole))
    rows: list[Laid] = []
    for number, bar in enumerate(whole):
        inside = [note for note in notes if 4 * number <= note.beat < 4 * number + 4]
        for note in inside:
            place = note.beat - 4 * number
            beat = bar.start_beat + place
            if beat < min(end, bar.start_beat + bar.beats):
                goes_on = (
                    number + 1 < len(whole) and whole[number + 1].start_beat == bar.start_beat + bar.beats
                )
                length = _length(bar, place, note.length, note is inside[-1], goes_on)
                rows.append(Laid(beat, min(length, end - beat), note.degree, place in (0, 2)))
    if rows:
        last = rows[-1]
        rows[-1] = Laid(last.beat, last.length, last.degree, True)
    return tuple(rows)


def _length(bar: Bar, place: Fraction, length: Fraction, last: bool, goes_on: bool) -> Fraction:
    """A note cut where a short bar ends, or held where its bar is longer than the theme's."""
    if bar.beats > 4 and last:
        return length + bar.beats - 4
    if bar.beats < 4 and length > bar.beats - place and goes_on:
        return bar.beats - place
    return length
