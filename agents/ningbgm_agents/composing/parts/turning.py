"""Turns: a figure or a groove that has gone on unchanged for eight bars changes, wherever sections begin.

The last of its strokes rests; where a bar has hardly any, one comes again after the middle of the bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ...score import Bar
from .sketch import Frame, Sketch, Stroke

_LONGEST = 8
"""Bars that may go on without any change."""
_PERIODS = (1, 2, 4)
_GRID = 4
"""Strokes are compared on sixteenths."""
_LATE = Fraction(1, 2)
"""Beats after the middle of its bar at which an additional stroke comes."""

Row = frozenset[tuple[int, int]]
"""What is struck in a bar: sixteenth and, for a kit, the drum."""


def turned(frame: Frame, sketch: Sketch) -> Sketch:
    """The sketch with a change in every ninth bar of what would repeat itself."""
    if sketch.player.layer not in ("motion", "drums"):
        return sketch
    strokes = sorted(sketch.strokes)
    rows: list[Row] = []
    for bar in frame.tempo.bars:
        rows.append(_row(bar, strokes, sketch.player.kit))
        if run_length(rows) > _LONGEST:
            strokes = _with_turn(frame, bar, strokes, sketch.player.kit)
            rows[-1] = _row(bar, strokes, sketch.player.kit)
    return replace(sketch, strokes=tuple(strokes))


def run_length(rows: Sequence[Row]) -> int:
    """How many bars at the end of these repeat one, two or four; silence repeats nothing."""
    longest = 0
    for period in _PERIODS:
        run = 0
        while len(rows) > run + period and rows[-1 - run] and rows[-1 - run] == rows[-1 - run - period]:
            run += 1
        if run >= period:
            longest = max(longest, run + period)
    return longest


def _inside(bar: Bar, strokes: Sequence[Stroke]) -> list[Stroke]:
    start, end = bar.start_beat * _GRID, (bar.start_beat + bar.beats) * _GRID
    return [stroke for stroke in strokes if start <= round(stroke.beat * _GRID) < end]


def _row(bar: Bar, strokes: Sequence[Stroke], kit: bool) -> Row:
    return frozenset(
        (round((stroke.beat - bar.start_beat) * _GRID), stroke.pitch if kit else 0)
        for stroke in _inside(bar, strokes)
    )


def _with_turn(frame: Frame, bar: Bar, strokes: list[Stroke], kit: bool) -> list[Stroke]:
    """The strokes with one less in this bar; with one more where there are hardly any."""
    inside = [stroke for stroke in _inside(bar, strokes) if not stroke.hit]
    hits = {beat for beat, _, _ in frame.hits}
    resting = [s for s in inside if s.beat > bar.start_beat and s.beat not in hits]
    if len({stroke.beat for stroke in inside}) > 2 and resting:
        last = resting[-1]
        return [s for s in strokes if s.beat != last.beat or (kit and s.pitch != last.pitch)]
    if inside:
        again = replace(inside[-1], beat=bar.start_beat + bar.beats / 2 + _LATE, force=inside[-1].force * 0.7)
        return sorted([*strokes, again])
    return strokes
