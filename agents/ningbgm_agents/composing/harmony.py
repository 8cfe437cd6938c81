"""Harmony: which chord when, with the hits as reasons to change and a cadence to end."""

from __future__ import annotations

import itertools
from fractions import Fraction

from ..score import Chord, Key, Section
from .bench import ComposingBench, CuePlan
from .form import hit_beats
from .progression import progression, spell
from .scale import is_major


def harmonise(bench: ComposingBench, plan: CuePlan) -> tuple[Chord, ...]:
    """The chords of a cue, in order and without gaps, from its first beat past its end."""
    tempo, chords = plan.tempo, []
    end = tempo.beat(bench.edit.sample(plan.last_chord) - bench.edit.sample(plan.span.start))
    changes = _forced_changes(bench, plan)
    names: dict[str, int] = {}
    for section in plan.sections[:-1]:
        start = tempo.bars[section.start_bar].start_beat
        stop = min(end, tempo.bars[section.end_bar].start_beat)
        if start < stop:
            chords += _section_chords(bench, plan, section, start, stop, changes, names)
    chords = _with_cadence(plan.sections[-1].key, chords, end, plan.ending)
    last = spell(_last_numeral(bench, plan), plan.sections[-1].key, end, tempo.end_beat + 4)
    return (*chords, last)


def _forced_changes(bench: ComposingBench, plan: CuePlan) -> tuple[Fraction, ...]:
    """Beats of the hits that deserve a new chord: a change on a hit is worth as much as a drum."""
    beats = hit_beats(plan, bench.edit.sample(plan.span.start))
    return tuple(beat for beat, hit in beats.items() if hit.treatment in ("accent", "colour"))


def _section_chords(
    bench: ComposingBench,
    plan: CuePlan,
    section: Section,
    start: Fraction,
    stop: Fraction,
    changes: tuple[Fraction, ...],
    names: dict[str, int],
) -> list[Chord]:
    numerals = _numerals(bench, plan, section, names)
    dice = bench.dice("rhythm", plan.name, section.start_bar)
    bars = dice.choice(bench.palette.harmonic_rhythm)
    bars = 1 if section.intensity > 0.7 else max(bars, 2) if section.intensity < 0.22 else bars
    bounds = {start, stop, *(b for b in changes if start < b < stop)}
    bounds |= {
        plan.tempo.bars[bar].start_beat
        for bar in range(section.start_bar, section.end_bar, bars)
        if plan.tempo.bars[bar].start_beat < stop
    }
    ordered = _without_slivers(sorted(bounds), frozenset(changes) | {start, stop})
    return [
        spell(numerals[number % len(numerals)], section.key, a, b)
        for number, (a, b) in enumerate(itertools.pairwise(ordered))
    ]


def _without_slivers(bounds: list[Fraction], fixed: frozenset[Fraction]) -> list[Fraction]:
    """No chord shorter than two beats, except where two hits ask for it."""
    kept = [bounds[0]]
    for bound, following in zip(bounds[1:], [*bounds[2:], None], strict=True):
        short = bound - kept[-1] < 2 or (
            following is not None and following in fixed and following - bound < 2
        )
        if bound in fixed or not short:
            kept.append(bound)
    return kept


def _numerals(
    bench: ComposingBench, plan: CuePlan, section: Section, names: dict[str, int]
) -> tuple[str, ...]:
    """The progression of a section; when one comes back it is varied, never looped unchanged."""
    name = _choose(bench, plan, section)
    times = names.get(name, 0)
    names[name] = times + 1
    chords = progression(name).chords
    if times % 3 == 1:
        chords = chords[4:] + chords[:4]
    elif times % 3 == 2:
        chords = tuple(_coloured(chord) if n % 2 else chord for n, chord in enumerate(chords))
    return _in_mode(chords, section.key)


def _choose(bench: ComposingBench, plan: CuePlan, section: Section) -> str:
    for cue, bar, chosen in bench.progressions:
        if (cue, bar) == (plan.name, section.start_bar):
            return chosen
    offset = bench.edit.sample(plan.span.start)
    bars = plan.tempo.bars
    start_s = (plan.tempo.sample(bars[section.start_bar].start_beat) + offset) / 48_000
    end_s = (plan.tempo.sample(bars[section.end_bar].start_beat) + offset) / 48_000
    tension = bench.scene.tension.mean(start_s, end_s)
    palette = bench.palette
    family = palette.tense if tension > 0.62 else palette.major if is_major(section.key) else palette.minor
    slot = 0 if section.name in ("bed", "statement", "release") else 1
    order = list(family)
    bench.dice("progressions").shuffle(order)
    return order[slot % len(order)]


def _coloured(numeral: str) -> str:
    """The same chord with a colour: a suspended fifth, a ninth, a third in the bass."""
    if numeral in ("V", "v"):
        return f"{numeral}sus4"
    if numeral in ("I", "IV"):
        return f"{numeral}add9"
    return f"{numeral}/3" if numeral in ("i", "vi", "iv", "bVI") else numeral


def _in_mode(numerals: tuple[str, ...], key: Key) -> tuple[str, ...]:
    """A progression written for the other mode is read in this one."""
    minor_written = numerals[0].lstrip("b#").startswith(("i", "v")) and numerals[0].lstrip("b#")[0].islower()
    if is_major(key) and minor_written and numerals[0].startswith("i"):
        swap = {"i": "I", "iv": "IV", "bIII": "iii", "bVI": "vi", "bVII": "V", "v": "V", "i9": "Imaj9"}
        return tuple(swap.get(numeral, numeral) for numeral in numerals)
    return numerals


def _with_cadence(key: Key, chords: list[Chord], end: Fraction, ending: str) -> list[Chord]:
    """The approach to the last chord: dominant for a close, subdominant where it should float."""
    if not chords or chords[-1].end_beat - chords[-1].start_beat < 1:
        return chords
    last = chords[-1]
    numeral = {"open": "IV" if is_major(key) else "iv"}.get(ending, "V7sus4" if is_major(key) else "bVII")
    length = last.end_beat - last.start_beat
    if length >= 4:
        split = end - 2
        approach = spell("IVadd9" if is_major(key) else "iv", key, last.start_beat, split)
        return [*chords[:-1], approach, spell(numeral, key, split, end)]
    return [*chords[:-1], spell(numeral, key, last.start_beat, end)]


def _last_numeral(bench: ComposingBench, plan: CuePlan) -> str:
    major = is_major(plan.sections[-1].key)
    if plan.ending == "open":
        return "Isus2" if major else "bVImaj7"
    rich = bench.palette.rich_ending
    if major:
        return "Iadd9" if rich else "I"
    return "iadd9" if rich else "i"
