"""Spotting: where there is music and where not, and which frames could be hit points."""

from __future__ import annotations

from dataclasses import replace

from ..brief import CueEnding, silent_spans
from ..direction import NO_DIRECTION
from ..evidence import Cut, Shown
from ..scene import Turn
from ..timeline import Span, joined
from .bench import Candidate, ComposingBench, CuePlan
from .closing import last_chord
from .directing import SAME_EVENT_S, SHORTEST_CUE_S, directed, honoured_silences, last_stretch, settled_end
from .instructions import cue_starts, hit_weights, instructed_silences
from .segue import leading, reaching

LONGEST_CUE_S = 150.0
"""Longer stretches are parted."""
USUAL_CUE_S = 80.0
"""Length that the parts have, about."""
BREATH_S = 1.5
"""Silence between two cues of a long stretch: the ear wants one to three seconds (`craft.md` 7)."""
_UNDER_KEY_LINE = 0.4
"""A cut weighs so much less while a line is said that matters."""
_KIND_WEIGHT = {"cut": 0.45, "dissolve": 0.35, "fade_in": 0.4, "fade_out": 0.3, "dip": 0.35}


def spot(bench: ComposingBench) -> tuple[CuePlan, ...]:
    """The cues of the edit in order, each with its span, purpose, last chord and candidates for hits."""
    candidates = find_candidates(bench)
    plans = []
    spans = _cue_spans(bench, candidates)
    led = leading(bench, spans, wanted_silences(bench))
    spans = spans if bench.standing else reaching(spans, led)
    end = max((span.end for span in (*spans.values(), *_standing_spans(bench))), default=0)
    for name, span in spans.items():
        ending: CueEnding = "segue" if name in led else bench.brief.ending if span.end == end else "ring_out"
        plans.append(_plan(bench, name, span, ending, candidates))
    return tuple(plans)


def _plan(
    bench: ComposingBench, name: str, span: Span, ending: CueEnding, candidates: tuple[Candidate, ...]
) -> CuePlan:
    """A cue with what is asked of it by hand, in place of what the picture offers there."""
    opening, rate = bench.opening(name), bench.edit.rate
    direction = opening.direction if opening is not None else NO_DIRECTION
    silences = honoured_silences(direction, span, rate)
    inside = tuple(c for c in candidates if span.start <= c.frame < span.end)
    if direction:
        inside = directed(inside, direction, silences, rate)
    stretch = last_stretch(span, silences, rate)
    if stretch.end < span.end and ending == "segue":
        ending = "ring_out"
    last = settled_end(last_chord(bench, stretch, ending, inside), stretch, direction, rate)
    return CuePlan(
        name, span, _purpose(bench, span), "BI", ending, last, stretch.end, inside, direction, silences
    )


def _standing_spans(bench: ComposingBench) -> tuple[Span, ...]:
    return tuple(cue.span for cue in bench.standing.cues) if bench.standing else ()


def wanted_silences(bench: ComposingBench) -> tuple[Span, ...]:
    """Spans of the edit in which no music may sound, in order, joined: by the wish and by markers.

    'Until the door slams' has been found in the picture by the understanding team: its records say so.
    """
    if bench.standing is not None:
        return bench.standing.silences
    whole = bench.edit.span
    spans = list(silent_spans(bench.brief, float(bench.edit.rate.fps), bench.edit.duration))
    spans += [record.span for record in bench.scene.records if record.wanted_silence]
    spans += instructed_silences(bench.edit)
    return joined(filter(None, (span.overlap(whole) for span in spans)))


def _cue_spans(bench: ComposingBench, candidates: tuple[Candidate, ...]) -> dict[str, Span]:
    """The stretches with music by their names: between the silences, long ones parted where the story turns.

    Beside cues that stand it is said where the others are.
    """
    if bench.standing is not None:
        return {opening.cue: opening.span for opening in bench.standing.openings}
    rate, free = bench.edit.rate, []
    start = bench.edit.span.start
    for silence in wanted_silences(bench):
        free.append(Span(start, silence.start))
        start = silence.end
    free.append(Span(start, max(start, bench.edit.span.end)))
    shortest = min(rate.frame_at(SHORTEST_CUE_S), bench.edit.span.duration)
    free = [part for span in free for part in _begun_anew(bench, span, shortest)]
    spans = [part for span in free if span.duration >= shortest for part in _parted(bench, span, candidates)]
    return {f"1m{number}": span for number, span in enumerate(spans, 1)}


def _begun_anew(bench: ComposingBench, span: Span, shortest: int) -> list[Span]:
    """A stretch with music, parted where a marker wants music to begin although some sounds already."""
    breath = bench.edit.rate.frame_at(BREATH_S)
    parts = [span]
    for frame in cue_starts(bench.edit):
        last = parts[-1]
        if last.start + shortest + breath <= frame <= last.end - shortest:
            parts[-1:] = [Span(last.start, frame - breath), Span(frame, last.end)]
    return parts


def _parted(bench: ComposingBench, span: Span, candidates: tuple[Candidate, ...]) -> list[Span]:
    rate = bench.edit.rate
    if float(rate.seconds(span.duration)) <= LONGEST_CUE_S:
        return [span]
    usual, room = rate.frame_at(USUAL_CUE_S), rate.frame_at(30.0)
    breath = rate.frame_at(BREATH_S)
    marked = [c.frame for c in candidates if c.kind == "marker"]
    near = [
        c
        for c in candidates
        if abs(c.frame - span.start - usual) <= room
        and not any(c.frame - breath <= frame < c.frame for frame in marked)
    ]
    split = max(near, key=lambda c: (c.weight, -abs(c.frame - span.start - usual)), default=None)
    frame = split.frame if split else span.start + usual
    return [
        Span(span.start, frame - breath),
        *_parted(bench, Span(frame, span.end), candidates),
    ]


def find_candidates(bench: ComposingBench) -> tuple[Candidate, ...]:
    """Every frame that the music could meet, weighted by importance times confidence, one an event."""
    found = [_cut_candidate(bench, cut) for cut in bench.evidence.cuts]
    found += [_turn_candidate(turn) for turn in bench.scene.turns]
    found += [
        Candidate(m.frame, "marker", weight, f"your marker {m.name or m.note or m.colour!r}")
        for m, weight in hit_weights(bench.edit)
    ]
    found += [
        Candidate(e.frame, "action", round(0.6 * e.strength * e.confidence, 3), f"a striking {e.kind}")
        for e in bench.evidence.events
        if e.kind != "sound" and e.strength * e.confidence > 0.45
    ]
    found = _off_key_lines(bench, found) + _line_candidates(bench)
    apart = bench.edit.rate.frame_at(SAME_EVENT_S)
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (-_priority(c), c.frame)):
        near = apart if candidate.kind != "marker" else 0
        rival = next((k for k in kept if abs(k.frame - candidate.frame) <= near), None)
        if rival is None:
            kept.append(candidate)
        elif candidate.kind == "turn" and rival.kind == "cut":
            weight = min(1.0, rival.weight + 0.4 * candidate.weight)
            kept[kept.index(rival)] = replace(rival, weight=weight, why=f"{rival.why}; {candidate.why}")
    return tuple(sorted(_emphasised(bench, kept), key=lambda c: c.frame))


def _emphasised(bench: ComposingBench, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with the weights that a mind gave them; the user's own markers keep theirs."""
    given = {frame: (weight, why) for frame, weight, why in bench.emphasis}
    kept = []
    for candidate in candidates:
        weight, why = given.get(candidate.frame, (candidate.weight, ""))
        if candidate.kind == "marker" or not why:
            kept.append(candidate)
        elif weight:
            kept.append(replace(candidate, weight=weight, why=f"{candidate.why}; {why}"))
    return kept


def _priority(candidate: Candidate) -> float:
    """Markers first, then what is exact: a cut is a frame, a turn or a line is a feeling."""
    return candidate.weight + {"marker": 3.0, "cut": 1.0}.get(candidate.kind, 0.0)


def _cut_candidate(bench: ComposingBench, cut: Cut) -> Candidate:
    """A cut weighs more the more the picture changes and the longer the shot before it was held."""
    before, after = _shots_around(bench, cut)
    weight, why = _KIND_WEIGHT[cut.kind], "a cut" if cut.kind == "cut" else f"a {cut.kind.replace('_', ' ')}"
    if before is not None and after is not None:
        a, b = before.look, after.look
        change = (
            abs(a.brightness - b.brightness)
            + abs(a.saturation - b.saturation)
            + 0.7 * abs(a.warmth - b.warmth)
        )
        held = float(bench.edit.rate.seconds(before.end_frame - before.start_frame))
        weight += 0.35 * min(1.0, change) + 0.12 * min(1.0, held / 8.0)
        why = f"{why} to {'another look' if change > 0.35 else 'a like picture'}"
    tension = bench.scene.tension.at(float(bench.edit.rate.seconds(cut.frame)))
    return Candidate(cut.frame, "cut", round(min(1.0, (weight + 0.12 * tension) * cut.confidence), 3), why)


def _shots_around(bench: ComposingBench, cut: Cut) -> tuple[Shown | None, Shown | None]:
    shots = bench.evidence.shots
    after = next((number for number, shot in enumerate(shots) if shot.end_frame > cut.frame), None)
    if after is None or after == 0:
        return None, None
    return shots[after - 1], shots[after]


def _turn_candidate(turn: Turn) -> Candidate:
    return Candidate(turn.frame, "turn", round(0.75 * turn.strength, 3), turn.why)


def _off_key_lines(bench: ComposingBench, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with key lines left alone: only markers keep their weight while one is said."""
    lines = [line.span for line in bench.scene.key_lines]
    kept = []
    for candidate in candidates:
        if candidate.kind == "marker" or not any(candidate.frame in line for line in lines):
            kept.append(candidate)
        elif candidate.kind == "cut":
            weight = round(_UNDER_KEY_LINE * candidate.weight, 3)
            kept.append(replace(candidate, weight=weight, why=f"{candidate.why}, under a line that matters"))
    return kept


def _line_candidates(bench: ComposingBench) -> list[Candidate]:
    """Ends of lines that a pause follows: there the music answers, after a key line all the more."""
    spans = bench.evidence.speech
    nexts = [*(span.start_s for span in spans[1:]), bench.evidence.duration_s][: len(spans)]
    rate = bench.edit.rate
    return [
        _answer(bench, rate.frame_at(span.end_s + 0.12))
        for span, following in zip(spans, nexts, strict=True)
        if following - span.end_s > 1.5 and span.confidence > 0.5
    ]


def _answer(bench: ComposingBench, frame: int) -> Candidate:
    """The music's answer to a line that has just ended."""
    near = bench.edit.rate.frame_at(SAME_EVENT_S)
    key = next((line for line in bench.scene.key_lines if abs(line.span.end - frame) <= near), None)
    if key is None:
        return Candidate(frame, "line", 0.3, "a line ends, the music answers")
    return Candidate(frame, "line", 0.5, f"the music answers “{key.text[:60]}”")


def _purpose(bench: ComposingBench, span: Span) -> str:
    """What the cue is for, in words from the scene."""
    first, last = bench.scene.record_at(span.start), bench.scene.record_at(span.end - 1)
    if first.mood == last.mood:
        return f"carries {first.mood}: {first.subject}"
    return f"leads from {first.mood} ({first.subject}) to {last.mood} ({last.subject})"
