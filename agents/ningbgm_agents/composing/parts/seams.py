"""Seams of a line: one note at a time, and no leap over an octave that nobody has time to think of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from ...score import TempoMap
from .sketch import Sketch, Stroke

_WIDEST = 12
_REST_S = 0.56
"""Rest before a leap of more than an octave."""
_LEAST = Fraction(1, 4)
"""Beats that a note keeps."""


def one_voice(tempo: TempoMap, sketch: Sketch) -> Sketch:
    """The sketch in order, each note let go before the next begins, wide leaps after a rest or folded in."""
    line = [
        replace(stroke, length=min(stroke.length, following.beat - stroke.beat))
        for stroke, following in pairwise([*sorted(sketch.strokes), *_after(sketch.strokes)])
        if following.beat > stroke.beat
    ]
    for number in range(len(line) - 1):
        if abs(line[number + 1].pitch - line[number].pitch) > _WIDEST:
            _eased(tempo, line, number, sketch.player.low, sketch.player.high)
    return replace(sketch, strokes=tuple(line))


def _after(strokes: Sequence[Stroke]) -> list[Stroke]:
    """A stroke after all the others, so that the last one has a neighbour."""
    last = max(strokes, default=None)
    return [] if last is None else [replace(last, beat=last.beat + last.length)]


def _eased(tempo: TempoMap, line: list[Stroke], number: int, low: int, high: int) -> None:
    """A rest before the leap where there is time; else the note before or after it in another octave."""
    here, then = line[number], line[number + 1]
    rest = tempo.beat(tempo.sample(then.beat) - round(_REST_S * 48_000)) - here.beat
    if rest < 2 * _LEAST:
        before = line[number - 1].pitch if number else here.pitch
        after = line[number + 2].pitch if number + 2 < len(line) else then.pitch
        folded = _folded(here.pitch, before, then.pitch, low, high)
        if folded is not None:
            line[number] = replace(here, pitch=folded)
            return
        folded = _folded(then.pitch, here.pitch, after, low, high)
        if folded is not None:
            line[number + 1] = replace(then, pitch=folded)
            return
    line[number] = replace(here, length=min(here.length, max(_LEAST, rest)))


def _folded(pitch: int, before: int, after: int, low: int, high: int) -> int | None:
    """The pitch in the octave in which it is near both of its neighbours, if there is one."""
    near = [
        key
        for key in range(pitch % 12, 128, 12)
        if low <= key <= high and abs(key - before) <= _WIDEST and abs(after - key) <= _WIDEST
    ]
    return min(near, key=lambda key: (max(abs(key - before), abs(after - key)), key), default=None)
