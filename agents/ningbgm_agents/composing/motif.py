"""Motifs: three to six notes in one bar, a rhythm one could tap and one interval that stays in the ear."""

from __future__ import annotations

import random

from ..score import ThemeNote
from .contours import degrees_of
from .rhythms import Rhythm


def invent_motif(rhythm: Rhythm, contour: str, dice: random.Random) -> tuple[ThemeNote, ...]:
    """A motif within a bar of four beats: a rhythm of three notes or more, along a contour."""
    degrees = degrees_of(contour, len(rhythm), dice)
    return tuple(ThemeNote(beat, length, d) for (beat, length), d in zip(rhythm, degrees, strict=True))
