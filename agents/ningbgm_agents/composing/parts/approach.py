"""The last moment before the climax: thinner, so that it stands out; in some styles a drop to a held tone.

What is struck on a hit stays, and no hole is torn: where nobody else would sound, all go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ...score import Section
from .accents import RISER
from .sketch import Frame, Sketch, Stroke

_THIN_BEATS = Fraction(2)
"""So long before the climax the busy layers rest."""
_THINNED = ("motion", "counter", "double")
_FROM = 0.35
"""Quieter music has nothing to take away."""
_LONGEST_DROP_S = 2.4
"""A drop of a bar that would last longer is one of two beats."""
_HELD, _RISING = 0.7, 1.1
"""Force of the tone that is held through a drop, and of what rises over it."""


def approached(frame: Frame, sketches: Sequence[Sketch]) -> list[Sketch]:
    """The parts with less in the moment before the climax."""
    gap = _gap(frame)
    if gap is None:
        return list(sketches)
    if frame.bench.palette.drop:
        return _dropped(frame, sketches, gap)
    busy = [sketch for sketch in sketches if sketch.player.layer in _THINNED]
    others = [s for s in sketches if s not in busy and s.player.layer in ("pad", "bass", "melody")]
    if not any(_sounding(sketch, gap[0]) for sketch in others):
        return list(sketches)
    return [_without(sketch, gap) if sketch in busy else sketch for sketch in sketches]


def _gap(frame: Frame) -> tuple[Fraction, Fraction] | None:
    """The beats before the climax that are given to it; None where the picture or a speaker needs them."""
    sections = frame.written_sections()
    climax = next((n for n, s in enumerate(sections) if s.name == "climax" and n), None)
    if climax is None or sections[climax - 1].intensity < _FROM:
        return None
    end = frame.span(sections[climax])[0]
    for length in _lengths(frame, sections[climax - 1], end):
        start = end - length
        struck = any(start < beat < end and how in ("accent", "colour", "end") for beat, how, _ in frame.hits)
        if not struck and not frame.spoken(start, end):
            return start, end
    return None


def _lengths(frame: Frame, before: Section, end: Fraction) -> tuple[Fraction, ...]:
    """A bar, if it is short and the section has more than two, else two beats."""
    bar = frame.tempo.bars[before.end_bar - 1]
    lasts_s = (frame.tempo.sample(end) - frame.tempo.sample(bar.start_beat)) / 48_000
    long = frame.bench.palette.drop and before.end_bar - before.start_bar > 2 and lasts_s <= _LONGEST_DROP_S
    return (end - bar.start_beat, _THIN_BEATS) if long else (_THIN_BEATS,)


def _dropped(frame: Frame, sketches: Sequence[Sketch], gap: tuple[Fraction, Fraction]) -> list[Sketch]:
    """Nothing but one held tone of the bass, and a riser into the climax."""
    start, end = gap
    made = [s if s.player.patch == "riser" else _without(s, gap) for s in sketches]
    holder = next((n for n, s in enumerate(sketches) if s.player.layer == "bass" and s.strokes), None)
    if holder is not None:
        before = [stroke for stroke in made[holder].strokes if stroke.beat < end]
        if before:
            tone = Stroke(start, end - start, before[-1].pitch, _HELD)
            made[holder] = replace(made[holder], strokes=tuple(sorted([*made[holder].strokes, tone])))
    risers = [n for n, s in enumerate(made) if s.player.patch == "riser"]
    rise = Stroke(start, end - start, 60, _RISING)
    if not risers:
        made.append(Sketch(RISER, (rise,)))
    elif not _sounding(made[risers[0]], end - Fraction(1, 4)):
        strokes = (*made[risers[0]].strokes, rise)
        made[risers[0]] = replace(made[risers[0]], strokes=tuple(sorted(strokes)))
    return made


def _without(sketch: Sketch, gap: tuple[Fraction, Fraction]) -> Sketch:
    """The part with nothing in the gap but what meets a hit; what lasts into it ends there."""
    start, end = gap
    kept = []
    for stroke in sketch.strokes:
        if stroke.hit or stroke.beat >= end or stroke.beat + stroke.length <= start:
            kept.append(stroke)
        elif stroke.beat < start:
            kept.append(replace(stroke, length=start - stroke.beat))
    return replace(sketch, strokes=tuple(kept))


def _sounding(sketch: Sketch, beat: Fraction) -> bool:
    return any(stroke.beat <= beat < stroke.beat + stroke.length for stroke in sketch.strokes)
