"""The counter-line: slow thirds and sixths against the theme, on one side of it, moving where it rests."""

from __future__ import annotations

from fractions import Fraction

from ...palette import Player
from ...score import Chord, Section
from ..scale import nearest
from .breath import breathing
from .fitting import sung_classes
from .registers import sounding
from .sketch import Frame, Sketch, Stroke, carriers

_APART = 3
"""Semitones that it keeps from the theme."""
_LEAST_ROOM = 8
_LOWEST = 48
"""Under C3 it would only growl."""


def write_counter(frame: Frame) -> list[Sketch]:
    """One sketch for each player of counter-lines."""
    return [Sketch(player, tuple(_counter(frame, player))) for player in carriers(frame, "counter")]


def _counter(frame: Frame, player: Player) -> list[Stroke]:
    under = _under(frame, player)
    strokes: list[Stroke] = []
    here: int | None = None
    for number, chord in enumerate(frame.chords[:-1]):
        section = frame.section_at(chord.start_beat)
        end = min(chord.end_beat, frame.end)
        spoken = frame.spoken(chord.start_beat, end)
        if end <= chord.start_beat or spoken or not frame.plays(player, section):
            continue
        room = _room(frame, player, chord, end, under)
        if room is not None:
            here = (room[0] + room[1]) // 2 if here is None else here
            line = _moved(frame, section, chord, end, here, room, number)
            here = line[-1].pitch
            strokes += line
    return breathing(frame, strokes) if player.breath else strokes


def _under(frame: Frame, player: Player) -> bool:
    """Whether it lies under the theme all through: as its range does."""
    if not frame.sung:
        return True
    middle = sum(sung.low + sung.high for sung in frame.sung) / (2 * len(frame.sung))
    return (player.low + player.high) / 2 <= middle


def _room(frame: Frame, player: Player, chord: Chord, end: Fraction, under: bool) -> tuple[int, int] | None:
    """The keys that it may use beside the theme, if there are enough of them."""
    sung = sounding(frame.theme, chord.start_beat, end)
    low, high = max(player.low, _LOWEST), player.high
    if sung and under:
        high = min(high, min(sung) - _APART)
    elif sung:
        low = max(low, max(sung) + _APART)
    return (low, high) if high - low >= _LEAST_ROOM else None


def _moved(
    frame: Frame,
    section: Section,
    chord: Chord,
    end: Fraction,
    here: int,
    room: tuple[int, int],
    number: int,
) -> list[Stroke]:
    """A third or a sixth of the chord, near; it moves on by a step where the theme holds or rests."""
    low, high = room
    way = -2 if number % 4 < 2 else 2
    goal = nearest(min(high, max(low, here + way)), chord.pitches[1:] or chord.pitches, low, high)
    start, length = chord.start_beat, end - chord.start_beat
    turn = _turning(frame, start, end)
    if turn is None or length < 3:
        return [Stroke(start, length, goal, 0.9)]
    classes = tuple(sung_classes(chord, section.key) - {goal % 12})
    step = nearest(goal + (1 if number % 2 else -1), classes, low, high)
    return [Stroke(start, turn - start, goal, 0.9), Stroke(turn, end - turn, step, 0.82)]


def _turning(frame: Frame, start: Fraction, end: Fraction) -> Fraction | None:
    """The first beat, after the chord's second, on which the theme begins nothing."""
    beat = start + 2
    begun = {stroke.beat for stroke in frame.theme if start <= stroke.beat < end}
    while beat <= end - 1:
        if beat not in begun:
            return beat
        beat += 1
    return None
