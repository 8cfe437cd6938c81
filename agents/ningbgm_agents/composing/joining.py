"""How one section's harmony leads into the next: half closes, and modulations that are prepared or jump."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..score import Chord, Key, Section
from .bench import ComposingBench, CuePlan
from .progression import spell
from .scale import SCALES, is_major

_LEAST = Fraction(2)
"""Beats that a chord of approach needs."""
_LEAST_BARS = 4
"""A shorter section gives no two bars of its own to the key of the next."""
_PIVOTS = {True: ("ii7", "IV", "vi7"), False: ("iv", "bVI", "ii°")}
"""Chords of approach in a major and in a minor key, before its dominant."""


def led_into(
    bench: ComposingBench,
    plan: CuePlan,
    chords: list[Chord],
    section: Section,
    first: Chord,
    hits: tuple[Fraction, ...],
) -> list[Chord]:
    """The chords so far with their last beats turned towards the first chord of the section to come.

    A key on another tonic is prepared over two bars, by a chord that the old key knows and the dominant; one
    of the same tonic by its dominant alone. Or it is jumped into on a strong hit with nothing between. In the
    same key a phrase that would stand still on the chord to come makes a half close (`craft.md` 2).
    """
    if not chords or chords[-1].end_beat - chords[-1].start_beat < _LEAST:
        return chords
    before = next((s for s in plan.sections if s.end_bar == section.start_bar), section)
    last, numeral = chords[-1], ""
    jumps = before.key != section.key and first.start_beat in hits and _jumps(bench, section)
    if before.key.tonic != section.key.tonic and not jumps:
        prepared = _prepared(bench, plan, chords, before, section, hits)
        if prepared is not None:
            return prepared
    if before.key != section.key:
        numeral = "" if jumps else _dominant(bench, section.key)
    elif last.root == first.root or before.transformation == "opening":
        numeral = _half_close(bench, section.key)
    approach = spell(numeral, section.key, last.start_beat, last.end_beat) if numeral else None
    if approach is None or approach.root == first.root:
        return chords
    return [*chords[:-1], *_split(last, numeral, section.key, hits)]


def _prepared(
    bench: ComposingBench,
    plan: CuePlan,
    chords: list[Chord],
    before: Section,
    section: Section,
    hits: tuple[Fraction, ...],
) -> list[Chord] | None:
    """The last two bars as pivot and dominant of the key to come; None where they belong to the picture."""
    bars, end = plan.tempo.bars, chords[-1].end_beat
    if before.end_bar - before.start_bar < _LEAST_BARS:
        return None
    start, turn = (bars[section.start_bar - back].start_beat for back in (2, 1))
    if any(start < hit < end and hit != turn for hit in hits):
        return None
    kept = [chord for chord in chords if chord.start_beat < start]
    if kept and kept[-1].end_beat > start:
        kept[-1] = replace(kept[-1], end_beat=start)
    known = set(kept[-1].pitches) if kept else set()
    options = [spell(numeral, section.key, start, turn) for numeral in _PIVOTS[is_major(section.key)]]
    scale = {(before.key.tonic + step) % 12 for step in SCALES[before.key.scale]}
    pivot = max(
        options, key=lambda chord: 2 * len(scale & set(chord.pitches)) + len(known & set(chord.pitches))
    )
    return [*kept, pivot, spell(_dominant(bench, section.key), section.key, turn, end)]


def _split(last: Chord, numeral: str, key: Key, hits: tuple[Fraction, ...]) -> list[Chord]:
    """The last two beats of a chord of four or more, else all of it, under another numeral."""
    at = last.end_beat - 2
    if last.end_beat - last.start_beat < 4 or any(at < hit < last.end_beat for hit in hits):
        return [spell(numeral, key, last.start_beat, last.end_beat)]
    return [replace(last, end_beat=at), spell(numeral, key, at, last.end_beat)]


def _jumps(bench: ComposingBench, section: Section) -> bool:
    """Half of the new keys on a strong hit are jumped into."""
    return bench.dice("jump", section.start_bar).random() < 0.5


def _dominant(bench: ComposingBench, key: Key) -> str:
    if bench.palette.parallels:
        return "Vsus4" if is_major(key) else "bVII"
    return "V7"


def _half_close(bench: ComposingBench, key: Key) -> str:
    if is_major(key):
        return "Vsus4" if bench.palette.parallels else "V"
    return "bVII" if bench.palette.parallels or key.scale == "dorian" else "V"
