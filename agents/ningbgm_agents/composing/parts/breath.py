"""Breath: winds, brass and voices lift for a moment at the end of a phrase of at most eight seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from .sketch import Frame, Stroke

_PHRASE_S = 5.0
"""From here on the end of a note, or of a chord, is a place to breathe."""
_LONGEST_S = 7.4
_LIFT_S = 0.24


def breathing(frame: Frame, strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes with lifts between them: before a note that would last too long, or where one ends late."""
    groups = [list(group) for _, group in groupby(sorted(strokes), key=lambda stroke: stroke.beat)]
    since: Fraction | None = None
    for number, group in enumerate(groups):
        beat = group[0].beat
        end = max(stroke.beat + stroke.length for stroke in group)
        if since is not None and _seconds(frame, since, end) > _LONGEST_S:
            groups[number - 1] = _lifted(frame, groups[number - 1], beat)
            since = None
        since = beat if since is None else since
        if _seconds(frame, beat, end) > _LONGEST_S:
            stop = frame.tempo.beat(frame.tempo.sample(beat) + round(_LONGEST_S * 48_000))
            groups[number], since = _ended(group, stop), None
        elif _seconds(frame, since, end) > _PHRASE_S:
            groups[number], since = _lifted(frame, group, end), None
    return [stroke for group in groups for stroke in group]


def _lifted(frame: Frame, group: list[Stroke], end: Fraction) -> list[Stroke]:
    """The notes let go a moment before a beat, though none of them loses more than half."""
    lift = frame.tempo.beat(frame.tempo.sample(end) - round(_LIFT_S * 48_000))
    beat = group[0].beat
    return _ended(group, max(lift, beat + (end - beat) / 2))


def _ended(group: list[Stroke], end: Fraction) -> list[Stroke]:
    return [replace(stroke, length=min(stroke.length, end - stroke.beat)) for stroke in group]


def _seconds(frame: Frame, start: Fraction, end: Fraction) -> float:
    return (frame.tempo.sample(end) - frame.tempo.sample(start)) / 48_000
