"""Harmony: which chord when, with the hits as reasons to change and a cadence to end."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..score import Chord, Key, Section
from .bench import ComposingBench, CuePlan
from .choosing import Choice, chords_under
from .form import hit_beats
from .joining import led_into
from .progression import spell
from .scale import is_major
from .segue import held_before, held_numeral, taken_up

_CHANGES_APART = 3
"""Beats between two chords that hits ask for; more would be a rattle."""
_HEAVY = 0.65
"""Weight from which a hit changes the chord of a style that changes it seldom."""


def harmonise(bench: ComposingBench, plan: CuePlan) -> tuple[Chord, ...]:
    """The chords of a cue, in order and without gaps, from its first beat past its end."""
    tempo = plan.tempo
    chords: list[Chord] = []
    end = tempo.beat(bench.edit.sample(plan.last_chord) - bench.edit.sample(plan.span.start))
    changes = _forced_changes(bench, plan)
    chosen: dict[int, Choice] = {}
    for section in plan.sections[:-1]:
        start = tempo.bars[section.start_bar].start_beat
        stop = min(end, tempo.bars[section.end_bar].start_beat)
        if start < stop:
            more = _section_chords(bench, plan, section, start, stop, changes, chosen)
            chords = [*led_into(bench, plan, chords, section, more[0], changes), *more]
    held = held_before(bench, plan)
    if held is not None and chords:
        chords = list(taken_up(held, plan.sections[0].key, tuple(chords)))
    chords = _with_cadence(bench, plan.sections[-1].key, chords, end, plan.ending)
    last = spell(_last_numeral(bench, plan), plan.sections[-1].key, end, tempo.end_beat + 4)
    return (*chords, last)


def _forced_changes(bench: ComposingBench, plan: CuePlan) -> tuple[Fraction, ...]:
    """Beats of the hits that deserve a new chord, the heaviest first: it is worth as much as a drum."""
    beats = hit_beats(plan, bench.edit.sample(plan.span.start))
    chosen: list[Fraction] = []
    for beat, hit in sorted(beats.items(), key=lambda entry: (-entry[1].weight, entry[0])):
        strong = hit.treatment in ("accent", "colour") and (hit.weight >= _HEAVY or not _is_slow(bench))
        if strong and all(abs(beat - other) >= _CHANGES_APART for other in chosen):
            chosen.append(beat)
    return tuple(sorted(chosen))


def _section_chords(
    bench: ComposingBench,
    plan: CuePlan,
    section: Section,
    start: Fraction,
    stop: Fraction,
    changes: tuple[Fraction, ...],
    chosen: dict[int, Choice],
) -> list[Chord]:
    first = section.start_bar if section.recalls is None else section.recalls
    dice = bench.dice("rhythm", plan.name, first)
    bars = dice.choice(bench.palette.harmonic_rhythm)
    bars = (
        min(bars, 2 if _is_slow(bench) else 1)
        if section.intensity > 0.7
        else max(bars, 2)
        if section.intensity < 0.22
        else bars
    )
    bounds = {start, stop, *(b for b in changes if start < b < stop)}
    pressing = _pressing_from(plan, section)
    bounds |= {
        plan.tempo.bars[bar].start_beat
        for bar in range(section.start_bar, section.end_bar)
        if plan.tempo.bars[bar].start_beat < stop
        and ((bar - section.start_bar) % bars == 0 or bar >= pressing)
    }
    least = 4 if _is_slow(bench) else 2
    ordered = _without_slivers(sorted(bounds), frozenset(changes) | {start, stop}, least)
    return chords_under(bench, plan, section, ordered, chosen)


def _pressing_from(plan: CuePlan, section: Section) -> int:
    """The bar from which chords change every bar: the last two before a climax press on."""
    following = next((s for s in plan.sections if s.start_bar == section.end_bar), None)
    return section.end_bar - 2 if following is not None and following.name == "climax" else section.end_bar


def _is_slow(bench: ComposingBench) -> bool:
    """Whether the style has one chord a phrase or two bars: nothing but a heavy hit hurries it."""
    return min(bench.palette.harmonic_rhythm) >= 2


def _without_slivers(bounds: list[Fraction], fixed: frozenset[Fraction], least: int) -> list[Fraction]:
    """No chord shorter than so many beats, except where two hits ask for it."""
    kept = [bounds[0]]
    for bound, following in zip(bounds[1:], [*bounds[2:], None], strict=True):
        short = bound - kept[-1] < least or (
            following is not None and following in fixed and following - bound < least
        )
        if bound in fixed or not short:
            kept.append(bound)
    return kept


def _with_cadence(
    bench: ComposingBench, key: Key, chords: list[Chord], end: Fraction, ending: str
) -> list[Chord]:
    """The approach to the last chord: dominant for a close, subdominant where it should float."""
    if len(chords) > 1 and chords[-1].end_beat - chords[-1].start_beat < 1:
        chords = [*chords[:-2], replace(chords[-2], end_beat=end)]
    if not chords or chords[-1].end_beat - chords[-1].start_beat < 1:
        return chords
    last = chords[-1]
    close = "V7sus4" if is_major(key) else "bVII" if bench.palette.parallels else "V"
    numeral = {"open": "IV" if is_major(key) else "iv"}.get(ending, close)
    length = last.end_beat - last.start_beat
    if length >= 4:
        split = end - 2
        approach = spell("IVadd9" if is_major(key) else "iv", key, last.start_beat, split)
        return [*chords[:-1], approach, spell(numeral, key, split, end)]
    return [*chords[:-1], spell(numeral, key, last.start_beat, end)]


def _last_numeral(bench: ComposingBench, plan: CuePlan) -> str:
    major = is_major(plan.sections[-1].key)
    if plan.ending == "segue":
        return held_numeral(bench, plan)
    if plan.ending == "open":
        return "Isus2" if major else "bVImaj7"
    rich = bench.palette.rich_ending
    if major:
        return "Iadd9" if rich else "I"
    return "iadd9" if rich else "i"
