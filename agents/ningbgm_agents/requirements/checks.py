"""The verifier of team 1: vocabulary, ranges, contradictions, delivery, silences."""

from __future__ import annotations

from dataclasses import replace

from ..brief import STEMS, Brief, Silence
from ..palette import known_names
from ..scene import Finding
from .bench import RequirementsBench
from .vocabulary import entry_named

LOUDNESS_LUFS = (-40.0, -8.0)
"""Loudness that a delivery may ask for."""
TEMPO_BPM = (30.0, 240.0)
"""Tempi that music can have."""
MOST_VARIATIONS = 9
"""How many variations may be asked for."""
_FULL = 0.95
"""Share of silence from which nothing is left to score."""


def check_brief(bench: RequirementsBench) -> tuple[RequirementsBench, tuple[Finding, ...]]:
    """Every finding about the bench's brief."""
    if bench.brief is None:
        return bench, (Finding("error", "vocabulary", "There is no brief."),)
    brief = bench.brief
    findings = (
        *_vocabulary(brief),
        *_ranges(brief),
        *_contradictions(brief),
        *_delivery(brief),
        *_silences(brief, bench.length_s),
    )
    return replace(bench, findings=findings), findings


def _vocabulary(brief: Brief) -> list[Finding]:
    findings = [
        Finding("error", "vocabulary", f"There is no palette {name!r}.")
        for name in brief.palettes
        if name not in known_names(brief.palette_text)
    ]
    findings += [
        Finding("error", "vocabulary", f"There is no mood {name!r}.")
        for name in brief.moods
        if entry_named("mood", name) is None
    ]
    if not brief.palettes:
        findings.append(Finding("error", "vocabulary", "The brief names no palette."))
    return findings


def _ranges(brief: Brief) -> list[Finding]:
    findings = [
        Finding("error", "ranges", f"A {name} of {value:g} is outside -1 to 1.")
        for name, value in (("valence", brief.valence), ("arousal", brief.arousal))
        if value is not None and not -1 <= value <= 1
    ]
    tempo = brief.tempo_bpm
    if tempo and not TEMPO_BPM[0] <= tempo[0] <= tempo[1] <= TEMPO_BPM[1]:
        findings.append(
            Finding("error", "ranges", f"The tempo {tempo[0]:g} to {tempo[1]:g} cannot be played.")
        )
    if not 1 <= brief.variations <= MOST_VARIATIONS:
        findings.append(Finding("error", "ranges", f"{brief.variations} variations cannot be made."))
    if not 0 <= brief.hit_density <= 2:
        findings.append(
            Finding("error", "ranges", f"A hit density of {brief.hit_density:g} is outside 0 to 2.")
        )
    if any(not 0 <= shift.start < shift.end <= 1 for shift in brief.shifts):
        findings.append(Finding("error", "ranges", "A shift of mood lies outside the film."))
    return findings


def _contradictions(brief: Brief) -> list[Finding]:
    both = sorted(set(brief.include) & set(brief.exclude))
    return [Finding("error", "contradictions", f"{name} is both wanted and not wanted.") for name in both]


def _delivery(brief: Brief) -> list[Finding]:
    delivery, (low, high) = brief.delivery, LOUDNESS_LUFS
    findings = []
    if not low <= delivery.loudness_lufs <= high:
        findings.append(Finding("error", "delivery", f"{delivery.loudness_lufs:g} LUFS cannot be delivered."))
    if delivery.true_peak_dbtp > 0:
        findings.append(Finding("error", "delivery", "A true peak above 0 dBTP clips."))
    unknown = [name for name in delivery.stems if name not in STEMS]
    if unknown or not delivery.stems:
        findings.append(Finding("error", "delivery", f"Unknown stems: {', '.join(unknown) or 'none named'}."))
    return findings


def _silences(brief: Brief, length_s: float) -> list[Finding]:
    findings = [
        Finding("error", "silences", f"“{silence.why}” lies outside the {length_s:.1f} s of the film.")
        for silence in brief.silences
        if not 0 <= silence.start_s < silence.end_s <= length_s + 0.05
    ]
    if brief.silences and covered_s(brief.silences) > _FULL * length_s:
        findings.append(Finding("error", "silences", "The silences leave nothing to score."))
    return findings


def covered_s(silences: tuple[Silence, ...]) -> float:
    """Seconds that lie in at least one silence."""
    total, reached = 0.0, 0.0
    for silence in sorted(silences, key=lambda s: s.start_s):
        start = max(silence.start_s, reached)
        total += max(0.0, silence.end_s - start)
        reached = max(reached, silence.end_s)
    return total
