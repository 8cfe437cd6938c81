"""Faults of single lines: notes out of the scale, out of the instrument, wild leaps, no breath."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ...score import Chord, Key, Note
from ..scale import SCALES
from .page import SECOND, Fault, Page, line_of, note_name, pitched

SOUNDING = {
    0: (21, 108), 8: (60, 108), 9: (77, 108), 10: (60, 98), 11: (53, 89), 12: (36, 98), 13: (60, 108),
    24: (40, 88), 25: (40, 88), 26: (40, 91), 27: (40, 91), 28: (40, 91), 29: (40, 91), 30: (40, 91),
    32: (28, 67), 33: (26, 67), 34: (26, 67), 35: (26, 67), 40: (55, 103), 41: (48, 91), 42: (36, 79),
    43: (24, 67), 46: (23, 104), 47: (36, 60), 56: (52, 86), 57: (34, 75), 58: (24, 65), 60: (33, 79),
    64: (56, 92), 65: (49, 85), 66: (44, 80), 67: (36, 72), 68: (58, 93), 69: (52, 84), 70: (34, 75),
    71: (50, 94), 72: (74, 108), 73: (59, 98), 79: (60, 96),
}  # fmt: skip
"""What an instrument has at all, by General MIDI program (Adler, *The Study of Orchestration*): first and
last key. Ensembles and synthesised sounds have no limit of their own."""
_WIDEST_LEAP = 12
_LONGEST_BREATH_S = 9.0


def out_of_scale(page: Page) -> Iterator[Fault]:
    """Notes of the melody that neither the key of the section nor the chord under them names."""
    for note in line_of(page.parts("melody", "double")):
        section, chord = page.section_at(note.start), page.chord_at(note.start)
        if section is None or chord is None or in_key(note.pitch, section.key) or in_chord(note.pitch, chord):
            continue
        yield page.fault(
            "scale", note.start, f"{note_name(note.pitch)} is neither in {section.key} nor in {chord.symbol}"
        )


def in_key(pitch: int, key: Key) -> bool:
    """Whether a key has this pitch."""
    step = (pitch - key.tonic) % 12
    return step in SCALES[key.scale]


def in_chord(pitch: int, chord: Chord) -> bool:
    """Whether a chord names this pitch."""
    return pitch % 12 in chord.pitches or pitch % 12 == chord.bass


def out_of_range(page: Page) -> Iterator[Fault]:
    """Notes that the instrument does not have."""
    for part in page.cue.parts:
        low, high = SOUNDING.get(part.instrument.program, (0, 127))
        if not pitched(part) or part.instrument.patch is not None or part.instrument.samples:
            continue
        for note in part.notes:
            if not low <= note.pitch <= high:
                yield page.fault("range", note.start, f"{part.name} has no {note_name(note.pitch)}")


def wild_leaps(page: Page) -> Iterator[Fault]:
    """Leaps of a melody that nobody sings: more than an octave without a rest of a beat between."""
    for part in page.parts("melody"):
        for before, note in pairwise(part.notes):
            joined = note.start - (before.start + before.duration) < SECOND // 2
            if joined and abs(note.pitch - before.pitch) > _WIDEST_LEAP:
                sentence = f"{part.name} leaps from {note_name(before.pitch)} to {note_name(note.pitch)}"
                yield page.fault("leap", note.start, sentence)


def breathless(page: Page) -> Iterator[Fault]:
    """Winds, brass and voices that play on for longer than a breath lasts."""
    winds = {player.name for player in page.palette.players if player.breath}
    for part in page.cue.parts:
        if part.name.rstrip(" 0123456789") in winds:
            for first, end in phrases(part.notes):
                if end - first > _LONGEST_BREATH_S * SECOND:
                    yield page.fault(
                        "breath", first, f"{part.name} plays {(end - first) / SECOND:.0f} s in one breath"
                    )


def phrases(notes: tuple[Note, ...], rest_s: float = 0.12) -> list[tuple[int, int]]:
    """First and last sample of every stretch without a rest in which one can breathe."""
    found: list[tuple[int, int]] = []
    for note in notes:
        end = note.start + note.duration
        if found and note.start - found[-1][1] < rest_s * SECOND:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((note.start, end))
    return found
