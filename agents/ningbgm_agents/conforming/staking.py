"""The new edit as cues are put on it, one after the other, none over another: first come, first served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..direction import Direction
from ..revision import Conflict, CueOrder, Decision, DecisionKind, Revision
from ..score import Cue
from ..timeline import Edit, Span
from . import reasons
from .moving import moved
from .retiming import Refusal, retimed
from .stand import Stand


@dataclass(frozen=True)
class Staked:
    """A cue that stands in the new edit with notes that it had before."""

    cue: Cue
    decision: Decision


class Staking:
    """Puts cues of a revision, and of earlier ones, onto the new edit."""

    def __init__(
        self,
        stand: Stand,
        locked: frozenset[str],
        orders: Mapping[str, CueOrder],
        rewrite: frozenset[str] = frozenset(),
        directions: Mapping[str, Direction] | None = None,
        left: frozenset[str] = frozenset(),
    ) -> None:
        """`orders` is what holds for each cue now; the cues of `rewrite` do not keep their notes.

        Those of `left` do not keep notes that run into a next cue: none follows them any more.
        `directions` are those that are asked for now; other cues keep what they have.
        """
        self.stand, self.locked, self._orders, self.rewrite = stand, locked, orders, rewrite
        self.directions, self.left = directions or {}, left
        self.staked: dict[str, Staked] = {}
        self.conflicts: list[Conflict] = []
        self.refusals: dict[str, str] = {}

    @property
    def edit(self) -> Edit:
        """The new edit."""
        return self.stand.new.edit

    def lock(self) -> None:
        """Put down the locked cues: with their picture, else where its first surviving frame is."""
        for cue in self.stand.revision.score.cues:
            if cue.name in self.locked:
                self._lock(cue)

    def keep(self, stands: Sequence[Stand], again: Stand | None = None) -> None:
        """Put down what has all that it was written to.

        `stands` are the current revision and earlier ones, newest first. Where several have a cue, the
        revision whose edit is there `again` counts first, then the longest cue, then the newest.
        """
        best: dict[str, tuple[tuple[bool, int, int], Stand, Cue, int]] = {}
        for age, stand in enumerate(stands):
            for cue in stand.revision.score.cues if stand.same_rate else ():
                start = stand.start(cue) if self._may_keep(stand.revision, cue) else None
                if start is not None:
                    rank = (stand is again, cue.span.duration, -age)
                    if cue.name not in best or rank > best[cue.name][0]:
                        best[cue.name] = (rank, stand, cue, start)
        for _, stand, cue, start in sorted(best.values(), key=lambda b: (not b[0][0], -b[0][2], b[3])):
            if self.free(Span(start, start + cue.span.duration)):
                self._stake(stand.revision, cue, start, cue.span.duration)

    def retime(self) -> None:
        """Put down the cues whose notes can follow the picture; remember why others cannot."""
        stand, score = self.stand, self.stand.revision.score
        for cue in score.cues:
            if not self._may_keep(stand.revision, cue):
                continue
            bent = retimed(cue, stand.difference, score.edit)
            if isinstance(bent, Refusal):
                self.refusals[cue.name] = bent.reason
            elif stand.beside(stand.span(cue), bent.span) and self.free(bent.span):
                why = reasons.what_changed(stand.difference, stand.span(cue), bent.span)
                sentence = reasons.retimed(cue.name, why)
                self._put(bent, "retime", sentence, cue.span, stand.revision.number)

    def free(self, span: Span) -> bool:
        """Whether a span lies in the range with no cue and no wanted silence in it."""
        whole = self.edit.span
        inside = whole.start <= span.start and span.end <= whole.end
        return inside and not any(span.overlap(other) for other in self._taken())

    def _taken(self) -> Iterator[Span]:
        yield from (staked.cue.span for staked in self.staked.values())
        yield from self.stand.new.silences

    def _may_keep(self, revision: Revision, cue: Cue) -> bool:
        """Whether a revision's cue may stand: not put down yet, and ordered as it was then."""
        wanted = self._orders.get(cue.name, CueOrder(cue.name))
        free = cue.name not in self.staked and cue.name not in self.rewrite
        free = free and not (cue.name in self.left and cue.ending == "segue")
        same = wanted == revision.order(cue.name) and self._directed_alike(cue)
        return free and cue.name not in self.locked and same

    def _directed_alike(self, cue: Cue) -> bool:
        """Whether the same is asked of a cue by hand now."""
        present = self.stand.revision.cue(cue.name)
        had = present.direction if present is not None else cue.direction
        return self.directions.get(cue.name, had).asked == cue.direction.asked

    def _lock(self, cue: Cue) -> None:
        stand, span = self.stand, self.stand.span(cue)
        start = stand.start(cue)
        if start is None:
            first = stand.difference.frames.first(span)
            why = reasons.what_changed(stand.difference, span, span)
            gone = "its picture is gone" if first is None else why
            self._conflict(cue, f"{cue.name} is locked and stays, but {gone}.")
            start = self._nearest(span) if first is None else first
        place = self._room_for(start, span.duration)
        if place is None:
            self._conflict(cue, f"{cue.name} is locked, but there is no room left for it; it is left out.")
            return
        if place != start:
            self._conflict(cue, f"{cue.name} is locked, but its place is taken; it lies beside it.")
        self._stake(stand.revision, cue, place, span.duration)

    def _conflict(self, cue: Cue, reason: str) -> None:
        self.conflicts.append(Conflict(cue.name, reason))

    def _nearest(self, span: Span) -> int:
        """Where a span whose picture is gone would be: after what was before it."""
        before = self.stand.difference.frames.images(Span(0, span.start)) if span.start else ()
        return before[-1].end if before else self.edit.span.start

    def _room_for(self, start: int, length: int) -> int | None:
        """The place nearest to `start` where a locked cue lies in the range and on no other one."""
        whole = self.edit.span
        others = [staked.cue.span for staked in self.staked.values()]
        gaps = [gap for gap in whole.without(others) if gap.duration >= length]
        places = [min(max(start, gap.start), gap.end - length) for gap in gaps]
        return min(places, key=lambda place: (abs(place - start), place), default=None)

    def _stake(self, revision: Revision, cue: Cue, start: int, length: int) -> None:
        was = self.stand.revision.cue(cue.name)
        before = self.stand.span(was) if was else None
        shift = start - before.start if before else 0
        kind: DecisionKind = "move" if shift else "keep"
        sentence = reasons.stays(
            cue.name, shift, revision.number if was is None or cue.parts != was.parts else None
        )
        placed = moved(cue, revision.score.edit, start, self.edit, length)
        self._put(placed, kind, sentence, was.span if was else None, revision.number)

    def _put(self, cue: Cue, kind: DecisionKind, sentence: str, before: Span | None, revision: int) -> None:
        decision = Decision(cue.name, kind, sentence, before, cue.span, revision)
        self.staked[cue.name] = Staked(cue, decision)
