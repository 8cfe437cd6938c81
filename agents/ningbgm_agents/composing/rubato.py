"""Rubato: phrases that broaden at their turns and before the last chord, while every hit stays on its sample.

Between two anchors of the tempo map the time is fixed, so what the end of a phrase takes, the beats before it
give: they go on a little faster, by no more than the ear forgives (`craft.md` 7).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ..score import TempoMap, TempoSegment
from .bench import ComposingBench, CuePlan
from .tempo import MAX_BEND

_CLOSE, _TURN = (0.1, 8), (0.05, 2)
"""How much longer the last beat before the close and before a turn is, and over how many beats it grows."""
_FORGIVEN = 0.025
"""Share by which the beats before may hurry."""
_TRIES = (1.0, 0.75, 0.5, 0.3)
"""Shares of the wanted breadth that are tried where the tempo has no more room."""

Goals = dict[Fraction, tuple[float, int]]
"""Beats before which the tempo broadens: how much, over how many beats."""
Piece = tuple[Fraction, Fraction, float]
"""First beat, end beat and how long its beats are beside an even one."""


def breathing(bench: ComposingBench, plan: CuePlan) -> TempoMap:
    """The cue's tempo map with its phrases broadened, as freely as the palette plays; its anchors stay."""
    tempo, depth = plan.tempo, bench.palette.rubato
    if not depth:
        return tempo
    end = tempo.beat(bench.edit.sample(plan.last_chord) - bench.edit.sample(plan.span.start))
    turns = {tempo.bars[s.start_bar].start_beat for s in plan.sections if 0 < s.start_bar < len(tempo.bars)}
    goals = {**{beat: _TURN for beat in turns if beat < end}, end: _CLOSE}
    segments: list[TempoSegment] = []
    for segment in tempo.segments:
        inside = {beat: how for beat, how in goals.items() if segment.start_beat < beat <= segment.end_beat}
        segments += _broadened(segment, inside, depth, tempo.base_bpm)
    return TempoMap(tuple(segments), tempo.bars, tempo.base_bpm)


def _broadened(segment: TempoSegment, goals: Goals, depth: float, base_bpm: float) -> list[TempoSegment]:
    """A stretch of even tempo in pieces; as it is where the broadening would be felt as another tempo."""
    for share in _TRIES if goals else ():
        pieces = list(_pieces(segment, goals, share * depth))
        made = _timed(segment, pieces)
        bends = [one.bpm / base_bpm - 1 for one in made]
        hurry = max(one.bpm for one in made) / segment.bpm - 1
        if len(made) > 1 and max(map(abs, bends)) <= MAX_BEND and hurry <= _FORGIVEN:
            return made
    return [segment]


def _pieces(segment: TempoSegment, goals: Goals, depth: float) -> Iterator[Piece]:
    """The stretch in even pieces and single beats that grow longer towards each goal."""
    at = segment.start_beat
    for goal, (much, most) in sorted(goals.items()):
        count = min(most, int((goal - at) / 2))
        if goal - count > at:
            yield at, goal - count, 1.0
        for number in range(count):
            first = goal - count + number
            yield first, first + 1, 1.0 + depth * much * (number + 1) / count
        at = goal
    if at < segment.end_beat:
        yield at, segment.end_beat, 1.0


def _timed(segment: TempoSegment, pieces: list[Piece]) -> list[TempoSegment]:
    """The pieces at their samples, from the stretch's first to its last."""
    weights = [Fraction(long).limit_denominator(10_000) * (end - start) for start, end, long in pieces]
    total, length = sum(weights), segment.end_sample - segment.start_sample
    sums = [Fraction(0)]
    for weight in weights:
        sums.append(sums[-1] + weight)
    samples = [segment.start_sample + round(length * part / total) for part in sums]
    return [
        TempoSegment(start, end, first, last)
        for (start, end, _), (first, last) in zip(pieces, pairwise(samples), strict=True)
    ]
