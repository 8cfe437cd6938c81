"""Mending on a rework: notes that neither key nor chord names, and keys that an instrument does not have."""

from __future__ import annotations

from dataclasses import replace

from ..proofs.lines import SOUNDING, in_chord, in_key
from ..scale import nearest
from .sketch import Frame, Sketch, Stroke

_OCTAVE = 12


def mended(frame: Frame, sketch: Sketch) -> Sketch:
    """The sketch as the verifier wants it back; hits stay on their samples."""
    player = sketch.player
    if player.kit or player.patch is not None:
        return sketch
    low, high = (0, 127) if player.samples else SOUNDING.get(player.program, (0, 127))
    strokes = sketch.strokes
    if player.layer in ("melody", "double"):
        strokes = tuple(_in_harmony(frame, stroke) for stroke in strokes)
    return replace(sketch, strokes=tuple(_within(stroke, low, high) for stroke in strokes))


def _in_harmony(frame: Frame, stroke: Stroke) -> Stroke:
    """The note, or the nearest one of the chord in its place."""
    chord = frame.chord_at(stroke.beat)
    if in_key(stroke.pitch, frame.section_at(stroke.beat).key) or in_chord(stroke.pitch, chord):
        return stroke
    return replace(stroke, pitch=nearest(stroke.pitch, chord.pitches))


def _within(stroke: Stroke, low: int, high: int) -> Stroke:
    """The note in the nearest octave that the instrument has; each instrument has at least one."""
    pitch = stroke.pitch
    while pitch < low:
        pitch += _OCTAVE
    while pitch > high:
        pitch -= _OCTAVE
    return replace(stroke, pitch=pitch)
