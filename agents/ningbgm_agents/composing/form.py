"""Form: bars become sections that follow the story, each with a key, an intensity and a use of the theme."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

from ..scene import NarrativeRole
from ..score import HitPoint, Key, Section
from .bench import ComposingBench, CuePlan
from .returning import recalling, voiced

_LENGTH_COST = {1: 5.0, 2: 2.2, 3: 2.4, 4: 0.2, 5: 1.6, 6: 1.0, 7: 1.7, 8: 0.0, 9: 2.0, 10: 2.4, 12: 2.6}
"""Phrases of two, four or eight bars (`craft.md` 7); others where the picture asks."""
_PATIENCE_S = 16.0
_QUIETEST, _QUIETEST_WITH_GROOVE = 0.2, 0.26
"""Less is lost under a film's own sound."""
_LET_GO = 0.6
"""Most intensity of what follows the climax, as a share of the climax's."""
_BEFORE_A_DROP = 0.75
"""Most intensity of what leads to the climax in a style that lives from the drop before it."""


def build_form(bench: ComposingBench, plan: CuePlan) -> tuple[Section, ...]:
    """The sections of a cue, whole bars in order up to the last chord, then the ending."""
    tempo = plan.tempo
    end_beat = tempo.beat(bench.edit.sample(plan.last_chord) - bench.edit.sample(plan.span.start))
    last_bar = max(0, sum(bar.start_beat < end_beat for bar in tempo.bars))
    bounds = _boundaries(bench, plan, last_bar)
    raw = [_raw_section(bench, plan, a, b) for a, b in itertools.pairwise(bounds)]
    opening = bench.opening(plan.name)
    if raw and opening is not None and opening.key is not None:
        raw[0] = replace(raw[0], key=opening.key)
    sections = _shaped(bench, plan, raw) if raw else []
    key = sections[-1].key if sections else _key(bench, 0.0, "release")
    key = home_key(bench, key)
    closing = Section(
        "ending", last_bar, len(tempo.bars), "release", key, sections[-1].intensity if sections else 0.4
    )
    return (*_themed(bench, sections, plan), closing)


def _boundaries(bench: ComposingBench, plan: CuePlan, last_bar: int) -> list[int]:
    """Bars at which sections begin: even phrases, drawn to the heavy hits (dynamic programming)."""
    reward = [_boundary_worth(bench, plan, bar) for bar in range(last_bar + 1)]
    best: list[tuple[float, int]] = [(0.0, -1)]
    for end in range(1, last_bar + 1):
        options = []
        for start in range(max(0, end - 12), end):
            length_cost = _LENGTH_COST.get(end - start, 3.0) + _long(plan, start, end)
            gain = reward[end] if end < last_bar else 0.0
            options.append((best[start][0] + 0.5 + length_cost - 3.0 * gain, start))
        best.append(min(options))
    bounds, bar = [], last_bar
    while bar > 0:
        bounds.append(bar)
        bar = best[bar][1]
    return [0, *reversed(bounds)]


def _long(plan: CuePlan, start: int, end: int) -> float:
    """Price of a section that lasts longer than the ear waits for something new, in slow tempi above all."""
    bars = plan.tempo.bars
    samples = plan.tempo.sample(bars[end].start_beat) - plan.tempo.sample(bars[start].start_beat)
    return 0.12 * max(0.0, samples / 48_000 - _PATIENCE_S)


def _boundary_worth(bench: ComposingBench, plan: CuePlan, bar: int) -> float:
    """How much a bar's first beat wants to begin something: weight of the hit on it, more at turns."""
    start = plan.tempo.sample(plan.tempo.bars[bar].start_beat) + bench.edit.sample(plan.span.start)
    return max(
        (
            hit.weight * (1.4 if "turn" in hit.why or hit.kind in ("turn", "marker", "directed") else 1.0)
            for hit in plan.hits
            if abs(hit.sample - start) < 480
        ),
        default=0.0,
    )


def _raw_section(bench: ComposingBench, plan: CuePlan, first: int, last: int) -> Section:
    offset = bench.edit.sample(plan.span.start)
    start_s = (plan.tempo.sample(plan.tempo.bars[first].start_beat) + offset) / 48_000
    end_s = (plan.tempo.sample(plan.tempo.bars[last].start_beat) + offset) / 48_000
    scene = bench.scene
    arousal, tension = scene.arousal.mean(start_s, end_s), scene.tension.mean(start_s, end_s)
    role = scene.record_at(bench.edit.rate.frame_at((start_s + end_s) / 2)).role
    intensity = 0.12 + 0.4 * (arousal + 1) / 2 + 0.42 * tension
    return Section("", first, last, role, _key(bench, scene.valence.mean(start_s, end_s), role), intensity)


def _key(bench: ComposingBench, valence: float, role: NarrativeRole) -> Key:
    """The key of a feeling: valence chooses the mode (Hevner 1936, Gabrielsson and Lindström 2010)."""
    bright, dark = bench.palette.scales
    mode = bench.brief.mode
    major = valence > -0.08 if mode is None else mode == "major"
    return Key(bench.tonic, bright if major else dark)


def home_key(bench: ComposingBench, key: Key) -> Key:
    """The key in which the cue closes: the tonic, in the mode that the end has (or the wish asks for)."""
    hopeful = any(shift.end > 0.95 and shift.valence > 0.2 for shift in bench.brief.shifts)
    if hopeful and bench.brief.mode != "minor":
        return Key(bench.tonic, bench.palette.scales[0])
    return Key(bench.tonic, key.scale)


def _shaped(bench: ComposingBench, plan: CuePlan, raw: list[Section]) -> list[Section]:
    """Names, intensities and keys: a course from bed to climax to release, with contrast."""
    worth = [
        section.intensity
        + _late(raw, n)
        + 0.25 * (section.role == "climax")
        - 0.6 * _spoken(bench, plan, section)
        for n, section in enumerate(raw)
    ]
    peak = max(range(len(raw)), key=lambda n: (worth[n], n))
    level = {"soft": -0.18, "normal": 0.0, "loud": 0.15}[bench.brief.dynamics]
    top = max(section.intensity for section in raw)
    shaped = []
    for number, section in enumerate(raw):
        arc = 0.0 if len(raw) == 1 else 0.22 * (1 - abs(number - peak) / max(peak, len(raw) - 1 - peak, 1))
        intensity = section.intensity + arc + (0.1 * (0.75 - top) if top < 0.75 else 0.0) + level
        if number == 0 and len(raw) > 1:
            intensity = min(intensity, 0.55)
        name = _name(number, peak, len(raw))
        shaped.append(
            Section(
                name,
                section.start_bar,
                section.end_bar,
                section.role,
                _section_key(bench, section.key, number, name),
                round(min(1.0, max(0.08, intensity)), 3),
            )
        )
    return _graded(bench, shaped)


def _graded(bench: ComposingBench, sections: list[Section]) -> list[Section]:
    """The climax stands out: what leads to it stays under it, and what follows lets go."""
    top = next((section.intensity for section in sections if section.name == "climax"), None)
    if top is None:
        return sections
    stated = min(top - 0.18, _BEFORE_A_DROP) if bench.palette.drop else top - 0.18
    worked = min(top - 0.1, _BEFORE_A_DROP) if bench.palette.drop else top - 0.1
    most = {"bed": top - 0.3, "statement": stated, "development": worked, "release": _LET_GO * top}
    quietest = _QUIETEST_WITH_GROOVE if bench.palette.grooves else _QUIETEST
    return [
        replace(
            section, intensity=round(max(quietest, min(section.intensity, most.get(section.name, top))), 3)
        )
        for section in sections
    ]


def _spoken(bench: ComposingBench, plan: CuePlan, section: Section) -> float:
    """Share of a section that lies under speech: a climax there would have to whisper."""
    offset, bars = bench.edit.sample(plan.span.start), plan.tempo.bars
    start = (plan.tempo.sample(bars[section.start_bar].start_beat) + offset) / 48_000
    end = (plan.tempo.sample(bars[section.end_bar].start_beat) + offset) / 48_000
    return bench.evidence.speaking(start, end)


def _late(raw: list[Section], number: int) -> float:
    """Weight of the place: climaxes sit well from 55 to 80 % of the way, and never open a longer piece."""
    if number == 0 and len(raw) > 2:
        return -1.0
    bars = raw[-1].end_bar
    start, end = raw[number].start_bar / bars, raw[number].end_bar / bars
    return 0.3 if 0.5 <= start <= 0.8 or 0.55 <= (start + end) / 2 <= 0.8 else -0.1 if end < 0.5 else 0.0


def _name(number: int, peak: int, count: int) -> str:
    if number == peak and count > 1:
        return "climax"
    if number == 0:
        return "bed" if count > 2 else "statement"
    if number > peak:
        return "release"
    return "statement" if number == 1 else "development"


def _section_key(bench: ComposingBench, key: Key, number: int, name: str) -> Key:
    """A lift for the climax of longer pieces: up a whole step or a minor third, by the dice."""
    if name != "climax" or number < 3:
        return key
    lift = bench.dice("lift").choice((0, 2, 3))
    return Key((key.tonic + lift) % 12, key.scale)


def _themed(bench: ComposingBench, sections: list[Section], plan: CuePlan) -> list[Section]:
    """What the theme does in each section: hinted, stated with an open end, worked on, whole at the climax.

    The theme is that of the subject then seen, where it has one.
    """
    climax = any(section.name == "climax" for section in sections)
    themed: list[Section] = []
    for section in sections:
        before = themed[-1].transformation if themed else ""
        how = _use(bench, sections, section, climax, before)
        themed.append(replace(section, theme=_theme_of(bench, plan, section), transformation=how))
    return voiced(bench, plan, recalling(themed))


def _use(bench: ComposingBench, sections: list[Section], section: Section, climax: bool, before: str) -> str:
    """How the theme returns where the story is: a choice of two or three, never the same twice in a row."""
    bars, dark = section.end_bar - section.start_bar, section.key.scale != sections[0].key.scale
    if section.name == "climax":
        return "whole"
    if section.name == "bed":
        ways = ["answer"]
    elif section.name == "statement":
        ways = ["opening" if climax else "whole"]
    elif section.name == "release":
        ways = ["augmented", "head"] if bars >= 4 else ["head", "answer"]
    elif section.intensity > 0.6:
        ways = ["fragments", "halved"] if bench.palette.tempo_bpm[1] < 126 else ["fragments", "head"]
    else:
        ways = ["inverted", "augmented", "head"] if dark else ["head", "inverted", "opening"]
    return next((how for how in ways if how != before), ways[0])


def _theme_of(bench: ComposingBench, plan: CuePlan, section: Section) -> str:
    bars = plan.tempo.bars
    middle = bars[(section.start_bar + section.end_bar) // 2].start_beat
    sample = plan.tempo.sample(middle) + bench.edit.sample(plan.span.start)
    subject = bench.scene.record_at(bench.edit.rate.frame_of_sample(sample)).subject
    own = next((theme.name for theme in bench.themes if theme.subject == subject), None)
    return own or bench.themes[0].name


def hit_beats(plan: CuePlan, cue_start: int) -> dict[Fraction, HitPoint]:
    """The hits of a cue by their beat."""
    return {plan.tempo.beat(hit.sample - cue_start): hit for hit in plan.hits}
