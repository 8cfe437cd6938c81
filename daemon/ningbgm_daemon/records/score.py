"""What the daemon remembers of scores and revisions: small values that answer calls without opening files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ningbgm_agents.direction import NO_DIRECTION, Direction
from ningbgm_agents.revision import Conflict, Decision
from ningbgm_agents.timeline import Span

Cause = Literal["created", "revised", "regenerated", "locked", "unlocked", "rolled_back", "chosen"]
Action = Literal["keep", "move", "place", "remove"]


@dataclass(frozen=True)
class EditRecord:
    """An edit in short."""

    title: str
    rate_numerator: int
    rate_denominator: int
    drop_frame: bool
    start_frame: int
    duration: int
    scored: Span
    cut_count: int
    source: str


@dataclass(frozen=True)
class HitRecord:
    """A declared hit, and how it was heard."""

    frame: int
    kind: str
    weight: float
    treatment: str
    error_ms: float | None
    why: str


@dataclass(frozen=True)
class StemRecord:
    """A sound file of a cue; the stem `mix` is the sum of the others."""

    name: str
    path: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class CueRecord:
    """A cue of a revision."""

    name: str
    span: Span
    sample_count: int
    purpose: str
    key: str
    tempo_bpm: float
    ending: str
    themes: tuple[str, ...]
    hits: tuple[HitRecord, ...]
    stems: tuple[StemRecord, ...]
    loudness_lufs: float
    revision: int
    """The revision that last changed its sound or place."""
    wish: str = ""
    """Its own wish; empty where it follows the score's."""
    seed: int = 0
    direction: Direction = NO_DIRECTION
    """What is asked of it by hand."""


@dataclass(frozen=True)
class PlacementRecord:
    """What a plugin does with one stem on the timeline; frames include the start timecode."""

    action: Action
    cue: str
    stem: str
    path: str
    record_frame: int
    record_frame_before: int
    sample_count: int


@dataclass(frozen=True)
class Plan:
    """What a revision does, for programs and in words."""

    decisions: tuple[Decision, ...]
    conflicts: tuple[Conflict, ...] = ()
    placements: tuple[PlacementRecord, ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class RevisionRecord:
    """One state of a score; never changed once made."""

    score_id: str
    number: int
    cause: Cause
    sentence: str
    folder: str
    edit: EditRecord
    cues: tuple[CueRecord, ...]
    locked: tuple[str, ...]
    """Names of the locked cues."""
    palette: str
    wish: str
    seed: int
    passed: bool
    findings: tuple[str, ...]
    variation_folders: tuple[str, ...]
    plan: Plan | None
    created_s: float
    restored_number: int = 0
    """The revision that was taken back, where that made it."""


@dataclass(frozen=True)
class ScoreRecord:
    """A score and its present revision."""

    id: str
    revision: RevisionRecord
    created_s: float

    def record_frame(self, cue: CueRecord) -> int:
        """Frame of the timeline on which a cue's stems lie."""
        return self.revision.edit.start_frame + cue.span.start
