"""Progressions as Roman numerals, and the chords that they mean in a key."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources

from ..errors import NotFoundError
from ..score import Chord, Key
from .scale import SCALES

_NUMERAL = re.compile(r"^([b#]?)([iIvV]+)(maj7|maj9|add9|sus2|sus4|7sus4|°|\+|6|7|9|5)?(?:/(1|3|5))?$")
_STEPS = {"i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "vi": 5, "vii": 6}
_SHAPES = {
    "maj": (0, 4, 7),
    "min": (0, 3, 7),
    "dim": (0, 3, 6),
    "aug": (0, 4, 8),
    "5": (0, 7),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "6": (0, 4, 7, 9),
    "min6": (0, 3, 7, 9),
    "maj7": (0, 4, 7, 11),
    "min7": (0, 3, 7, 10),
    "7": (0, 4, 7, 10),
    "add9": (0, 4, 7, 2),
    "min_add9": (0, 3, 7, 2),
    "maj9": (0, 4, 7, 11, 2),
    "min9": (0, 3, 7, 10, 2),
    "9": (0, 4, 7, 10, 2),
}
_SUFFIX = {
    "maj": "",
    "min": "m",
    "dim": "dim",
    "aug": "+",
    "min7": "m7",
    "min9": "m9",
    "min6": "m6",
    "min_add9": "m(add9)",
}
_NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


@dataclass(frozen=True)
class Progression:
    """A named row of Roman numerals."""

    name: str
    chords: tuple[str, ...]


@cache
def load_progressions() -> dict[str, Progression]:
    """All progressions of `progressions.toml`, by name."""
    text = (resources.files(__package__) / "progressions.toml").read_text(encoding="utf-8")
    return {name: Progression(name, tuple(entry["chords"])) for name, entry in tomllib.loads(text).items()}


def progression(name: str) -> Progression:
    """The progression of this name.

    Raises:
        NotFoundError: there is none.
    """
    try:
        return load_progressions()[name]
    except KeyError:
        raise NotFoundError(f"there is no progression {name!r}", progression=name) from None


@cache
def spell(numeral: str, key: Key, start: Fraction, end: Fraction) -> Chord:
    """The chord that a Roman numeral means in a key, over a stretch of beats.

    Numerals name the degrees of the major scale, in minor keys too: minor's own third, sixth and seventh
    are 'bIII', 'bVI' and 'bVII'.

    Raises:
        NotFoundError: the numeral cannot be read.
    """
    match = _NUMERAL.match(numeral)
    if match is None:
        raise NotFoundError(f"{numeral!r} is not a Roman numeral", numeral=numeral)
    shift, letters, colour, slash = match.groups()
    semitones = SCALES["ionian"][_STEPS[letters.lower()]] + {"b": -1, "#": 1, "": 0}[shift]
    quality = _quality(letters.islower(), colour)
    shape = _SHAPES[quality]
    root = (key.tonic + semitones) % 12
    pitches = tuple((root + interval) % 12 for interval in shape)
    bass = {None: root, "1": key.tonic % 12, "3": pitches[1], "5": pitches[min(2, len(pitches) - 1)]}[slash]
    symbol = _NAMES[root] + _SUFFIX.get(quality, quality)
    return Chord(
        start,
        end,
        root,
        quality,
        bass,
        pitches,
        symbol if bass == root else f"{symbol}/{_NAMES[bass]}",
        numeral,
    )


def _quality(minor: bool, colour: str | None) -> str:
    if colour is None:
        return "min" if minor else "maj"
    if colour in ("°", "+"):
        return "dim" if colour == "°" else "aug"
    if minor:
        return {"7": "min7", "9": "min9", "6": "min6", "add9": "min_add9"}.get(colour, colour)
    return colour
