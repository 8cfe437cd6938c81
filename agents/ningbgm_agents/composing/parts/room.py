"""Room for the lines that matter: while one is said, only what lies still goes on.

Pads and bass hold; theme, counter-lines, motion and drums rest from a moment before the line to its end,
and the hits that fall into it are struck all the same. Where nothing would hold, the motion goes on, so
that no hole is torn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from .sketch import Frame, Sketch, Stroke

_BEFORE_S = 0.15
"""The room begins so long before the line."""
_LEAST = Fraction(1, 8)
"""A stroke that would be left with less than so many beats is not begun."""
_HOLDING = ("pad", "bass")

Stretch = tuple[Fraction, Fraction]


def with_room(frame: Frame, sketches: Sequence[Sketch]) -> list[Sketch]:
    """The sketches with room for the scene's key lines, where the music goes under speech at all."""
    lines = key_stretches(frame) if frame.bench.brief.delivery.duck else ()
    kept = list(sketches)
    for line in lines:
        held = any(_sounds(sketch, line) for sketch in kept if sketch.player.layer in _HOLDING)
        resting = [s for s in kept if s.player.layer not in _HOLDING and (held or s.player.layer != "motion")]
        kept = [replace(s, strokes=_around(s.strokes, line)) if s in resting else s for s in kept]
    return kept


def key_stretches(frame: Frame) -> tuple[Stretch, ...]:
    """The key lines inside the cue, in beats, in order."""
    bench, beat = frame.bench, frame.tempo.beat
    sample, origin = bench.edit.sample, bench.edit.sample(frame.plan.span.start)
    stretches = []
    for line in bench.scene.key_lines:
        inside = line.span.overlap(frame.plan.span)
        if inside is not None:
            first = max(0, sample(inside.start) - origin - round(_BEFORE_S * 48_000))
            stretches.append((beat(first), beat(sample(inside.end) - origin)))
    return tuple(stretches)


def _sounds(sketch: Sketch, line: Stretch) -> bool:
    """Whether a part holds a note over the middle of a line."""
    middle = (line[0] + line[1]) / 2
    return any(stroke.beat <= middle < stroke.beat + stroke.length for stroke in sketch.strokes)


def _around(strokes: Sequence[Stroke], line: Stretch) -> tuple[Stroke, ...]:
    """Strokes without those that begin in a line; what lasts into it ends there."""
    start, end = line
    kept = []
    for stroke in strokes:
        if stroke.hit or stroke.beat + stroke.length <= start or stroke.beat >= end:
            kept.append(stroke)
        elif stroke.beat < start and start - stroke.beat >= _LEAST:
            kept.append(replace(stroke, length=start - stroke.beat))
    return tuple(kept)
