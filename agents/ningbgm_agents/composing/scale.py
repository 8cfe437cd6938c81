"""Scales and pitches: degrees of a key as MIDI keys, and back."""

from __future__ import annotations

from ..score import Key

SCALES: dict[str, tuple[int, ...]] = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "harmonic_minor": (0, 2, 3, 5, 7, 8, 11),
}
"""Semitones above the tonic."""

_BRIGHT = ("ionian", "lydian", "mixolydian")


def is_major(key: Key) -> bool:
    """Whether the key's third is major."""
    return key.scale in _BRIGHT


def pitch_of(key: Key, degree: int, octave: int = 5) -> int:
    """The MIDI key of a scale degree; degree 0 of octave 5 is the tonic from middle C upwards."""
    steps = SCALES[key.scale]
    turns, step = divmod(degree, len(steps))
    return 12 * (octave + turns) + key.tonic + steps[step]


def degree_of(key: Key, pitch: int) -> tuple[int, int]:
    """The scale degree of a MIDI key, as seen from octave 5, and how far it is altered."""
    steps = SCALES[key.scale]
    turns, semitone = divmod(pitch - key.tonic - 60, 12)
    best = max(range(len(steps)), key=lambda step: (steps[step] <= semitone, steps[step]))
    return turns * len(steps) + best, semitone - steps[best]


def nearest(pitch: int, classes: tuple[int, ...], low: int = 0, high: int = 127) -> int:
    """The key nearest to `pitch` whose pitch class is in `classes`, inside a range if it can be."""
    options = [key for key in range(pitch - 12, pitch + 13) if key % 12 in classes]
    inside = [key for key in options if low <= key <= high] or options
    return min(inside, key=lambda key: (abs(key - pitch), key))


def into_range(pitch: int, low: int, high: int) -> int:
    """The same pitch class moved by octaves into a range; the middle wins where it does not fit."""
    while pitch < low:
        pitch += 12
    while pitch > high:
        pitch -= 12
    return pitch if pitch >= low else pitch + 12
