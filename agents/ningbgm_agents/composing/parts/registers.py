"""Registers: who keeps out of whose way: chords over the bass and under the theme, figures beside it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from .sketch import Frame, Sketch, Stroke, Sung

_ROOM = 11
"""Semitones that a pad or a figure needs for itself."""
_CLEAR_FROM = 48
_FOURTH = 5
"""Under C3 nothing held stands nearer to the bass than a fourth."""
_BASS_TOP = 50
"""A bass stays under the D below middle C where its range allows (`craft.md` 5)."""


def sung_by(frame: Frame, melody: Iterable[Sketch]) -> tuple[Sung, ...]:
    """For each section with a theme, where its lower and upper notes lie."""
    strokes = [stroke for sketch in melody for stroke in sketch.strokes]
    found = []
    for section in frame.written_sections():
        start, end = frame.span(section)
        keys = sorted(stroke.pitch for stroke in strokes if start <= stroke.beat < end)
        if keys:
            found.append(Sung(start, end, keys[len(keys) // 5], keys[-1]))
    return tuple(found)


def strokes_of(sketches: Iterable[Sketch]) -> tuple[Stroke, ...]:
    """All their strokes in order."""
    return tuple(sorted(stroke for sketch in sketches for stroke in sketch.strokes))


def sounding(strokes: Iterable[Stroke], start: Fraction, end: Fraction) -> tuple[int, ...]:
    """The keys that sound between two beats."""
    return tuple(s.pitch for s in strokes if s.beat < end and start < s.beat + s.length)


def bass_range(low: int, high: int) -> tuple[int, int]:
    """Where a bass stays, so that there is room over it."""
    return low, max(low + 12, min(high, _BASS_TOP))


def over_bass(
    frame: Frame, start: Fraction, end: Fraction, room: tuple[int, int], highest: int
) -> tuple[int, int]:
    """A range less what lies under the bass that sounds between two beats, or too near to it down low.

    Where that leaves too little, it reaches up towards `highest`, the player's own limit.
    """
    low, high = room
    bass = sounding(frame.foundation, start, end)
    if bass:
        low = max(low, max(bass) + 1, min(_CLEAR_FROM, max(bass) + _FOURTH))
    if high - low < _ROOM:
        high = max(high, min(highest, low + _ROOM))
    return (low, high) if high - low >= _FOURTH else room


def beside(frame: Frame, beat: Fraction, low: int, high: int, above: bool = False) -> tuple[int, int]:
    """A range less what the theme takes there: under it, or above it where that has more room.

    The whole range where neither leaves enough: then the instruments' colours tell them apart.
    """
    sung = next((s for s in frame.sung if s.start <= beat < s.end), None)
    if sung is None or sung.low > high or sung.high < low:
        return low, high
    if sung.low - 1 - low >= _ROOM:
        return low, sung.low - 1
    if above and high - sung.high - 1 >= _ROOM:
        return sung.high + 1, high
    return low, high
