"""How one section's harmony leads into the next: half closes, and modulations that are prepared or jump."""

from __future__ import annotations

from fractions import Fraction

from ..score import Chord, Key, Section
from .bench import ComposingBench, CuePlan
from .progression import spell
from .scale import is_major

_LEAST = Fraction(2)
"""Beats that a chord of approach needs."""


def led_into(
    bench: ComposingBench,
    plan: CuePlan,
    chords: list[Chord],
    section: Section,
    first: Chord,
    hits: tuple[Fraction, ...],
) -> list[Chord]:
    """The chords so far with their last beats turned towards the first chord of the section to come.

    A new key is prepared by its dominant, or jumped into on a strong hit with nothing between; in the same
    key a phrase that would stand still on the chord to come makes a half close (`craft.md` 2).
    """
    if not chords or chords[-1].end_beat - chords[-1].start_beat < _LEAST:
        return chords
    before = next((s for s in plan.sections if s.end_bar == section.start_bar), section)
    last, numeral = chords[-1], ""
    if before.key != section.key:
        numeral = "" if first.start_beat in hits and _jumps(bench, section) else _dominant(bench, section.key)
    elif last.root == first.root or before.transformation == "opening":
        numeral = _half_close(bench, section.key)
    approach = spell(numeral, section.key, last.start_beat, last.end_beat) if numeral else None
    if approach is None or approach.root == first.root:
        return chords
    return [*chords[:-1], *_split(last, numeral, section.key, hits)]


def _split(last: Chord, numeral: str, key: Key, hits: tuple[Fraction, ...]) -> list[Chord]:
    """The last two beats of a chord of four or more, else all of it, under another numeral."""
    at = last.end_beat - 2
    if last.end_beat - last.start_beat < 4 or any(at < hit < last.end_beat for hit in hits):
        return [spell(numeral, key, last.start_beat, last.end_beat)]
    kept = Chord(
        last.start_beat, at, last.root, last.quality, last.bass, last.pitches, last.symbol, last.degree
    )
    return [kept, spell(numeral, key, at, last.end_beat)]


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
