"""The bass layer: roots and lines that move by step where they can."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ...palette import Player
from ...score import Chord, Section
from ..scale import into_range, nearest
from .registers import bass_range, sounding
from .sketch import Frame, Sketch, Stroke, carriers

_PULSES = {0.0: (0, 8), 0.45: (0, 6, 8, 14), 0.65: (0, 2, 4, 6, 8, 10, 12, 14)}
"""Sixteenths on which a pulsing bass plays, by intensity."""


def write_bass(frame: Frame) -> list[Sketch]:
    """One sketch a bass player."""
    return [Sketch(player, tuple(_strokes(frame, player))) for player in carriers(frame, "bass")]


def _strokes(frame: Frame, player: Player) -> list[Stroke]:
    strokes: list[Stroke] = []
    low, high = bass_range(player.low, player.high)
    player = replace(player, low=low, high=high)
    here = (low + high) // 2 - 2
    for number, chord in enumerate(frame.chords):
        section = frame.section_at(chord.start_beat)
        closing = chord.start_beat >= frame.end
        if not closing and not frame.plays(player, section):
            continue
        if closing and not strokes:
            continue
        here = _root(frame, player, here, chord)
        if closing:
            strokes.append(Stroke(chord.start_beat, frame.last - chord.start_beat, here, 1.0))
            continue
        following = frame.chords[min(number + 1, len(frame.chords) - 1)]
        strokes += _bar_line(frame, player, chord, following, section, here)
    return strokes


def _root(frame: Frame, player: Player, here: int, chord: Chord) -> int:
    """The chord's bass, near, but not in step with the theme a fifth or an octave over it."""
    keys = [key for key in range(player.low, player.high + 1) if key % 12 == chord.bass]
    if not keys:
        return into_range(nearest(here, (chord.bass,)), player.low, player.high)
    start = chord.start_beat
    was = sounding(frame.theme, start - Fraction(1, 2), start - Fraction(1, 8))
    now = sounding(frame.theme, start, start + Fraction(1, 8))

    def price(key: int) -> tuple[float, int]:
        together = (
            not frame.bench.palette.parallels
            and bool(was and now)
            and (now[-1] - was[-1]) * (key - here) > 0
            and (was[-1] - here) % 12 == (now[-1] - key) % 12
            and (now[-1] - key) % 12 in (0, 7)
        )
        return abs(key - here) + 12.0 * together, key

    return min(keys, key=price)


def _bar_line(
    frame: Frame, player: Player, chord: Chord, following: Chord, section: Section, key: int
) -> list[Stroke]:
    end = min(chord.end_beat, frame.end)
    thin = frame.spoken(chord.start_beat, end)
    if player.manner == "pulse" and not thin:
        return _pulsed(frame, chord, end, section.intensity, key)
    if player.manner == "walking" and end - chord.start_beat >= 2:
        return _walked(frame, player, chord, following, end, key, thin)
    if player.manner == "line" and section.intensity > 0.38 and end - chord.start_beat >= 4 and not thin:
        return _lined(player, chord, following, end, key)
    return [Stroke(chord.start_beat, end - chord.start_beat, key, 1.0)]


def _pulsed(frame: Frame, chord: Chord, end: Fraction, intensity: float, key: int) -> list[Stroke]:
    steps = next(p for least, p in sorted(_PULSES.items(), reverse=True) if intensity >= least)
    beats = sorted(
        {
            chord.start_beat,
            *(
                bar.start_beat + Fraction(step, 4)
                for bar in frame.tempo.bars
                for step in steps
                if chord.start_beat < bar.start_beat + Fraction(step, 4) < end and step < bar.beats * 4
            ),
        }
    )
    ends = [*beats[1:], end]
    return [
        Stroke(beat, (stop - beat) * Fraction(3, 4), key, 1.0 if beat.denominator == 1 else 0.82)
        for beat, stop in zip(beats, ends, strict=True)
    ]


def _walked(
    frame: Frame, player: Player, chord: Chord, following: Chord, end: Fraction, key: int, thin: bool
) -> list[Stroke]:
    """Root, fifth and a chromatic approach: the walking bass of comedy and jazz."""
    fifth = nearest(key + 5, (chord.pitches[min(2, len(chord.pitches) - 1)],), player.low, player.high)
    third = nearest(key + 3, (chord.pitches[1],), player.low, player.high)
    target = nearest(key, (following.bass,), player.low, player.high)
    approach = target - 1 if target > key else target + 1
    line: tuple[int, ...] = (key, fifth, key, approach) if not thin else (key, fifth)
    step = Fraction(1) if not thin else Fraction(2)
    if end - chord.start_beat >= 8:
        line = (key, fifth, third, fifth, key, fifth, third, approach)
    strokes = []
    for number, pitch in enumerate(line):
        beat = chord.start_beat + number * step
        if beat < end:
            strokes.append(Stroke(beat, Fraction(1, 2), pitch, 1.0 if number % 2 == 0 else 0.85))
    return strokes


def _lined(player: Player, chord: Chord, following: Chord, end: Fraction, key: int) -> list[Stroke]:
    """The root held, then a passing step into the next root."""
    target = nearest(key, (following.bass,), player.low, player.high)
    gap = target - key
    if abs(gap) not in (3, 4, 5):
        return [Stroke(chord.start_beat, end - chord.start_beat, key, 1.0)]
    between = nearest(key + gap // 2, chord.pitches, player.low, player.high)
    if between in (key, target) or not min(key, target) <= between <= max(key, target):
        return [Stroke(chord.start_beat, end - chord.start_beat, key, 1.0)]
    return [
        Stroke(chord.start_beat, end - 1 - chord.start_beat, key, 1.0),
        Stroke(end - 1, Fraction(1), between, 0.88),
    ]
