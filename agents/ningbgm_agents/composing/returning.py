"""What of the theme comes back, and in whose voice: the statement at the end, the theme once from below."""

from __future__ import annotations

from dataclasses import replace

from ..score import Section, Voice
from .bench import ComposingBench, CuePlan

_LEAST_BARS = 4
"""Shorter sections have no room for a phrase that is known again."""
_LEAST_SECTIONS = 4
"""In shorter forms the theme stays on top, or it would hardly be heard there at all."""
_THREAT, _WEIGHT = 0.5, 0.3
"""Tension from which a dark section is a threat, and from which a still one is heavy."""
_DARK = 0.05
"""Valence up to which a section is dark."""
_INNER_LOW = 60
"""A counter player who reaches down here can have the theme in the middle."""
_STILL = 0.0
"""Arousal up to which a section is still."""


def recalling(sections: list[Section]) -> list[Section]:
    """The last release in the statement's key brings the statement's phrases again, as they were."""
    stated = next((s for s in sections if s.name == "statement" and s.theme), None)
    able = [
        number
        for number, section in enumerate(sections)
        if section.name == "release"
        and stated is not None
        and section.key == stated.key
        and section.end_bar - section.start_bar >= _LEAST_BARS
    ]
    if stated is None or not able:
        return sections
    back = list(sections)
    back[able[-1]] = replace(
        sections[able[-1]],
        theme=stated.theme,
        transformation=stated.transformation,
        recalls=stated.start_bar,
    )
    return back


def voiced(bench: ComposingBench, plan: CuePlan, sections: list[Section]) -> list[Section]:
    """Once in a longer cue the theme lies in the bass, under a threat; once in the middle, under a weight.

    Where somebody sings the theme is the singer's.
    """
    if len(sections) < _LEAST_SECTIONS or bench.brief.vocals is not None:
        return sections
    given = list(sections)
    for voice in ("bass", "inner"):
        able = {n: worth for n, s in enumerate(given) if (worth := _calls(bench, plan, s, voice)) > 0}
        if able and _has(bench, voice):
            best = max(able, key=lambda n: (able[n], -n))
            bars = given[best].end_bar - given[best].start_bar
            how = "augmented" if bars >= _LEAST_BARS else "head"
            given[best] = replace(given[best], voice=voice, transformation=how)
    return given


def _calls(bench: ComposingBench, plan: CuePlan, section: Section, voice: Voice) -> float:
    """How much the story of a section asks for the theme in this voice; 0 not at all."""
    if section.name not in ("bed", "development") or section.voice != "lead" or not section.theme:
        return 0.0
    if section.end_bar - section.start_bar < 2:
        return 0.0
    offset, bars, scene = bench.edit.sample(plan.span.start), plan.tempo.bars, bench.scene
    start_s = (plan.tempo.sample(bars[section.start_bar].start_beat) + offset) / 48_000
    end_s = (plan.tempo.sample(bars[section.end_bar].start_beat) + offset) / 48_000
    tension, valence = scene.tension.mean(start_s, end_s), scene.valence.mean(start_s, end_s)
    if valence > _DARK:
        return 0.0
    if voice == "bass":
        return tension if tension >= _THREAT else 0.0
    return tension if tension >= _WEIGHT and scene.arousal.mean(start_s, end_s) <= _STILL else 0.0


def _has(bench: ComposingBench, voice: Voice) -> bool:
    """Whether somebody can play a line there: no walking or pulsing bass, no drummer."""
    players = bench.palette.players
    if voice == "bass":
        basses = [p for p in players if p.layer == "bass"]
        return bool(basses) and basses[0].manner in ("root", "line", "sustain") and not basses[0].patch
    return any(p.layer == "counter" and p.low <= _INNER_LOW for p in players)
