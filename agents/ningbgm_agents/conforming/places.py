"""Where cues that are written again lie: the stretches that the others leave, shared out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..composing.directing import SHORTEST_CUE_S
from ..composing.spotting import BREATH_S, LONGEST_CUE_S, USUAL_CUE_S
from ..timeline import FrameRate, Span

_LONG_REST_S = 8.0
"""From this length on, a stretch without music that nobody wished silent gets a cue of its own."""
_SLACK_S = 0.5
"""Rests that are longer than a breath by no more than this are left as they are."""


@dataclass(frozen=True)
class Free:
    """A stretch of the edit that no cue holds, and whether music borders it."""

    span: Span
    music_before: bool
    music_after: bool


@dataclass(frozen=True)
class Claim:
    """A cue that wants to be written again, and the frames that its picture now fills."""

    cue: str
    span: Span


@dataclass(frozen=True)
class Shared:
    """How a stretch is shared out."""

    claims: tuple[Claim, ...]
    """With the spans that they get."""
    merged: tuple[tuple[str, str], ...]
    """Cues too short to stand, each with the one that takes its place; '' where none does."""
    new: tuple[Span, ...]
    """Spans for new cues."""


def free_stretches(whole: Span, cues: Iterable[Span], silences: Iterable[Span]) -> tuple[Free, ...]:
    """What is left of a range between cues and wanted silences."""
    taken = sorted([(span, True) for span in cues] + [(span, False) for span in silences])
    stretches, position, music = [], whole.start, False
    for span, is_music in [*taken, (Span(whole.end, whole.end), False)]:
        start = min(max(span.start, position), whole.end)
        if start > position:
            stretches.append(Free(Span(position, start), music, is_music))
        if span.end >= position:
            position, music = span.end, is_music
    return tuple(stretches)


class Sharing:
    """Shares stretches out among the cues that claim a part of them."""

    def __init__(
        self, rate: FrameRate, cuts: Sequence[int], starts: Sequence[int], whole: Span, alone: bool
    ) -> None:
        """`starts`: where a cue is to begin. `alone`: there is no other music, so any stretch gets some."""
        self._cuts, self._starts = cuts, starts
        self._shortest = max(1, min(rate.frame_at(SHORTEST_CUE_S), whole.duration))
        self._breath = rate.frame_at(BREATH_S)
        self._long = self._shortest if alone else rate.frame_at(_LONG_REST_S)
        self._slack = rate.frame_at(BREATH_S + _SLACK_S)
        self._usual, self._longest = rate.frame_at(USUAL_CUE_S), rate.frame_at(LONGEST_CUE_S)

    def share(self, free: Free, claims: Iterable[Claim]) -> Shared:
        """Give each claim its place, in order; what is left and long enough becomes new cues."""
        ordered = sorted((_clipped(claim, free.span) for claim in claims), key=lambda c: (c.span, c.cue))
        merged: list[tuple[str, str]] = []
        while ordered:
            settled = self._settled(free, ordered)
            short = [n for n, claim in enumerate(settled) if claim.span.duration < self._shortest]
            if not short:
                return self._parted(free, settled, merged)
            gone = ordered.pop(short[0])
            heir = ordered[max(0, short[0] - 1)].cue if ordered else ""
            merged.append((gone.cue, heir))
        return Shared((), tuple(merged), self._new(free.span, free.music_before, free.music_after))

    def _settled(self, free: Free, claims: list[Claim]) -> list[Claim]:
        """Claims that neither overlap nor leave short rests beside them."""
        settled = list(claims)
        for number in range(len(settled) - 1):
            settled[number], settled[number + 1] = self._apart(settled[number], settled[number + 1])
        first, last = settled[0], settled[-1]
        start = self._reached(first.span.start - free.span.start, free.music_before)
        settled[0] = replace(first, span=_span(first.span.start - start, first.span.end))
        last = settled[-1]
        end = self._reached(free.span.end - last.span.end, free.music_after)
        settled[-1] = replace(last, span=_span(last.span.start, last.span.end + end))
        return settled

    def _reached(self, rest: int, music: bool) -> int:
        """Frames by which a cue is lengthened into the rest beside it."""
        wanted = self._breath if music else 0
        if rest >= self._long or (music and rest <= self._slack):
            return 0
        return max(0, rest - wanted)

    def _apart(self, first: Claim, second: Claim) -> tuple[Claim, Claim]:
        rest = second.span.start - first.span.end
        if rest >= self._long or 0 <= rest <= self._slack:
            return first, second
        if rest > 0:
            return replace(first, span=_span(first.span.start, second.span.start - self._breath)), second
        middle = (max(first.span.start, second.span.start) + min(first.span.end, second.span.end)) // 2
        cut = min(self._cuts, key=lambda cut: abs(cut - middle), default=middle)
        if not first.span.start + self._shortest < cut < second.span.end - self._shortest:
            cut = middle
        before = replace(first, span=_span(first.span.start, cut - self._breath))
        return before, replace(second, span=_span(cut, max(second.span.end, first.span.end)))

    def _parted(self, free: Free, claims: list[Claim], merged: list[tuple[str, str]]) -> Shared:
        """The claims, those that grew too long in parts; the rests between them as new cues."""
        placed: list[Claim] = []
        new: list[Span] = []
        position, music = free.span.start, free.music_before
        for claim in claims:
            new += self._new(Span(position, max(position, claim.span.start)), music, True)
            parts = self._parts(claim.span)
            own = max(parts, key=lambda part: part.duration)
            placed.append(replace(claim, span=own))
            new += [part for part in parts if part != own]
            position, music = max(position, claim.span.end), True
        new += self._new(Span(position, max(position, free.span.end)), music, free.music_after)
        return Shared(tuple(placed), tuple(merged), tuple(new))

    def _new(self, rest: Span, music_before: bool, music_after: bool) -> tuple[Span, ...]:
        if rest.duration < self._long:
            return ()
        start = rest.start + (self._breath if music_before else 0)
        return self._parts(Span(start, rest.end - (self._breath if music_after else 0)))

    def _parts(self, span: Span) -> tuple[Span, ...]:
        """A span in parts where cues are to begin, or too long for one, with a breath between."""
        first, last = span.start + self._shortest + self._breath, span.end - self._shortest
        start = next((start for start in self._starts if first <= start <= last), None)
        if start is not None:
            before = Span(span.start, start - self._breath)
            return (*self._parts(before), *self._parts(Span(start, span.end)))
        if span.duration <= self._longest:
            return (span,)
        aim = span.start + self._usual
        near = [cut for cut in self._cuts if abs(cut - aim) <= self._usual // 3]
        cut = min(near, key=lambda cut: abs(cut - aim), default=aim)
        return (Span(span.start, cut - self._breath), *self._parts(Span(cut, span.end)))


def _clipped(claim: Claim, span: Span) -> Claim:
    start = min(max(claim.span.start, span.start), span.end)
    return replace(claim, span=_span(start, min(max(claim.span.end, span.start), span.end)))


def _span(start: int, end: int) -> Span:
    return Span(start, max(start, end))
