"""Breath: winds, brass and voices lift for a moment at the end of a phrase of at most eight seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from .sketch import Frame, Stroke

_PHRASE_S = 5.0
"""From here on the end of a note, or of a chord, is a place to breathe."""
_LONGEST_S = 7.4
_LIFT_S = 0.24


def breathing(frame: Frame, strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes with lifts between them."""
    breathed: list[Stroke] = []
    since: Fraction | None = None
    for beat in sorted({stroke.beat for stroke in strokes}):
        together = [stroke for stroke in strokes if stroke.beat == beat]
        end = max(stroke.beat + stroke.length for stroke in together)
        since = beat if since is None else since
        if _seconds(frame, beat, end) > _LONGEST_S:
            end = frame.tempo.beat(frame.tempo.sample(beat) + round(_LONGEST_S * 48_000))
            since = None
        elif _seconds(frame, since, end) > _PHRASE_S:
            lifted = frame.tempo.beat(frame.tempo.sample(end) - round(_LIFT_S * 48_000))
            end, since = max(lifted, beat + (end - beat) / 2), None
        breathed += [replace(s, length=min(s.length, end - s.beat)) for s in together if end > s.beat]
    return breathed


def _seconds(frame: Frame, start: Fraction, end: Fraction) -> float:
    return (frame.tempo.sample(end) - frame.tempo.sample(start)) / 48_000
