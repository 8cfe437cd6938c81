"""A temp track followed: tempo, mode, energy and course go into the brief, each with its evidence.

What the user said in words or options wins; a tempo or a mode that is only usual in a style gives way.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from math import log2

from ..brief import Brief, Derivation, Likeness, MoodShift
from .bench import RequirementsBench
from .derivation import derive
from .wish import Wish

_SURE_OF_TEMPO, _SURE_OF_KEY = 0.15, 0.2
_BEND = 0.03
"""How far the tempo may lie from that of the track: less is heard as the same."""
_TONICS = ("C", "D flat", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
_DENSITY = ((30.0, -0.6), (90.0, -0.2), (180.0, 0.15), (280.0, 0.45), (420.0, 0.8))
"""Arousal by onsets a minute."""
_COURSES = 6
_FLAT_DB = 4.0
_BEND_OF_COURSE = 0.9


def tempo_like(likeness: Likeness | None) -> tuple[float, float] | None:
    """The range of tempi that is heard as the track's; None where it has no sure pulse."""
    if likeness is None or likeness.tempo_bpm is None or likeness.tempo_confidence < _SURE_OF_TEMPO:
        return None
    return round(likeness.tempo_bpm * (1 - _BEND), 1), round(likeness.tempo_bpm * (1 + _BEND), 1)


def brightness_of(likeness: Likeness | None) -> float | None:
    """Middle of the track's spectrum."""
    return likeness.brightness_hz if likeness is not None and likeness.brightness_hz > 0 else None


def feel_like(brief: Brief, bench: RequirementsBench, wish: Wish) -> Brief:
    """The brief with the track's energy, where the wish names none, and its course."""
    likeness = bench.request.likeness
    if likeness is None:
        return brief
    brief = replace(brief, likeness=likeness)
    if not wish.moods:
        arousal = _arousal(likeness)
        brief = _instead(
            replace(brief, arousal=arousal),
            "density",
            f"arousal {arousal:+.2f}",
            f"{likeness.onsets_per_minute:.0f} onsets a minute as in {likeness.name}",
        )
        brief = _with_valence_of_the_picture(brief)
    return _course(brief, likeness, wish)


def move_like(brief: Brief, bench: RequirementsBench, wish: Wish) -> Brief:
    """The brief with the track's tempo and mode, where the wish names none."""
    likeness = bench.request.likeness
    if likeness is None:
        return brief
    tempo = tempo_like(likeness)
    if wish.tempo_bpm is None and tempo is not None:
        told = f"tempo {likeness.tempo_bpm:g} as in {likeness.name} (sure to {likeness.tempo_confidence:.0%})"
        brief = _instead(replace(brief, tempo_bpm=tempo), "tempo_bpm", f"{tempo[0]:g} to {tempo[1]:g}", told)
    elif wish.tempo_bpm is None:
        brief = _noted(brief, "tempo_bpm", f"{likeness.name} has no pulse that stands out")
    sure = likeness.mode is not None and likeness.key_confidence >= _SURE_OF_KEY
    if wish.mode is None and sure and likeness.mode is not None and likeness.tonic is not None:
        key = f"{_TONICS[likeness.tonic]} {likeness.mode}"
        told = f"{likeness.name} is in {key} (sure to {likeness.key_confidence:.0%}); its mode is followed"
        brief = _instead(replace(brief, mode=likeness.mode), "mode", likeness.mode, told)
    return brief


def _arousal(likeness: Likeness) -> float:
    """Energy of the density of onsets, a little more where the sound is bright."""
    density = likeness.onsets_per_minute
    value = _DENSITY[0][1]
    for (low, a), (high, b) in itertools.pairwise(_DENSITY):
        if density > low:
            value = a + (b - a) * min(1.0, (density - low) / (high - low))
    bright = 0.15 * max(-1.0, min(1.0, log2(max(likeness.brightness_hz, 50.0) / 1400)))
    return round(max(-0.9, min(0.9, value + bright)), 2)


def _course(brief: Brief, likeness: Likeness, wish: Wish) -> Brief:
    """The track's loudness over its length as feelings over the film's, unless the wish gives a shape."""
    if (
        brief.shifts
        or wish.arc is not None
        or likeness.range_lu < _FLAT_DB
        or len(likeness.energy) < _COURSES
    ):
        return brief
    steps = _averaged(likeness.energy)
    middle = sum(steps) / len(steps)
    arousal = brief.arousal if brief.arousal is not None else 0.0
    valence = (
        brief.valence
        if brief.valence is not None
        else {"major": 0.25, "minor": -0.25}.get(likeness.mode or "", 0.0)
    )
    shifts = tuple(
        MoodShift(
            round(number / _COURSES, 4),
            round((number + 1) / _COURSES, 4),
            valence,
            round(max(-1.0, min(1.0, arousal + _BEND_OF_COURSE * (step - middle))), 3),
            f"as in {likeness.name}",
        )
        for number, step in enumerate(steps)
    )
    told = f"the loudness of {likeness.name} moves by {likeness.range_lu:g} dB over its length"
    course = ", ".join(f"{shift.arousal:+.2f}" for shift in shifts)
    return derive(replace(brief, shifts=shifts), "course", course, told)


def _averaged(energy: tuple[float, ...]) -> list[float]:
    size = len(energy) / _COURSES
    parts = [energy[round(n * size) : round((n + 1) * size)] for n in range(_COURSES)]
    return [sum(part) / len(part) for part in parts]


def _with_valence_of_the_picture(brief: Brief) -> Brief:
    """Where the feeling followed the picture, now only its valence does."""
    points = tuple(
        replace(point, value="valence follows the picture")
        if point.field == "feeling" and point.value == "follows the picture"
        else point
        for point in brief.derived
    )
    return replace(brief, derived=points)


def _instead(brief: Brief, field: str, value: str, why: str) -> Brief:
    """The brief with a point decided by the track, in place of what was decided before."""
    rest = tuple(point for point in brief.derived if point.field != field)
    return replace(brief, derived=(*rest, Derivation(field, value, why)))


def _noted(brief: Brief, field: str, why: str) -> Brief:
    points = tuple(
        replace(point, why=f"{point.why}; {why}") if point.field == field else point
        for point in brief.derived
    )
    return replace(brief, derived=points)
