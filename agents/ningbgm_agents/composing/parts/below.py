"""The theme from below: in the bass, or in a middle voice with the chords around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ...palette import Player
from ...score import Voice
from .breath import breathing
from .melody import melody_of
from .registers import bass_range
from .sketch import Frame, Sketch, Stroke

_INNER_TOP = 69
"""A theme in the middle goes no higher: the chords lie around it."""
_LEAST_ROOM = 9
_LEADING = 1.15
"""Force of a player who has the theme for once."""
_LEAST = Fraction(1)
"""Beats that are left of a note at least, or it is not played."""


def in_bass(frame: Frame, sketches: Sequence[Sketch]) -> list[Sketch]:
    """The bass players with the theme for the first of them, who goes on with the roots where it rests."""
    if not sketches:
        return []
    first = sketches[0]
    low, high = bass_range(first.player.low, first.player.high)
    theme = _theme(frame, replace(first.player, low=low, high=high), "bass")
    return [replace(first, strokes=_around(first.strokes, theme)), *sketches[1:]]


def in_the_middle(frame: Frame, sketches: Sequence[Sketch]) -> list[Sketch]:
    """The players of counter-lines with the theme for the first who reaches down; all others of them rest."""
    sections = [frame.span(s) for s in frame.written_sections() if s.voice == "inner"]
    if not sections:
        return list(sketches)
    able = (n for n, s in enumerate(sketches) if s.player.low <= _INNER_TOP - _LEAST_ROOM)
    leader = next(able, None)
    made = []
    for number, sketch in enumerate(sketches):
        own = [s for s in sketch.strokes if not any(start <= s.beat < end for start, end in sections)]
        if number == leader:
            player = sketch.player
            theme = _theme(frame, replace(player, high=min(player.high, _INNER_TOP)), "inner")
            own += breathing(frame, theme) if player.breath else theme
        made.append(replace(sketch, strokes=tuple(sorted(own))))
    return made


def _theme(frame: Frame, player: Player, voice: Voice) -> list[Stroke]:
    sections = [section for section in frame.written_sections() if section.voice == voice]
    line = [stroke for section in sections for stroke in melody_of(frame, player, section)]
    return [replace(stroke, force=stroke.force * _LEADING) for stroke in line]


def _around(strokes: Sequence[Stroke], theme: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """A player's own strokes where the theme rests, and the theme."""
    kept: list[Stroke] = list(theme)
    for stroke in strokes:
        end = stroke.beat + stroke.length
        if any(note.beat <= stroke.beat < note.beat + note.length for note in theme):
            continue
        length = (
            min((note.beat for note in theme if stroke.beat < note.beat < end), default=end) - stroke.beat
        )
        if length == stroke.length or length >= _LEAST:
            kept.append(replace(stroke, length=length))
    return tuple(sorted(kept))
