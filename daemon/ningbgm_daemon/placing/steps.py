"""What is to be done to a timeline, and what was found on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ningbgm_agents.timeline import Span

from .claims import Claim

RefusalReason = Literal["locked", "changed_by_hand", "in_the_way", "other_rate", "sound_gone"]


@dataclass(frozen=True)
class Refusal:
    """Why nothing is to be changed."""

    reason: RefusalReason
    sentence: str
    """For the person: what stands in the way, and what to do."""
    clips: tuple[str, ...] = ()
    """Ids of the clips that stand in the way."""


@dataclass(frozen=True)
class PutDown:
    """A sound to put down."""

    cue: str
    stem: str
    path: str
    track: str
    frame: int
    samples: int
    frames: int
    name: str
    """Name for the clip."""
    moves: str = ""
    """A clip to take away that plays the very same sound: it may be moved here instead."""


@dataclass(frozen=True)
class CueMarker:
    """A marker to write."""

    cue: str
    frame: int
    """The cue's first frame on which no other marker stands."""
    end: int
    """The frame after the last on which it may stand."""
    note: str
    data: str
    """What it says for us; the program adds the stems that it put down."""


@dataclass(frozen=True)
class FoundCue:
    """A cue that lies on the timeline."""

    claim: Claim
    span: Span
    clips: tuple[str, ...]
    """Ids of its clips where they lie as they were put down."""
    changed_by_hand: bool
    missing: tuple[str, ...]
    """Stems that were taken off by hand."""
    locked: bool
    known: bool
    """Whether the daemon knows it still."""

    @property
    def name(self) -> str:
        """`scores/{score}/cues/{cue}`."""
        return f"{self.claim.score}/cues/{self.claim.cue}"


@dataclass(frozen=True)
class PlacementPlan:
    """The steps in their order, and what was found."""

    take_away: tuple[str, ...] = ()
    """Ids of clips."""
    unmark: tuple[Claim, ...] = ()
    """Markers to take away, by the cue they tell of."""
    put_down: tuple[PutDown, ...] = ()
    mark: tuple[CueMarker, ...] = ()
    drop_tracks: tuple[str, ...] = ()
    """Tracks to delete where nothing lies on them any more."""
    sentences: tuple[str, ...] = ()
    refusal: Refusal | None = None
    found: tuple[FoundCue, ...] = ()
    strays: tuple[str, ...] = ()
    """Ids of clips of ours that no cue claims as they lie."""
    under_playhead: str = ""
    """The cue there, `scores/{score}/cues/{cue}`."""

    def refused(self, refusal: Refusal) -> PlacementPlan:
        """The same findings, and nothing to be done."""
        return PlacementPlan(
            refusal=refusal, found=self.found, strays=self.strays, under_playhead=self.under_playhead
        )

    @property
    def scores(self) -> tuple[str, ...]:
        """The scores that lie there: the one under the playhead, then in the order of the timeline."""
        first = [cue.claim.score for cue in self.found if cue.name == self.under_playhead]
        return tuple(dict.fromkeys((*first, *(cue.claim.score for cue in self.found))))
