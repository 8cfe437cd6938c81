"""A score at one constant tempo: the same notes on the same beats, but no beat bent towards the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ningbgm_agents.score import ControlPoint, Cue, Note, Part, Score, TempoMap, TempoSegment

Moved = Callable[[int], int]
_SAMPLES_A_MINUTE = 48_000 * 60


def at_constant_tempo(score: Score) -> Score:
    """Every cue at its base tempo from its first sample on; what would begin after its end falls away."""
    return replace(score, cues=tuple(_steady(cue, score.sample_count(cue)) for cue in score.cues))


def _steady(cue: Cue, count: int) -> Cue:
    old = cue.tempo_map
    first, end = old.segments[0].start_sample, old.end_beat
    beat = _SAMPLES_A_MINUTE / old.base_bpm
    last = round(first + float(end - old.segments[0].start_beat) * beat)
    segment = TempoSegment(old.segments[0].start_beat, end, first, last)
    tempo = TempoMap((segment,), old.bars, old.base_bpm)

    def moved(sample: int) -> int:
        return tempo.sample(old.beat(sample))

    parts = tuple(_part(part, moved, count) for part in cue.parts)
    return replace(cue, tempo_map=tempo, parts=tuple(part for part in parts if part.notes))


def _part(part: Part, moved: Moved, count: int) -> Part:
    notes = []
    for note in part.notes:
        start = max(0, moved(note.start))
        if start < count:
            stop = min(max(moved(note.start + note.duration), start + 1), count)
            notes.append(replace(note, start=start, duration=stop - start))
    points = tuple(
        ControlPoint(min(max(0, moved(point.sample)), count), point.value) for point in part.expression
    )
    return replace(part, notes=tuple(sorted(notes, key=_place)), expression=points)


def _place(note: Note) -> tuple[int, int]:
    return note.start, note.pitch
