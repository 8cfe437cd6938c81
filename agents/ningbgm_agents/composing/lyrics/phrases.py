"""The sung line cut into breaths: phrases that begin together, rest together and end on a long note."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from ...score import TempoMap
from .song import Phrase, SungNote

_BREATH_S = 0.25
"""Least rest between two phrases."""
_LONGEST_S = 8.0
"""Most that one breath carries."""
_LONGEST_BEATS = 8
_COMMA = Fraction(2)
"""Longest rest in beats that a line bears in its middle."""
_MOST_NOTES = 11
_LEAST_NOTES = 3
"""Fewer notes are left to the instruments."""
_LONG = Fraction(1)
"""Beats from which a note can end a line."""
_LONGEST_END = Fraction(3)
_SYLLABLE_S = 0.2
"""Faster syllables are not understood."""
_LEAP = 9
"""Largest leap in semitones inside a phrase, as for the instruments."""

Stretch = tuple[Fraction, Fraction]


def phrases_of(
    notes: Sequence[SungNote],
    tempo: TempoMap,
    borders: Sequence[Fraction],
    barred: Sequence[Stretch],
    low: int,
    high: int,
    quiet: Sequence[Stretch] = (),
) -> tuple[Phrase, ...]:
    """The phrases of a line; `borders` are beats over which no phrase goes, `barred` has no new notes.

    No last note is held into a stretch of `quiet`.
    """
    groups = _grown(_groups(_one_voice(notes), tempo, borders), tempo, borders)
    phrases = []
    for number, group in enumerate(groups):
        following = groups[number + 1][0].beat if number + 1 < len(groups) else None
        ended = _ended(_tame(group, low, high), following, tempo, quiet)
        if len(ended) >= _LEAST_NOTES:
            strengths = tuple(_strength(note.beat, tempo) for note in ended)
            inside = tuple((a, b) for a, b in barred if a < ended[-1].end and b > ended[0].beat)
            bars = tuple(
                bar.start_beat for bar in tempo.bars if ended[0].beat <= bar.start_beat < ended[-1].end
            )
            phrases.append(Phrase(tuple(ended), strengths, _shortest(tempo), bars, inside, tuple(quiet)))
    return tuple(phrases)


def _one_voice(notes: Sequence[SungNote]) -> list[SungNote]:
    """One note at a time."""
    line: list[SungNote] = []
    for note in sorted(notes, key=lambda note: (note.beat, -note.pitch)):
        if line and note.beat == line[-1].beat:
            continue
        if line and line[-1].end > note.beat:
            line[-1] = replace(line[-1], length=note.beat - line[-1].beat)
        line.append(note)
    return line


def _groups(line: Sequence[SungNote], tempo: TempoMap, borders: Sequence[Fraction]) -> list[list[SungNote]]:
    """Cut where the line rests, at every border, and at a bar before the breath is used up."""
    groups: list[list[SungNote]] = [[line[0]]] if line else []
    for before, note in pairwise(line):
        crossed = any(before.beat < border <= note.beat for border in borders)
        rests = note.beat - before.end >= Fraction(1, 2)
        if crossed or rests or _breathes(groups[-1][0], note, tempo):
            groups.append([])
        groups[-1].append(note)
    return groups


def _grown(
    groups: Sequence[list[SungNote]], tempo: TempoMap, borders: Sequence[Fraction]
) -> list[list[SungNote]]:
    """Short motifs joined to the next one, so that a line has room for a thought; the rest is a comma."""
    grown: list[list[SungNote]] = []
    for group in groups:
        before = grown[-1] if grown else None
        if before is not None and _belongs(before, group, tempo, borders):
            before += group
        else:
            grown.append(list(group))
    return [group for group in grown if len(group) >= _LEAST_NOTES]


def _belongs(
    before: Sequence[SungNote], group: Sequence[SungNote], tempo: TempoMap, borders: Sequence[Fraction]
) -> bool:
    start, end = before[0].beat, group[-1].end
    seconds = (tempo.sample(end) - tempo.sample(start)) / 48_000
    short = end - start <= _LONGEST_BEATS + 1 and seconds <= _LONGEST_S
    together = group[0].beat - before[-1].end <= _COMMA
    crossed = any(before[-1].beat < border <= group[0].beat for border in borders)
    return short and together and not crossed and len(before) + len(group) <= _MOST_NOTES


def _breathes(first: SungNote, note: SungNote, tempo: TempoMap) -> bool:
    """Whether a new breath is taken before a note: at a bar that the old one would not outlast."""
    bar = tempo.bar_at(note.beat)
    if note.beat != bar.start_beat:
        return False
    seconds = (tempo.sample(note.beat + bar.beats) - tempo.sample(first.beat)) / 48_000
    return note.beat - first.beat > _LONGEST_BEATS - 2 or seconds > _LONGEST_S


def _tame(group: Sequence[SungNote], low: int, high: int) -> list[SungNote]:
    """Leaps wider than an instrument's are brought nearer by an octave where the range allows it."""
    line: list[SungNote] = []
    for note in group:
        pitch = note.pitch
        if line and pitch - line[-1].pitch > _LEAP and pitch - 12 >= low:
            pitch -= 12
        elif line and line[-1].pitch - pitch > _LEAP and pitch + 12 <= high:
            pitch += 12
        line.append(replace(note, pitch=pitch))
    return line


def _ended(
    group: list[SungNote], following: Fraction | None, tempo: TempoMap, quiet: Sequence[Stretch]
) -> list[SungNote]:
    """With a long last note, and a breath before the phrase that follows; silent where it has to be."""
    breath = _beats(_BREATH_S, group[-1].beat, tempo)
    room = None if following is None else following - breath
    while len(group) > _LEAST_NOTES and _room(group[-1], room, quiet) < _LONG:
        group = group[:-1]
    last = group[-1]
    length = max(last.length, _LONG)
    if room is not None:
        length = min(length, max(last.length / 2, room - last.beat))
    length = min(length, max(last.length, _LONGEST_END), *(a - last.beat for a, _ in quiet if a > last.beat))
    return [*group[:-1], replace(last, length=length)]


def _room(note: SungNote, end: Fraction | None, quiet: Sequence[Stretch]) -> Fraction:
    """Beats for which a note can be held, at least where that is less than a long one."""
    ends = [start for start, _ in quiet if start > note.beat]
    ends += [] if end is None else [end]
    return min((one - note.beat for one in ends), default=_LONG)


def _strength(beat: Fraction, tempo: TempoMap) -> int:
    bar = tempo.bar_at(beat)
    place = beat - bar.start_beat
    if place == 0:
        return 3
    if place.denominator > 1:
        return 0
    return 2 if bar.beats == 4 and place == 2 else 1


def _shortest(tempo: TempoMap) -> Fraction:
    """Beats of the shortest syllable, in quarters of a beat."""
    return max(Fraction(1, 4), Fraction(math.ceil(_SYLLABLE_S * tempo.base_bpm / 60 * 4), 4))


def _beats(seconds: float, beat: Fraction, tempo: TempoMap) -> Fraction:
    """Beats of a time at a place, in eighths of a beat."""
    exact = tempo.beat(tempo.sample(beat) + round(seconds * 48_000)) - beat
    return Fraction(math.ceil(exact * 8), 8)
