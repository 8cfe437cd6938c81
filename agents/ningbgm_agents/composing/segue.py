"""Segues: a last chord held until the next cue takes it up, in a key and at a pace that the ear can follow.

No two cues' files overlap: the first one's reaches to the next one's first frame, where its chord dies away.
"""

from __future__ import annotations

from itertools import pairwise
from math import log

from ..score import Chord, Cue, Key
from ..timeline import Span
from .bench import ComposingBench, CuePlan
from .instructions import cue_starts
from .progression import spell
from .scale import is_major

REACH_S = 4.0
"""Cues that are further apart are heard as two pieces."""
FOLLOWED = 0.04
"""Share by which a tempo may miss a simple relation to the one before."""
_RELATIONS = (1.0, 2.0, 0.5, 1.5, 2 / 3)
"""Tempi beside the one before: the same, twice, half, three for two, two for three."""
_NEAR_S = 6.0
"""Feelings are compared over so long on both sides of a join."""
_LOUD_TENSION = 0.55
"""After so much tension a silence is stronger (`craft.md` 7)."""
_OTHER_FEELING = 0.5
"""A change of valence of so much is another scene, which begins by itself."""
_COMMON = 2
"""Tones that two chords share where one is heard in the other."""


def leading(bench: ComposingBench, spans: dict[str, Span], quiet: tuple[Span, ...]) -> frozenset[str]:
    """The cues that run into the next, by name: near it, no silence asked for between, as the story has it.

    Where a score is revised the places of its cues are settled: those that touch run into each other.
    """
    rate = bench.edit.rate
    standing = bench.standing.cues if bench.standing else ()
    places = sorted([*((span, name) for name, span in spans.items()), *((c.span, c.name) for c in standing)])
    found = set()
    for (span, name), (following, _) in pairwise(places):
        gap = Span(span.end, max(span.end, following.start))
        joins = bench.for_cue(name).brief.joins
        near = float(rate.seconds(gap.duration)) <= (0 if bench.standing else REACH_S)
        silent = any(silence.start <= gap.end and gap.start <= silence.end for silence in quiet)
        able = name in spans and near and not silent and joins != "apart"
        if able and (bench.standing or joins == "segue" or _flows(bench, span.end, following.start)):
            found.add(name)
    return frozenset(found)


def reaching(spans: dict[str, Span], names: frozenset[str]) -> dict[str, Span]:
    """The spans with those of the cues that run into the next reaching to its first frame."""
    starts = sorted(span.start for span in spans.values())
    return {
        name: Span(span.start, next((s for s in starts if s >= span.end), span.end))
        if name in names
        else span
        for name, span in spans.items()
    }


def _flows(bench: ComposingBench, end: int, start: int) -> bool:
    """Whether the story goes on from one cue to the next: no height to rest from, no other scene."""
    if start in cue_starts(bench.edit):
        return False
    rate, scene = bench.edit.rate, bench.scene
    end_s, start_s = float(rate.seconds(end)), float(rate.seconds(start))
    tension = scene.tension.mean(max(0.0, end_s - _NEAR_S), end_s)
    turn = scene.valence.mean(start_s, start_s + _NEAR_S) - scene.valence.mean(
        max(0.0, end_s - _NEAR_S), end_s
    )
    return tension <= _LOUD_TENSION and abs(turn) <= _OTHER_FEELING


def tempo_before(bench: ComposingBench, plan: CuePlan) -> float | None:
    """The tempo of the cue that runs into this one; None where it begins by itself."""
    before = _before(bench, plan)
    return None if before is None else before[0]


def held_before(bench: ComposingBench, plan: CuePlan) -> Chord | None:
    """The chord that the cue before leaves in the ear of this one; None where it begins by itself."""
    before = _before(bench, plan)
    return before[1][-1] if before is not None and before[1] else None


def _before(bench: ComposingBench, plan: CuePlan) -> tuple[float, tuple[Chord, ...]] | None:
    """Tempo and chords of the cue that runs into this one, as far as it is written."""
    standing = bench.standing.cues if bench.standing else ()
    for plan_before in bench.plans:
        if plan_before.tempo_map is not None and _leads(plan_before, plan):
            return plan_before.tempo.base_bpm, plan_before.chords
    for cue in standing:
        if _leads(cue, plan):
            return cue.tempo_map.base_bpm, cue.chords
    return None


def _leads(before: Cue | CuePlan, plan: CuePlan) -> bool:
    return before.ending == "segue" and before.span.end == plan.span.start


def followed_by(bench: ComposingBench, plan: CuePlan) -> Key | None:
    """The key in which the next cue begins, where this one runs into it."""
    standing = bench.standing.cues if bench.standing else ()
    begun = [(p.span.start, p.sections) for p in bench.plans] + [(c.span.start, c.sections) for c in standing]
    sections = next((s for start, s in begun if start == plan.span.end and s), ())
    return sections[0].key if sections and plan.ending == "segue" else None


def paces(before: float, low: float, high: float, centre: float) -> tuple[float, ...]:
    """Tempi from low to high that the ear follows from `before`, those nearest to the centre first."""
    tempi = {
        round(before * relation * (1 + share) * 4) / 4
        for relation in _RELATIONS
        for share in (0.0, 0.5 * FOLLOWED, -0.5 * FOLLOWED, 0.8 * FOLLOWED, -0.8 * FOLLOWED)
    }
    inside = [bpm for bpm in tempi if low <= bpm <= high and followed(before, bpm)]
    return tuple(sorted(inside, key=lambda bpm: (abs(bpm - centre), bpm)))


def followed(before: float, bpm: float) -> bool:
    """Whether a tempo stands in a simple relation to the one before."""
    return any(abs(log(bpm / (before * relation))) <= FOLLOWED for relation in _RELATIONS)


def held_numeral(bench: ComposingBench, plan: CuePlan) -> str:
    """The chord that is held over the join: the close itself, or the tonic without its third.

    Without a third it belongs to the major and to the minor of one tonic alike.
    """
    key, following = plan.sections[-1].key, followed_by(bench, plan)
    rich = "add9" if bench.palette.rich_ending else ""
    if following is None or following == key or is_major(following) == is_major(key):
        return f"{'I' if is_major(key) else 'i'}{rich}"
    return "Isus2"


def taken_up(held: Chord, key: Key, chords: tuple[Chord, ...]) -> tuple[Chord, ...]:
    """The chords of a cue that follows a held one: the first of them shares at least two tones with it."""
    first = chords[0]
    if len(set(first.pitches) & set(held.pitches)) >= _COMMON:
        return chords
    tonic = "I" if is_major(key) else "i"
    length = first.end_beat - first.start_beat
    if length < 6:
        return (spell(tonic, key, first.start_beat, first.end_beat), *chords[1:])
    split = first.start_beat + 4
    rest = spell(first.degree, key, split, first.end_beat)
    return (spell(tonic, key, first.start_beat, split), rest, *chords[1:])
