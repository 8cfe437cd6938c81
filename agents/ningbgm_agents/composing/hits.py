"""Hit points: which candidates the tempo map meets, and how each is treated."""

from __future__ import annotations

from dataclasses import replace

from ..direction import MUST
from ..score import HitPoint, Treatment
from .bench import Candidate, ComposingBench, CuePlan
from .directing import LEAST_APART_S, QUIET_END_S
from .segue import followed, paces, tempo_before
from .tempo import Anchor, Place, TempoPlan, plan_tempo

_HEAVY_FROM, _HEAVY_APART_S = 0.55, 5.0
_BEAT_FROM = 0.42
_ACCENT_APART_S = 1.3
_FREE_APART_S = 0.3
_USERS = ("marker", "directed")
"""What the user put on one frame with their own hand."""
_EXACT = ("cut", "action", *_USERS)
"""What happens on one frame; turns and lines are felt over a while and may be left alone."""
_MUST = 3.0
"""Weight on the tempo map of what the user will have; what no tempo meets is played in free time."""
_TRIES = 5
_FASTEST_CAP = 40.0
"""Strong accents a minute that no style exceeds unless the cutting is faster (`craft.md` 6)."""


def plan_cue_tempo(bench: ComposingBench, plan: CuePlan) -> CuePlan:
    """The cue with its tempo map and the hit points that it meets, to the sample."""
    anchored = _anchored(bench, plan)
    anchors = _anchors(bench, plan, anchored)
    length = bench.edit.sample(plan.span.end) - bench.edit.sample(plan.span.start)
    made = plan_tempo(anchors, length, tempo_candidates(bench, plan))
    hits = _hits(bench, plan, anchored, made)
    return replace(plan, tempo_map=made.tempo_map, hits=hits)


def _anchored(bench: ComposingBench, plan: CuePlan) -> tuple[Candidate, ...]:
    """The candidates that the tempo map is asked to meet; the eagerness of the brief decides how many."""
    least = _least_weight(bench)
    first = plan.span.start + bench.edit.rate.frame_at(0.2)
    return tuple(
        c
        for c in plan.candidates
        if (c.weight >= least or c.kind == "directed")
        and first < c.frame
        and abs(c.frame - plan.last_chord) > bench.edit.rate.frame_at(0.3)
        and c.frame < plan.last_chord
    )


def _least_weight(bench: ComposingBench) -> float:
    """The weight from which an event is met; the brief's eagerness decides."""
    density = bench.brief.hit_density
    return 0.55 if density < 0.4 else 0.3 if density < 0.9 else 0.0


def _anchors(bench: ComposingBench, plan: CuePlan, anchored: tuple[Candidate, ...]) -> tuple[Anchor, ...]:
    start, heavy = bench.edit.sample(plan.span.start), _heavy(bench, anchored)
    middle = [
        Anchor(bench.edit.sample(c.frame) - start, _MUST if _must(c) else 0.35 + c.weight, _place(c, heavy))
        for c in anchored
    ]
    last = Anchor(bench.edit.sample(plan.last_chord) - start, 1.0, "downbeat", True)
    return (Anchor(0, 1.0, "downbeat", True), *middle, last)


def _heavy(bench: ComposingBench, anchored: tuple[Candidate, ...]) -> frozenset[int]:
    """Frames of the candidates that ask for a downbeat: the heaviest, some bars apart."""
    apart = bench.edit.rate.frame_at(_HEAVY_APART_S)
    heavy: list[int] = []
    for candidate in sorted(anchored, key=lambda c: (-c.weight, c.frame)):
        if candidate.weight >= _HEAVY_FROM and all(abs(candidate.frame - frame) >= apart for frame in heavy):
            heavy.append(candidate.frame)
    return frozenset(heavy)


def _must(candidate: Candidate) -> bool:
    """Whether the user will have it, whatever else is not hit."""
    return candidate.kind == "directed" and candidate.weight >= MUST


def _place(candidate: Candidate, heavy: frozenset[int]) -> Place:
    if candidate.frame in heavy:
        return "downbeat"
    return "beat" if candidate.weight >= _BEAT_FROM else "any"


def tempo_candidates(bench: ComposingBench, plan: CuePlan) -> tuple[float, ...]:
    """Base tempi to try, most wanted first: arousal chooses the tempo inside the palette's range.

    After a cue that runs into this one only those are tried that the ear follows from there.
    """
    low, high = bench.brief.tempo_bpm or bench.palette.tempo_bpm
    rate = bench.edit.rate
    arousal = bench.scene.arousal.mean(
        float(rate.seconds(plan.span.start)), float(rate.seconds(plan.span.end))
    )
    if bench.brief.arousal is not None:
        arousal = 0.5 * (arousal + bench.brief.arousal)
    centre = low + (high - low) * min(1.0, max(0.0, (arousal + 1) / 2))
    opening, before = bench.opening(plan.name), tempo_before(bench, plan)
    had = (opening.base_bpm,) if opening is not None and opening.base_bpm is not None else ()
    if before is not None and (able := paces(before, low, high, centre)):
        kept = tuple(bpm for bpm in had if followed(before, bpm))
        return (*kept, *(bpm for bpm in able if bpm not in kept))
    width = min(high - low, 0.28 * centre)
    first, last = max(low, centre - width / 2), min(high, centre + width / 2)
    if last - first < 0.5:
        return (round(centre, 2),)
    nudge = bench.dice("tempo", plan.name).uniform(-0.4, 0.4)
    tempi = [first + (last - first) * (step + 0.5) / _TRIES + nudge for step in range(_TRIES)]
    inside = [round(min(high, max(low, bpm)) * 4) / 4 for bpm in tempi]
    return (*had, *sorted(set(inside) - set(had), key=lambda bpm: (abs(bpm - centre), bpm)))


def _hits(
    bench: ComposingBench, plan: CuePlan, anchored: tuple[Candidate, ...], made: TempoPlan
) -> tuple[HitPoint, ...]:
    met = [anchored[index - 1] for index in made.met if 0 < index <= len(anchored)]
    free = _free(bench, plan, met)
    strong = _strong(bench, plan, [*met, *filter(_must, free)])
    hits = [
        HitPoint(
            c.frame, c.kind, c.weight, _treatment(bench, c, c in strong), bench.edit.sample(c.frame), c.why
        )
        for c in (*met, *free)
    ]
    closing = next((c for c in plan.candidates if c.frame == plan.last_chord), None)
    why = "the last chord" if closing is None else f"the last chord, on {closing.why}"
    weight = 0.8 if closing is None else max(0.8, closing.weight)
    hits.append(HitPoint(plan.last_chord, "end", weight, "end", bench.edit.sample(plan.last_chord), why))
    return tuple(sorted(hits, key=lambda hit: hit.frame))


def _free(bench: ComposingBench, plan: CuePlan, kept: list[Candidate]) -> list[Candidate]:
    """The events that no even tempo meets: touched lightly in free time, as a player follows a conductor.

    Their light note stands on the frame, off the grid; it takes the place of the grid's nearest one. So are
    the cuts under the last chord, and what the user put there wherever a note can still be heard.
    """
    rate, free = bench.edit.rate, []
    first, quiet = plan.span.start + rate.frame_at(0.2), plan.stop - rate.frame_at(QUIET_END_S)
    taken = [c.frame for c in kept] + [plan.last_chord]
    least = _least_weight(bench)
    for candidate in sorted(plan.candidates, key=lambda c: not _must(c)):
        users = candidate.kind in _USERS
        light = candidate.weight < least and candidate.kind != "directed"
        if candidate in kept or candidate.kind not in _EXACT or light:
            continue
        apart = LEAST_APART_S if users else _FREE_APART_S
        alone = all(abs(float(rate.seconds(candidate.frame - frame))) >= apart for frame in taken)
        if alone and candidate.frame < quiet and (users or candidate.frame > first):
            free.append(replace(candidate, why=f"{candidate.why}, met in free time"))
            taken.append(candidate.frame)
    return free


def _strong(bench: ComposingBench, plan: CuePlan, kept: list[Candidate]) -> list[Candidate]:
    """The candidates that get an accent: the heaviest, never too close, never more than the style bears.

    What the user will have gets one in any case.
    """
    rate = bench.edit.rate
    minutes = float(rate.seconds(plan.span.duration)) / 60
    density = max(0.25, bench.brief.hit_density)
    cap = min(_FASTEST_CAP, bench.palette.accents_per_minute * density) * minutes
    strong: list[Candidate] = []
    for candidate in sorted(kept, key=lambda c: (not _must(c), -c.weight, c.frame)):
        if _must(candidate):
            strong.append(candidate)
            continue
        quiet = bench.speaks(rate.sample(candidate.frame), rate.sample(candidate.frame) + 9600)
        close = any(abs(float(rate.seconds(candidate.frame - s.frame))) < _ACCENT_APART_S for s in strong)
        if len(strong) + 1 <= max(1.0, cap) and candidate.weight >= 0.4 and not quiet and not close:
            strong.append(candidate)
    return strong


def _treatment(bench: ComposingBench, candidate: Candidate, strong: bool) -> Treatment:
    """By the event, not one bang for all (`craft.md` 6): hard things get an accent, new places a colour."""
    if not strong:
        return "soft"
    if candidate.kind in ("action", *_USERS):
        return "accent"
    tension = bench.scene.tension.at(float(bench.edit.rate.seconds(candidate.frame)))
    return "accent" if tension > 0.45 or candidate.weight > 0.82 else "colour"
