"""A cue's notes under a changed picture: the same music, bent to the hits where they are now.

Between two hits time is stretched evenly, so notes keep their beats; no stretch may leave the limits of
`composing.tempo`, and the ring of the last chord may change by a quarter at most.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from ..composing.tempo import MAX_BEND, tail
from ..direction import Direction
from ..score import Bar, ControlPoint, Cue, HitPoint, Note, TempoMap, TempoSegment
from ..timeline import Edit, Span
from .difference import Difference
from .directing import carried, place_of
from .pieces import Piece

_RING_BEND = 0.25
_ROUNDING = 0.002


@dataclass(frozen=True)
class Refusal:
    """Why a cue's notes cannot follow the picture; a clause that follows the cue's name."""

    reason: str


def retimed(cue: Cue, difference: Difference, was: Edit) -> Cue | Refusal:
    """The cue with its notes on the moved hits, or why that cannot be.

    `was` is the edit in which the cue lies, counted at its own rate; where the rates differ the difference
    counts it at the new one.
    """
    place = _Place.of(cue, difference, was)
    if isinstance(place, Refusal):
        return place
    knots = _knots(cue, place)
    refusal = _too_far(cue, knots, place)
    return refusal or _bent(cue, knots, place)


@dataclass(frozen=True)
class _Place:
    """Where a cue and its hits were, and where they are now."""

    was: Edit
    edit: Edit
    old: Span
    """In the frames of `was`."""
    new: Span
    hits: tuple[int, ...]
    """New frame of each hit."""
    direction: Direction
    """What is asked of it by hand, where its picture is now."""

    @classmethod
    def of(cls, cue: Cue, difference: Difference, was: Edit) -> _Place | Refusal:
        before, after = _corresponding(_counted(cue.span, was, difference.new), difference)
        if not before:
            return Refusal("its shots are no longer the same ones in the same order")
        new = Span(after[0].record.start, after[-1].record.end)
        frames: list[int] = []
        for hit in cue.hits:
            frame = _hit_frame(hit, cue, before, after, difference, was)
            if frame is None or not new.start <= frame <= new.end or (frames and frame < frames[-1]):
                return Refusal(f"what its hit at {was.timecode(hit.frame)} met is gone")
            frames.append(frame)
        direction = carried(cue.direction, difference, was, new).direction
        if cue.silences and len(direction.silences) != len(cue.silences):
            return Refusal("a silence that you asked for in it is no longer in one piece")
        return cls(was, difference.new, cue.span, new, tuple(frames), direction)

    @property
    def old_length(self) -> int:
        return self.was.sample(self.old.end) - self.was.sample(self.old.start)

    @property
    def length(self) -> int:
        return self.edit.sample(self.new.end) - self.edit.sample(self.new.start)


def _counted(span: Span, was: Edit, new: Edit) -> Span:
    if was.rate.fps == new.rate.fps:
        return span
    return Span(*(new.rate.frame_at(was.rate.seconds(frame)) for frame in (span.start, span.end)))


def _corresponding(span: Span, difference: Difference) -> tuple[list[Piece], list[Piece]]:
    """The pieces under the cue before and now, where they are the same shots in the same order."""
    images = difference.frames.images(span)
    if not images:
        return [], []
    new = Span(min(i.start for i in images), max(i.end for i in images))
    before = [p.part(span) for p in difference.before if p.record.overlap(span)]
    after = [p.part(new) for p in difference.after if p.record.overlap(new)]
    same = [(a.source, a.speed > 0) for a in before] == [(b.source, b.speed > 0) for b in after]
    shared = all(_shares(a, b, difference) for a, b in zip(before, after, strict=False))
    return (before, after) if same and shared else ([], [])


def _shares(a: Piece, b: Piece, difference: Difference) -> bool:
    images = difference.frames.images(a.record)
    return bool(images) and all(image.overlap(b.record) == image for image in images)


def _hit_frame(
    hit: HitPoint, cue: Cue, before: list[Piece], after: list[Piece], difference: Difference, was: Edit
) -> int | None:
    """Where what a hit met is now: its cut, its marker, its frame; a last chord keeps its way to the end."""
    old, new = difference.old, difference.new
    if hit.kind == "directed":
        return place_of(hit.frame, difference, was)
    frame = old.rate.frame_of_sample(was.sample(hit.frame)) if was.rate.fps != new.rate.fps else hit.frame
    at_cut = next((b for a, b in zip(before, after, strict=True) if a.record.start == frame), None)
    if at_cut is not None and frame > before[0].record.start:
        return at_cut.record.start
    place = difference.frames.place(frame)
    if hit.kind == "marker":
        return place if any(marker.frame == place for marker in new.markers) else None
    if place is None and hit.kind == "end":
        return after[-1].record.end - (before[-1].record.end - frame)
    return place


Knot = tuple[int, int]
"""A sample of the cue as it was, and as it is to be."""


def _knots(cue: Cue, place: _Place) -> list[Knot]:
    """Start, every hit, both ends of every silence, and the end, in order."""
    first, new_first = place.was.sample(place.old.start), place.edit.sample(place.new.start)
    knots = {0: 0}
    if cue.silences:
        for (start, end), span in zip(cue.silences, place.direction.silences, strict=True):
            knots[start], knots[end] = (place.edit.sample(f) - new_first for f in (span.start, span.end))
    for hit, frame in zip(cue.hits, place.hits, strict=True):
        knots[hit.sample - first] = place.edit.sample(frame) - new_first
    old_length = cue.take.sample_count if cue.take else place.old_length
    if max(knots) < old_length:
        knots[old_length] = place.length
    return sorted(knots.items())


def _too_far(cue: Cue, knots: Sequence[Knot], place: _Place) -> Refusal | None:
    """The first stretch that would be bent too far."""
    tempo, last = cue.tempo_map, max((h.sample for h in cue.hits), default=0)
    last -= place.was.sample(place.old.start)
    for (a, b), (c, d) in pairwise(knots):
        if d - b <= 0:
            return Refusal("two of its hits fall together now")
        stretch = (c - a) / (d - b)
        paces = [1.0] if a >= last else [pace / tempo.base_bpm for pace in _paces(tempo, a, c)]
        limit = _RING_BEND if a >= last else MAX_BEND
        bent = any(abs(stretch * pace - 1) > limit + _ROUNDING for pace in paces)
        if abs(stretch - 1) > _ROUNDING and bent:
            return Refusal(_unmet(cue, c, place))
    return None


def _unmet(cue: Cue, sample: int, place: _Place) -> str:
    first = place.was.sample(place.old.start)
    hit = next((n for n, h in enumerate(cue.hits) if h.sample - first == sample), None)
    if any(sample in silence for silence in cue.silences):
        return "a silence that you asked for in it cannot be kept to"
    if hit is None:
        return "its last chord no longer has the time to ring"
    return f"its hit at {place.edit.timecode(place.hits[hit])} cannot be met within {100 * MAX_BEND:.0f} %"


def _paces(tempo: TempoMap, start: int, end: int) -> list[float]:
    """The tempi between two samples of the cue."""
    return [s.bpm for s in tempo.segments if s.start_sample < end and start < s.end_sample]


def _bent(cue: Cue, knots: list[Knot], place: _Place) -> Cue:
    """The cue with every sample in it moved along with the knots around it."""
    bend = _Bend(knots)
    tempo_map = _tempo_map(cue.tempo_map, bend, place.length)
    hits = tuple(
        replace(hit, frame=frame, sample=place.edit.sample(frame))
        for hit, frame in zip(cue.hits, place.hits, strict=True)
    )
    parts = tuple(
        replace(
            part,
            notes=tuple(bend.note(note) for note in part.notes),
            expression=tuple(ControlPoint(bend(p.sample), p.value) for p in part.expression),
        )
        for part in cue.parts
    )
    silences = tuple((bend(start), bend(end)) for start, end in cue.silences)
    return replace(
        cue,
        span=place.new,
        tempo_map=tempo_map,
        hits=hits,
        parts=parts,
        silences=silences,
        take=None,
        direction=place.direction,
    )


class _Bend:
    """Moves samples of a cue as its knots move: evenly between two of them, to the sample on them."""

    def __init__(self, knots: list[Knot]) -> None:
        self._old, self._new = [old for old, _ in knots], [new for _, new in knots]

    def __call__(self, sample: int) -> int:
        number = min(max(bisect_right(self._old, sample) - 1, 0), len(self._old) - 2)
        a, c = self._old[number], self._old[number + 1]
        b, d = self._new[number], self._new[number + 1]
        return round(b + Fraction(sample - a, c - a) * (d - b))

    def note(self, note: Note) -> Note:
        start = self(note.start)
        return replace(note, start=start, duration=max(1, self(note.start + note.duration) - start))

    @property
    def knots(self) -> list[Knot]:
        return list(zip(self._old, self._new, strict=True))


def _tempo_map(tempo: TempoMap, bend: _Bend, length: int) -> TempoMap:
    """The same beats at their new samples; after the last anchor its tempo goes on to the cue's end."""
    last = tempo.segments[-1].start_sample
    bounds = {segment.start_sample: segment.start_beat for segment in tempo.segments}
    inside = [old for old, _ in bend.knots if 0 < old < last]
    bounds |= {old: tempo.beat(old) for old in inside if _turns(bend, old)}
    points = [(beat, bend(sample)) for sample, beat in sorted(bounds.items())]
    segments = [TempoSegment(a, c, b, d) for (a, b), (c, d) in pairwise(points) if a < c and b < d]
    if not segments:
        return tempo
    ending = tail(segments[-1], max(length, segments[-1].end_sample + 1))
    return TempoMap((*segments, ending), _bars(tempo.bars, ending.end_beat), tempo.base_bpm)


def _turns(bend: _Bend, knot: int) -> bool:
    """Whether time runs differently after a knot than before it."""
    (a, b), (c, d), (e, f) = (
        next(k for k in reversed(bend.knots) if k[0] < knot),
        next(k for k in bend.knots if k[0] == knot),
        next(k for k in bend.knots if k[0] > knot),
    )
    return abs((d - b) / (c - a) - (f - d) / (e - c)) > 1e-4


def _bars(bars: tuple[Bar, ...], end_beat: Fraction) -> tuple[Bar, ...]:
    """The same bars, with more in four where the end needs them."""
    while bars[-1].start_beat < end_beat:
        last = bars[-1]
        bars = (*bars, Bar(last.number + 1, last.start_beat + last.beats, Fraction(4)))
    return bars
