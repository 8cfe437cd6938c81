"""A player's touch: from beats to samples, velocities and expression; loose, but never on a hit."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from ...score import ControlPoint, Instrument, Note, Part
from ..segue import held_before
from .sketch import Frame, Sketch, Stroke

_STEMS = {
    "pad": "harmony",
    "counter": "harmony",
    "bass": "bass",
    "motion": "motion",
    "melody": "melody",
    "double": "melody",
    "drums": "drums",
    "hit": "hits",
    "spark": "hits",
}
_LOOSE_MS = 9.0
"""Spread of a loose player's timing; above about 15 ms ensembles are heard as untidy."""
_OUT_OF_NOTHING = 0.8
"""Share of its level with which a quiet beginning begins."""
_DECIBELS_A_TENFOLD = 100 / 3
"""Of expression: half as loud is ten decibels less."""
_STRUCK = ((0.25, 0.78), (0.5, 0.45), (0.75, 0.16), (0.9, 0.05), (1.0, 0.0))
"""The last chord as it dies away, from its stroke to the silence after it."""
_FERMATA = ((0.4, 0.92), (0.62, 0.72), (0.8, 0.34), (0.92, 0.08), (1.0, 0.0))
"""The last chord under a fermata."""
_HELD_ON = ((0.55, 0.96), (0.74, 0.82), (0.86, 0.42), (0.94, 0.1), (1.0, 0.0))
"""The last chord held on to the next cue."""
_SLIDING = ("strings", "woodwind", "brass", "voice", "synth")
_PHRASE_REST = 48 * 140
"""A rest of 140 ms parts two phrases."""
_SHORTEST_PHRASE = 48_000
_NEAR_HIT = 48 * 25
"""Notes within 25 ms of a hit stand exactly where they are written."""


def play(frame: Frame, sketch: Sketch) -> Part | None:
    """The finished part, or None where the player has nothing to play."""
    notes = _notes(frame, sketch)
    if not notes:
        return None
    player = sketch.player
    return Part(
        name=player.name,
        stem=_STEMS[player.layer],
        instrument=Instrument(
            player.name,
            player.program,
            player.kit,
            player.patch,
            0.35
            if player.family in ("strings", "woodwind") and player.layer in ("melody", "counter")
            else 0.0,
            samples=player.samples,
        ),
        notes=tuple(notes),
        expression=tuple(_expression(frame, sketch, notes)),
        gain_db=player.gain_db,
        pan=player.pan,
        reverb=player.reverb,
        high_pass_hz=player.high_pass_hz,
        speech_dip_db=-3.0 if player.layer in ("pad", "motion") and frame.speech else 0.0,
    )


def _notes(frame: Frame, sketch: Sketch) -> list[Note]:
    dice = frame.bench.dice("touch", frame.plan.name, sketch.player.name)
    hits = [frame.tempo.sample(beat) for beat, _, _ in frame.hits]
    stop = frame.tempo.sample(frame.last)
    notes: list[Note] = []
    for stroke in sorted(sketch.strokes):
        start = _swung(frame, stroke)
        jitter = round(
            max(-2.0, min(2.0, dice.gauss(0.0, 0.6))) * _LOOSE_MS * frame.bench.palette.humanise * 48
        )
        force = stroke.force * (1 + 0.07 * dice.gauss(0.0, 1.0) * (0.3 + 0.7 * frame.bench.palette.humanise))
        if not stroke.hit and start > 0 and all(abs(start - hit) > _NEAR_HIT + abs(jitter) for hit in hits):
            start = max(0, start + jitter)
        end = min(stop, frame.tempo.sample(stroke.beat + stroke.length))
        if end - start < 240:
            continue
        velocity = round(sketch.player.velocity * force * _swell(frame, stroke))
        notes.append(Note(start, end - start, stroke.pitch, min(127, max(1, velocity)), stroke.hit))
    apart = _apart(sorted(notes, key=lambda note: (note.start, note.pitch)), sketch.player.kit)
    return _slid(apart) if _can_slide(sketch) else apart


def _can_slide(sketch: Sketch) -> bool:
    """Lines of instruments whose pitch the player makes: strings, winds, voices."""
    return sketch.player.layer == "melody" and sketch.player.family in _SLIDING and not sketch.player.short


def _slid(notes: list[Note]) -> list[Note]:
    """Long notes that are reached by an upward leap begin a semitone under and glide home."""
    slid = notes[:1]
    for before, note in pairwise(notes):
        leaps = 5 <= note.pitch - before.pitch <= 12 and note.duration > 36_000 and not note.hit
        slid.append(replace(note, slide=-1.0) if leaps else note)
    return slid


def _swung(frame: Frame, stroke: Stroke) -> int:
    """The sample of a stroke, with the second sixteenth of each pair late by the palette's swing.

    What stands on a hit is not swung: the picture decides there.
    """
    beat, swing = stroke.beat, frame.bench.palette.swing
    on_hit = stroke.hit or any(beat == hit for hit, _, _ in frame.hits)
    if swing == 0.5 or beat % Fraction(1, 2) != Fraction(1, 4) or on_hit:
        return frame.tempo.sample(beat)
    late = beat - Fraction(1, 4) + Fraction(1, 2) * Fraction(swing).limit_denominator(100)
    return frame.tempo.sample(late)


def _swell(frame: Frame, stroke: Stroke) -> float:
    """Louder as the section is more intense: 0.8 to 1.15."""
    return 0.8 + 0.35 * frame.section_at(stroke.beat).intensity


def _apart(notes: list[Note], kit: bool) -> list[Note]:
    """The same key is let go before it is struck again."""
    last: dict[int, int] = {}
    kept: list[Note] = []
    for note in notes:
        before = last.get(note.pitch)
        if before is not None:
            old = kept[before]
            if note.start - old.start < 960:
                if note.hit and not old.hit:
                    kept[before] = note
                continue
            if not kit and old.start + old.duration > note.start:
                kept[before] = replace(old, duration=note.start - old.start)
        last[note.pitch] = len(kept)
        kept.append(note)
    return sorted(kept, key=lambda note: (note.start, note.pitch))


def _expression(frame: Frame, sketch: Sketch, notes: list[Note]) -> list[ControlPoint]:
    """The part's dynamics: each section's level, crescendi, swells, the ending's decay."""
    end = frame.tempo.sample(frame.end)
    points: dict[int, float] = {}
    sections = frame.written_sections()
    for number, section in enumerate(sections):
        start_beat, end_beat = frame.span(section)
        start, stop = frame.tempo.sample(start_beat), frame.tempo.sample(end_beat)
        level = _level(frame, section.intensity)
        following = _level(frame, sections[number + 1].intensity) if number + 1 < len(sections) else level
        emerges = number == 0 and section.name == "bed" and sketch.player.layer not in ("hit", "spark")
        emerges = emerges and held_before(frame.bench, frame.plan) is None
        points[max(0, start)] = level * (_OUT_OF_NOTHING if emerges else 1.0)
        points[max(start + 1, start + (stop - start) * 3 // 5)] = level
        points[max(start + 2, stop - 2400)] = level + max(0.0, 0.85 * (following - level))
    if sketch.player.manner == "swell":
        points |= _swells(frame, points)
    if sketch.player.layer in ("melody", "double"):
        points |= _arched(points, notes, end)
    if frame.plan.ending == "fade":
        return _faded(frame, points)
    points = {sample: value for sample, value in points.items() if sample < end}
    closing = _level(frame, frame.written_sections()[-1].intensity) if frame.written_sections() else 0.6
    points[end] = closing
    points |= _decay(frame, sketch, closing)
    return [ControlPoint(sample, round(value, 4)) for sample, value in sorted(points.items())]


def _swells(frame: Frame, points: dict[int, float]) -> dict[int, float]:
    """A swell on every chord of more than a second: from a little under the level to a little over it."""
    samples = sorted(points)
    levels = [points[sample] for sample in samples]
    swells: dict[int, float] = {}
    for chord in frame.chords[:-1]:
        start, end = frame.tempo.sample(chord.start_beat), frame.tempo.sample(min(chord.end_beat, frame.end))
        crest = start + (end - start) * 3 // 5
        if end - start > 48_000:
            low, high = np.interp([start, crest], samples, levels)
            swells[max(0, start)] = float(low) * 0.82
            swells[crest] = min(1.0, float(high) * 1.05)
    return swells


def _arched(points: dict[int, float], notes: list[Note], stop: int) -> dict[int, float]:
    """Each phrase of the theme grows to its highest note and falls away from it."""
    samples = sorted(points)
    levels = [points[sample] for sample in samples]
    arched: dict[int, float] = {}
    for phrase in _phrases([note for note in notes if note.start < stop - _PHRASE_REST]):
        first, last = phrase[0].start, min(stop - 1, phrase[-1].start + phrase[-1].duration)
        if last - first < _SHORTEST_PHRASE:
            continue
        peak = max(phrase, key=lambda note: (note.pitch, note.duration)).start
        peak = min(max(peak, first + (last - first) // 4), last - (last - first) // 4)
        for sample, factor in ((first, 0.84), (peak, 1.04), (last, 0.8)):
            arched[sample] = min(1.0, factor * float(np.interp(sample, samples, levels)))
    return arched


def _phrases(notes: list[Note]) -> list[list[Note]]:
    """Notes between rests."""
    phrases: list[list[Note]] = []
    for note in notes:
        if phrases and note.start - phrases[-1][-1].start - phrases[-1][-1].duration < _PHRASE_REST:
            phrases[-1].append(note)
        else:
            phrases.append([note])
    return phrases


def _level(frame: Frame, intensity: float) -> float:
    """Expression of an intensity; none at all lies the palette's dynamics under the most intense."""
    least = math.pow(10.0, -frame.bench.palette.dynamics_db / _DECIBELS_A_TENFOLD)
    return least + (1.0 - least) * math.pow(min(1.0, max(0.0, intensity)), 0.9)


def _decay(frame: Frame, sketch: Sketch, closing: float) -> dict[int, float]:
    """From the last chord to silence half a second before the cue's end, as a struck chord dies away."""
    end, stop = frame.tempo.sample(frame.end), frame.tempo.sample(frame.last)
    if frame.plan.ending == "button":
        return {end + 9600: closing, end + 24_000: closing * 0.25, min(stop, end + 43_200): 0.0}
    length = stop - end
    shape = {"open": _FERMATA, "segue": _HELD_ON}.get(frame.plan.ending, _STRUCK)
    return {end + round(length * place): closing * value for place, value in shape}


def _faded(frame: Frame, points: dict[int, float]) -> list[ControlPoint]:
    """A fade from the last phrase, at least four bars or a third of the cue."""
    stop = frame.tempo.sample(frame.last)
    start = max(0, stop - min(max(8 * 48_000, stop // 6), 10 * 48_000)) if stop > 12 * 48_000 else stop // 2
    level = next((value for sample, value in sorted(points.items(), reverse=True) if sample <= start), 0.7)
    kept = {sample: value for sample, value in points.items() if sample < start}
    shape = ((0.0, 1.0), (0.25, 0.84), (0.5, 0.64), (0.75, 0.42), (0.9, 0.24), (1.0, 0.0))
    kept |= {start + round((stop - start) * place): level * value for place, value in shape}
    return [ControlPoint(sample, round(value, 4)) for sample, value in sorted(kept.items())]
