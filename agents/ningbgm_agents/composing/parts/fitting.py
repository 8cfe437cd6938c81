"""A phrase fitted to its chords: the path of least offence between what was meant and what fits.

Dynamic programming over pairs of notes. The theme's shape counts most; on strong beats and long notes the
chord has its way; a leap turns back; a dissonance is left by step; outer voices keep off parallels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...score import Chord, Key
from ..scale import SCALES

_REACH = 5
"""Semitones that a note may be moved from where it was meant."""
_CHOICES = 6
"""Pitches tried for a note."""
_WIDE = 9
"""Semitones of a leap that is still sung with ease."""


@dataclass(frozen=True)
class Meant:
    """A note as the theme has it."""

    beat: Fraction
    length: Fraction
    pitch: int
    strong: bool
    chord: Chord


def sung_classes(chord: Chord, key: Key) -> frozenset[int]:
    """Pitch classes that a melody may use over a chord: the chord's, and the scale's that do not deny it."""
    scale = {(key.tonic + step) % 12 for step in SCALES[key.scale]}
    denied = set()
    for pitch in chord.pitches:
        if pitch not in scale:
            raised = (pitch - chord.root) % 12 in (4, 8, 11)
            denied.add((pitch - 1) % 12 if raised else (pitch + 1) % 12)
    return frozenset(chord.pitches) | (scale - denied)


def fitted(meant: Sequence[Meant], key: Key, low: int, high: int, mind_parallels: bool) -> list[int]:
    """The pitch of every note."""
    if not meant:
        return []
    choices = [_choices(note, key, low, high) for note in meant]
    top = max(range(len(meant)), key=lambda n: (meant[n].pitch, -n))
    table: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {
        (-1, pitch): (_alone(meant[0], pitch, top == 0, meant[top].pitch), (pitch,)) for pitch in choices[0]
    }
    for number in range(1, len(meant)):
        best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
        for pitch in choices[number]:
            alone = _alone(meant[number], pitch, number == top, meant[top].pitch)
            for (older, before), (cost, path) in table.items():
                price = cost + alone
                price += _step(meant[number - 1], meant[number], before, pitch, mind_parallels)
                price += _turn(older, before, pitch)
                known = best.get((before, pitch))
                if known is None or price < known[0]:
                    best[before, pitch] = (price, (*path, pitch))
        table = best
    return list(min(table.values())[1])


def _choices(note: Meant, key: Key, low: int, high: int) -> list[int]:
    classes = sung_classes(note.chord, key)
    near = [p for p in range(note.pitch - _REACH, note.pitch + _REACH + 1) if p % 12 in classes]
    inside = [p for p in near if low <= p <= high] or [
        p for p in range(low, high + 1) if p % 12 in note.chord.pitches
    ]
    return sorted(inside, key=lambda p: (abs(p - note.pitch), p))[:_CHOICES]


def _off(note: Meant, pitch: int) -> bool:
    return pitch % 12 not in note.chord.pitches


def grates(pitch: int, chord: Chord) -> bool:
    """Whether a pitch is a semitone over a note of the chord, and not in it."""
    return pitch % 12 not in chord.pitches and (pitch - 1) % 12 in chord.pitches


def _alone(note: Meant, pitch: int, peak: bool, top: int) -> float:
    """Price of a pitch by itself: off the chord where it is heard most, away from where it was meant."""
    cost = 0.25 * abs(pitch - note.pitch)
    if _off(note, pitch):
        long = note.length >= 1
        cost += (
            1.7 if note.strong and long else 1.1 if note.strong or note.length >= 2 else 0.7 if long else 0.15
        )
        held = (note.strong and long) or note.length >= Fraction(3, 2)
        cost += 1.8 * (held and grates(pitch, note.chord))
    if peak:
        cost += 0.8 * max(0, top - pitch)
    elif pitch >= top:
        cost += 1.6
    return cost


def _step(was: Meant, now: Meant, before: int, pitch: int, mind_parallels: bool) -> float:
    """Price of going from one pitch to the next."""
    move, wanted = pitch - before, now.pitch - was.pitch
    cost = 0.4 * abs(move - wanted)
    cost += 1.2 * (move * wanted < 0) + 1.6 * (move == 0 and wanted != 0)
    size = abs(move)
    if size > _WIDE and abs(wanted) != 12:
        cost += 1.5 + 0.4 * (size - _WIDE)
    cost += 1.2 * (size in (6, 10, 11))
    cost += (1.3 if was.strong else 0.5) * (_off(was, before) and size > 2)
    cost += 0.6 * (_off(now, pitch) and size > 2)
    if mind_parallels and move and was.chord.bass != now.chord.bass:
        between = (before - was.chord.bass) % 12
        cost += 2.4 * (between == (pitch - now.chord.bass) % 12 and between in (0, 7))
    return cost


def _turn(older: int, before: int, pitch: int) -> float:
    """Price of a leap that does not turn back by step, and of swinging between two notes."""
    if older < 0:
        return 0.0
    leap, move = before - older, pitch - before
    cost = 0.5 * (pitch == older and before != older)
    if abs(leap) > 7 and not (leap * move < 0 and abs(move) <= 4):
        cost += 1.0
    return cost
