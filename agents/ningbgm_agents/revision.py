"""A score's revisions: what was ordered, what is decided for each cue when the edit changes, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .direction import Direction
from .evidence import Evidence
from .score import Cue, Score
from .timeline import Span

DecisionKind = Literal["keep", "move", "retime", "rescore", "new", "drop"]
"""Same bytes; same bytes in another place; same notes to a new tempo map; scored again; added; gone."""
STANDING: tuple[DecisionKind, ...] = ("keep", "move")
"""Decisions that leave a cue's files as they are."""


@dataclass(frozen=True)
class CueOrder:
    """A wish of the user's for one cue alone."""

    cue: str
    seed: int | None = None
    """Another seed; None takes the cue's next one, unless a wish or a direction is given."""
    wish: str | None = None
    """What this cue alone should be, in words, beside the wish for the whole.

    Empty ends such a wish, None leaves it as it was.
    """
    direction: Direction | None = None
    """What is asked of it by hand from now on; empty ends that, None leaves it as it was.

    Its frames are those of the edit that is scored. What is remembered of it is remembered by the cue.
    """


@dataclass(frozen=True)
class Decision:
    """What becomes of one cue."""

    cue: str
    kind: DecisionKind
    reason: str
    """One sentence, with the cue's name."""
    before: Span | None = None
    """Its frames in the edit that was scored before; None for a cue that was not there."""
    after: Span | None = None
    """Its frames in the new edit; None for a cue that is dropped."""
    revision: int = 0
    """The revision whose music it keeps; 0 where it is written now."""


@dataclass(frozen=True)
class Conflict:
    """A locked cue that the new edit does not suit, and why."""

    cue: str
    reason: str


@dataclass(frozen=True)
class RevisionPlan:
    """What a revision does to every cue of a score."""

    decisions: tuple[Decision, ...]
    """In the order of the new edit, dropped cues last."""
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()
    """What concerns the whole, each as a sentence."""

    def of(self, cue: str) -> Decision | None:
        """The decision on a cue."""
        return next((decision for decision in self.decisions if decision.cue == cue), None)

    @property
    def touched(self) -> tuple[str, ...]:
        """Names of the cues that are performed again or for the first time."""
        return tuple(d.cue for d in self.decisions if d.kind in ("retime", "rescore", "new"))

    def told(self) -> str:
        """The plan in words, a line each."""
        lines = [decision.reason for decision in self.decisions]
        lines += [f"Conflict: {conflict.reason}" for conflict in self.conflicts]
        return "\n".join([*lines, *self.notes])


@dataclass(frozen=True)
class Revision:
    """A delivered state of a score, as a plan needs to know it."""

    number: int
    score: Score
    orders: tuple[CueOrder, ...] = ()
    """Which of its cues were ordered apart, and how."""
    sources: tuple[tuple[str, str], ...] = ()
    """What tells the content of its media, by path, where that is known."""
    evidence: Evidence | None = None
    """What was sensed of it, by which media that were exported again are recognised."""

    def cue(self, name: str) -> Cue | None:
        """The cue of this name."""
        return next((cue for cue in self.score.cues if cue.name == name), None)

    def order(self, name: str) -> CueOrder:
        """What was ordered for a cue; an empty order where nothing was."""
        return next((order for order in self.orders if order.cue == name), CueOrder(name))
