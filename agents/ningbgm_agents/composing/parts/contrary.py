"""Outer voices: a bass that would go with the theme in octaves or fifths takes another way.

Contrary motion by an octave first, else an inversion of the chord (`craft.md` 2); read on the finished
strokes, since a bass goes with the tune wherever both begin a note, not with the chords alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from .registers import bass_range, strokes_of
from .sketch import Frame, Sketch, Stroke

_ROUNDS = 3
_WINDOW = 24
"""Beats on either side in which another key could make new parallels."""
_INVERTED = 5
"""Price of an inversion, in semitones of a leap."""
_ON = Fraction(1, 16)
"""Beats after an attack at which it surely sounds."""

Pair = tuple[Stroke, Stroke]
"""Tune and bass that sound together."""


def led_apart(frame: Frame, sketches: Sequence[Sketch]) -> list[Sketch]:
    """The basses, read as one line, without parallels to the theme in styles that mind them."""
    led = list(sketches)
    if frame.bench.palette.parallels or not frame.theme:
        return led
    for _ in range(_ROUNDS):
        faults = list(parallel_moves(_together(frame.theme, strokes_of(led))))
        if not faults:
            break
        for was, now in faults:
            led = _turned(frame, led, (now[1], was[1]))
    return led


def parallel_moves(together: Sequence[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """The moves from an octave to an octave, or a fifth to a fifth, in the same direction."""
    for was, now in pairwise(together):
        between = (was[0].pitch - was[1].pitch) % 12
        same = between in (0, 7) and between == (now[0].pitch - now[1].pitch) % 12
        if same and (now[0].pitch - was[0].pitch) * (now[1].pitch - was[1].pitch) > 0:
            yield was, now


def _together(tune: Sequence[Stroke], bass: Sequence[Stroke]) -> list[Pair]:
    """What both sound whenever either begins a note, while both are heard."""
    pairs: list[Pair] = []
    if not tune or not bass:
        return pairs
    upper = lower = 0
    for beat in sorted({stroke.beat for stroke in (*tune, *bass)}):
        while upper + 1 < len(tune) and tune[upper + 1].beat <= beat:
            upper += 1
        while lower + 1 < len(bass) and bass[lower + 1].beat <= beat:
            lower += 1
        high, low = tune[upper], bass[lower]
        if all(s.beat <= beat and beat + _ON < s.beat + s.length for s in (high, low)):
            pairs.append((high, low))
    return pairs


def _turned(frame: Frame, sketches: list[Sketch], strokes: tuple[Stroke, ...]) -> list[Sketch]:
    """The basses with one of these strokes, while its chord lasts, on another key that makes no parallels."""
    start, end = strokes[-1].beat - _WINDOW, strokes[0].beat + _WINDOW
    tune = [stroke for stroke in frame.theme if start <= stroke.beat < end]

    def price(led: list[Sketch], away: int) -> int:
        near = [stroke for stroke in strokes_of(led) if start <= stroke.beat < end]
        return 24 * sum(1 for _ in parallel_moves(_together(tune, near))) + away

    best, least = sketches, price(sketches, 0)
    for late, stroke in enumerate(strokes):
        for key, away in _ways(frame, sketches, stroke):
            led = _placed(frame, sketches, stroke, key)
            cost = price(led, away + late)
            if cost < least:
                best, least = led, cost
    return best


def _ways(frame: Frame, sketches: list[Sketch], stroke: Stroke) -> Iterator[tuple[int, int]]:
    """Other keys for a stroke and what they cost: its own note in other octaves, then inversions."""
    player = next((sketch.player for sketch in sketches if stroke in sketch.strokes), None)
    if player is None:
        return
    low, high = bass_range(player.low, player.high)
    chord = frame.chord_at(stroke.beat)
    own = stroke.pitch % 12
    classes = {own} if chord.start_beat >= frame.end else {own, *chord.pitches[1:3]}
    for key in range(low, high + 1):
        if key % 12 in classes and key != stroke.pitch:
            yield key, abs(key - stroke.pitch) + _INVERTED * (key % 12 != own)


def _placed(frame: Frame, sketches: list[Sketch], stroke: Stroke, key: int) -> list[Sketch]:
    """The basses with another key for a stroke and its like under the same chord."""
    chord = frame.chord_at(stroke.beat)
    return [
        replace(
            sketch,
            strokes=tuple(
                replace(s, pitch=key)
                if chord.start_beat <= s.beat < chord.end_beat and s.pitch == stroke.pitch
                else s
                for s in sketch.strokes
            ),
        )
        for sketch in sketches
    ]
