"""The counter-line: slow thirds and sixths against the theme, on one side of it, moving where it rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
_THIRD = 4
_MOMENT = Fraction(1, 8)


def write_counter(frame: Frame) -> list[Sketch]:
    """One sketch for each player of counter-lines."""
    return [Sketch(player, tuple(_counter(frame, player))) for player in carriers(frame, "counter")]


def _counter(frame: Frame, player: Player) -> list[Stroke]:
    under = _under(frame, player)
    strokes: list[Stroke] = []
    for number, chord in enumerate(frame.chords[:-1]):
        section = frame.section_at(chord.start_beat)
        end = min(chord.end_beat, frame.end)
        spoken = frame.spoken(chord.start_beat, end)
        if end <= chord.start_beat or spoken or not frame.plays(player, section):
            continue
        room = _room(frame, player, chord, end, under)
        if room is not None:
            strokes += _moved(frame, section, chord, end, strokes[-1:], room, number)
    resolved = _resolved(frame, strokes)
    return breathing(frame, resolved) if player.breath else resolved


def _resolved(frame: Frame, strokes: Sequence[Stroke]) -> list[Stroke]:
    """The line without foreign notes that do not go on by a step or a third: what was before them is held."""
    line: list[Stroke] = []
    for stroke in strokes:
        last = line[-1] if line else None
        joined = last is not None and last.beat + last.length == stroke.beat
        if last and joined and _is_foreign(frame, last) and abs(stroke.pitch - last.pitch) > _THIRD:
            line.pop()
            if line and line[-1].beat + line[-1].length == last.beat:
                line[-1] = replace(line[-1], length=stroke.beat - line[-1].beat)
        line.append(stroke)
    return line


def _under(frame: Frame, player: Player) -> bool:
    """Whether it lies under the theme all through: as its range does."""
    if not frame.sung:
        return True
    middle = sum(sung.low + sung.high for sung in frame.sung) / (2 * len(frame.sung))
    return (player.low + player.high) / 2 <= middle


def _room(frame: Frame, player: Player, chord: Chord, end: Fraction, under: bool) -> tuple[int, int] | None:
    """The keys that it may use beside the theme, if there are enough of them."""
    sung = sounding(frame.theme, chord.start_beat, end)
    bass = sounding(frame.foundation, chord.start_beat, end)
    low, high = max(player.low, _LOWEST, *(key + _APART for key in bass)), player.high
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
    before: Sequence[Stroke],
    room: tuple[int, int],
    number: int,
) -> list[Stroke]:
    """A third or a sixth of the chord, near; it moves on by a step where the theme holds or rests."""
    low, high = room
    start, length = chord.start_beat, end - chord.start_beat
    held = _suspended(frame, chord, end, before, room)
    if held:
        return held
    here = before[-1].pitch if before else (low + high) // 2
    way = 0 if before and _is_foreign(frame, before[-1]) else -2 if number % 4 < 2 else 2
    wanted = min(high, max(low, here + way))
    classes = (way and chord.pitches[1:]) or chord.pitches
    goal = nearest(wanted, _free(frame, start, classes), low, high)
    turn = _turning(frame, start, end)
    if turn is None or length < 3:
        return [Stroke(start, length, goal, 0.9)]
    classes = _free(frame, turn, tuple(sung_classes(chord, section.key) - {goal % 12}))
    step = nearest(goal + (1 if number % 2 else -1), classes, low, high)
    return [Stroke(start, turn - start, goal, 0.9), Stroke(turn, end - turn, step, 0.82)]


def _free(frame: Frame, beat: Fraction, classes: tuple[int, ...]) -> tuple[int, ...]:
    """Those of the pitch classes that do not double at the octave what the theme has at this beat."""
    sung = {pitch % 12 for pitch in sounding(frame.theme, beat, beat + _MOMENT)}
    return tuple(pitch for pitch in classes if pitch not in sung) or classes


def _is_foreign(frame: Frame, stroke: Stroke) -> bool:
    """Whether a note is none of its chord's, so that the next one has to be beside it."""
    return stroke.pitch % 12 not in frame.chord_at(stroke.beat).pitches


def _suspended(
    frame: Frame, chord: Chord, end: Fraction, before: Sequence[Stroke], room: tuple[int, int]
) -> list[Stroke]:
    """The note before held into the chord and resolved a step down, where that makes a suspension.

    It is prepared (a note of its own chord, which it follows at once), does not grate on the theme, and
    resolves to a note of the chord after a beat.
    """
    start = chord.start_beat
    if frame.bench.palette.parallels or not before or end - start < 3:
        return []
    last = before[-1]
    down = [last.pitch - step for step in (1, 2) if (last.pitch - step) % 12 in chord.pitches]
    sung = sounding(frame.theme, start, start + 1)
    grates = any((pitch - last.pitch) % 12 in (0, 1, 11) for pitch in sung)
    prepared = last.beat + last.length >= start and not _is_foreign(frame, last)
    if not prepared or grates or last.pitch % 12 in chord.pitches or not down:
        return []
    if not room[0] <= down[0] <= last.pitch <= room[1]:
        return []
    return [Stroke(start, Fraction(1), last.pitch, 0.95), Stroke(start + 1, end - start - 1, down[0], 0.82)]


def _turning(frame: Frame, start: Fraction, end: Fraction) -> Fraction | None:
    """The first beat, after the chord's second, on which the theme begins nothing."""
    beat = start + 2
    begun = {stroke.beat for stroke in frame.theme if start <= stroke.beat < end}
    while beat <= end - 1:
        if beat not in begun:
            return beat
        beat += 1
    return None
