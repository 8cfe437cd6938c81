"""What the user asks of a cue by hand, as spotting honours it: candidates for hits, silences, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..direction import Direction, HitDirection
from ..scene import Finding, Severity
from ..score import Cue, Score
from ..timeline import FrameRate, Span
from .bench import Candidate

LEAST_APART_S = 0.12
"""Two hits nearer than this are one event to the ear."""
QUIET_END_S = 0.8
"""In this time before its end music rings out and nothing is struck."""
SAME_EVENT_S = 0.24
"""Candidates nearer than this are one event."""
SHORTEST_CUE_S = 1.2
"""Music for less is not worth beginning."""
_FORBIDDEN_REACH = 1
"""Frames on both sides of a forbidden one that are left alone too."""


def honoured_silences(direction: Direction, span: Span, rate: FrameRate) -> tuple[Span, ...]:
    """The silences inside a cue; none where they would leave no stretch that is worth playing."""
    inside = tuple(filter(None, (silence.overlap(span) for silence in direction.silences)))
    least = min(rate.frame_at(SHORTEST_CUE_S), span.duration)
    return inside if any(part.duration >= least for part in span.without(inside)) else ()


def last_stretch(span: Span, silences: Iterable[Span], rate: FrameRate) -> Span:
    """The stretch of a cue in which its music ends: the last one that is worth playing."""
    least = min(rate.frame_at(SHORTEST_CUE_S), span.duration)
    return [part for part in span.without(silences) if part.duration >= least][-1]


def directed(
    candidates: Iterable[Candidate], direction: Direction, silences: tuple[Span, ...], rate: FrameRate
) -> tuple[Candidate, ...]:
    """The candidates with those that were asked for, without those that are not wanted or in their way."""
    own = _asked_for(direction, silences, rate)
    apart = rate.frame_at(SAME_EVENT_S)
    kept = [
        candidate
        for candidate in candidates
        if not _forbidden(candidate.frame, direction)
        and all(abs(candidate.frame - one.frame) > apart for one in own)
        and not _silent(candidate.frame, silences, apart)
    ]
    return tuple(sorted((*kept, *own), key=lambda candidate: candidate.frame))


def settled_end(frame: int, stretch: Span, direction: Direction, rate: FrameRate) -> int:
    """The frame of the last chord: on a hit that must be had and is near, and on no forbidden frame.

    Where all frames before it are forbidden it stays: the music has to end somewhere.
    """
    apart, quiet = rate.frame_at(SAME_EVENT_S), stretch.end - rate.frame_at(QUIET_END_S)
    near = [hit.frame for hit in direction.wanted if hit.must and abs(hit.frame - frame) <= apart]
    if near and stretch.start <= near[-1] < quiet:
        return near[-1]
    wanted = {hit.frame for hit in direction.wanted}
    before = range(frame, stretch.start, -1)
    return next((f for f in before if f in wanted or not _forbidden(f, direction)), frame)


def unhonoured(score: Score) -> Iterator[Finding]:
    """Every part of a direction that could not be had, and why."""
    for cue in score.cues:
        met = {hit.frame for hit in cue.hits}
        yield from (_unmet(score, cue, hit) for hit in cue.direction.wanted if hit.frame not in met)
        yield from _not_kept_free(score, cue)
        yield from _not_silent(score, cue)


def _not_kept_free(score: Score, cue: Cue) -> Iterator[Finding]:
    wanted = {hit.frame for hit in cue.direction.wanted}
    for hit in cue.hits:
        if hit.frame not in wanted and _forbidden(hit.frame, cue.direction):
            what = "the last chord" if hit.kind == "end" else f"a {hit.kind} that moved with the picture"
            told = f"{score.edit.timecode(hit.frame)} could not be kept free of hits: {what} lies there"
            yield _finding("warning", f"{cue.name}: {told}", Span(hit.frame, hit.frame + 1))


def _not_silent(score: Score, cue: Cue) -> Iterator[Finding]:
    asked = cue.direction.silences
    outside = [span for span in asked if not span.overlap(cue.span)]
    for span in outside:
        told = f"the silence that you asked for at {score.edit.timecode(span.start)} lies outside the cue"
        yield _finding("warning", f"{cue.name}: {told}", span)
    if len(outside) < len(asked) and not cue.silences:
        yield _finding(
            "warning",
            f"{cue.name}: the silence that you asked for leaves less than {SHORTEST_CUE_S:g} s of music"
            " and is left out; mute the tracks of the cue instead",
            asked[0],
        )


def _asked_for(direction: Direction, silences: tuple[Span, ...], rate: FrameRate) -> list[Candidate]:
    """The frames to hit, the heaviest first served; of two too near each other the earlier one."""
    apart, own = rate.frame_at(LEAST_APART_S), list[Candidate]()
    for hit in sorted(direction.wanted, key=lambda hit: (not hit.must, -hit.weight, hit.frame)):
        alone = all(abs(hit.frame - other.frame) >= apart for other in own)
        if alone and not _silent(hit.frame, silences, apart):
            why = f"you asked for it: {hit.name}" if hit.name else "you asked for it"
            own.append(Candidate(hit.frame, "directed", hit.weight, why))
    return own


def _forbidden(frame: int, direction: Direction) -> bool:
    """Whether no hit may be put on a frame, or on the one beside it."""
    return any(abs(frame - free) <= _FORBIDDEN_REACH for free in direction.forbidden)


def _silent(frame: int, silences: tuple[Span, ...], before: int) -> bool:
    """Whether a frame lies in a silence, or so shortly before one that its note would be cut off."""
    return any(span.start - before < frame < span.end for span in silences)


def _unmet(score: Score, cue: Cue, hit: HitDirection) -> Finding:
    name = f" ({hit.name})" if hit.name else ""
    told = f"your hit at {score.edit.timecode(hit.frame)}{name} is not met: {_why(score, cue, hit)}"
    severity: Severity = "warning" if hit.must else "note"
    return _finding(severity, f"{cue.name}: {told}", Span(hit.frame, hit.frame + 1))


def _finding(severity: Severity, sentence: str, where: Span) -> Finding:
    return Finding(severity, "directions", sentence, where)


def _why(score: Score, cue: Cue, hit: HitDirection) -> str:
    rate, frame = score.edit.rate, hit.frame
    silences = honoured_silences(cue.direction, cue.span, rate)
    apart = rate.frame_at(LEAST_APART_S)
    near = [other for other in cue.hits if abs(other.frame - frame) < apart]
    if frame not in cue.span:
        return "it lies outside the cue"
    if any(frame in span for span in silences):
        return "it lies in a silence that you asked for"
    if _silent(frame, silences, apart):
        return "a silence that you asked for begins right after it"
    if frame >= last_stretch(cue.span, silences, rate).end - rate.frame_at(QUIET_END_S):
        return f"it lies in the last {QUIET_END_S:g} s of the music, which ring out"
    if near:
        what = "the last chord" if near[0].kind == "end" else "another hit"
        return f"{what} at {score.edit.timecode(near[0].frame)} is too near for two to be heard"
    return "the tempo cannot reach it" if hit.must else "heavier events around it left no room"
