"""An earlier revision beside the new edit: which of its cues still have all that they were written to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..evidence import Evidence
from ..revision import Revision
from ..score import Cue
from ..timeline import Edit, Span
from .content import Ground
from .difference import Difference, compare, shared_sources
from .pieces import at_rate, counted_span, sounds


@dataclass(frozen=True)
class Stand:
    """A revision, the difference of its edit to the new one, and the ground under both."""

    revision: Revision
    difference: Difference
    old: Ground
    new: Ground

    @classmethod
    def of(
        cls,
        revision: Revision,
        edit: Edit,
        sources: Mapping[str, str],
        evidence: Evidence | None,
    ) -> Stand:
        """Compare a revision with the new edit, whose silences are given later."""
        score = revision.score
        ours, theirs = shared_sources(dict(revision.sources), sources)
        difference = compare(score.edit, edit, ours, theirs, revision.evidence, evidence)
        counted = tuple(counted_span(span, score.edit.rate, edit.rate) for span in score.silences)
        old_sound = sounds(at_rate(score.edit, edit.rate), ours)
        return cls(
            revision,
            difference,
            Ground(difference.old, difference.before, old_sound, counted),
            Ground(edit, difference.after, sounds(edit, theirs), ()),
        )

    def silenced(self, silences: tuple[Span, ...]) -> Stand:
        """The same with the silences that are wanted in the new edit."""
        return replace(self, new=replace(self.new, silences=silences))

    @property
    def same_rate(self) -> bool:
        """Whether both edits run at one rate."""
        return self.revision.score.edit.rate.fps == self.new.edit.rate.fps

    @property
    def same_picture(self) -> bool:
        """Whether the new edit is the revision's again, silences aside."""
        whole = self.new.edit.span
        if not self.same_rate or self.revision.score.edit.span != whole:
            return False
        old, new = (
            [lying for lying in ground.under(whole) if lying[0] != "silence"]
            for ground in (self.old, self.new)
        )
        return old == new

    def span(self, cue: Cue) -> Span:
        """The cue's frames in the old edit, counted at the new one's rate."""
        return counted_span(cue.span, self.revision.score.edit.rate, self.new.edit.rate)

    def images(self, cue: Cue) -> tuple[Span, ...]:
        """Where the cue's picture is now."""
        return self.difference.frames.images(self.span(cue))

    def start(self, cue: Cue) -> int | None:
        """Where the cue begins in the new edit, if all under it is as it was; None if it is not."""
        span, whole = self.span(cue), self.new.edit.span
        under = self.old.under(span)
        for shift in self._shifts(span):
            place = span.shifted(shift)
            if whole.start <= place.start and place.end <= whole.end and self.new.under(place) == under:
                return place.start
        return None

    def beside(self, before: Span, after: Span) -> bool:
        """Whether the same sounds, markers and silences lie under two spans, wherever exactly."""
        return self._beside(self.old, before) == self._beside(self.new, after)

    def _shifts(self, span: Span) -> list[int]:
        """By how much parts of a span moved, the largest part first."""
        weights: Counter[int] = Counter()
        for stretch, image in self.difference.frames.parts(span):
            if stretch.kind != "retimed":
                weights[stretch.shift] += image.duration
        return [shift for shift, _ in weights.most_common()]

    @staticmethod
    def _beside(ground: Ground, span: Span) -> Counter[tuple[str, str]]:
        return Counter(
            (lane, what.partition("|")[0]) for lane, _, _, what in ground.under(span) if lane != "picture"
        )
