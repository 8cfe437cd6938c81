"""The theme laid on the bars of a section: what the harmony listens to and the players then fit to it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..score import Bar, Section, TempoMap, Theme
from .transforming import transformed


@dataclass(frozen=True)
class Laid:
    """A note of the theme in its place, in scale degrees."""

    beat: Fraction
    length: Fraction
    degree: int
    alteration: int
    strong: bool
    """On the first or the third beat, or the last of its section."""


def lay(tempo: TempoMap, section: Section, theme: Theme, end: Fraction) -> tuple[Laid, ...]:
    """The theme as the section uses it, up to the beat `end`.

    A bar of two beats is a breath between two bars of the theme; in longer ones the last note waits.
    """
    bars = [bar for bar in tempo.bars[section.start_bar : section.end_bar] if bar.start_beat < end]
    whole = [bar for bar in bars if bar.beats > 2] or bars
    notes, _ = transformed(theme, section.transformation, len(whole))
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
                rows.append(
                    Laid(beat, min(length, end - beat), note.degree, note.alteration, place in (0, 2))
                )
    if rows:
        last = rows[-1]
        rows[-1] = Laid(last.beat, last.length, last.degree, last.alteration, True)
    return tuple(rows)


def _length(bar: Bar, place: Fraction, length: Fraction, last: bool, goes_on: bool) -> Fraction:
    """A note cut where a short bar ends, or held where its bar is longer than the theme's."""
    if bar.beats > 4 and last:
        return length + bar.beats - 4
    if bar.beats < 4 and length > bar.beats - place and goes_on:
        return bar.beats - place
    return length
