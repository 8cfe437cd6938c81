"""What the daemon answers of music, as values: a score, its revisions, cues, hits and stems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TypeVar

from ningbgm_agents.errors import NotFoundError

from .directing import CueDirection
from .values import Cause, FrameSpan, Plan


@dataclass(frozen=True)
class Hit:
    """A frame of the picture that the music meets."""

    frame: int
    timecode: str
    kind: str
    weight: float
    treatment: str
    error_ms: float | None
    """Heard onset minus the frame's time; None where no onset was found."""
    reason: str


@dataclass(frozen=True)
class StemFacts:
    """One sound file of a cue; all stems of a cue share start and length and add up to its mix."""

    name: str
    stem_id: str
    path: str
    """The file on the daemon's machine."""
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class CueFacts:
    """One piece of music with a place in the edit."""

    name: str
    cue_id: str
    span: FrameSpan
    start_timecode: str
    end_timecode: str
    record_frame: int
    """Frame of the timeline on which its stems are placed, the start timecode included."""
    sample_count: int
    """Length at 48 kHz."""
    purpose: str
    key: str
    tempo_bpm: float
    ending: str
    themes: tuple[str, ...]
    hits: tuple[Hit, ...]
    stems: Sequence[StemFacts]
    locked: bool
    loudness_lufs: float
    revision: int
    wish: str
    seed: int
    direction: CueDirection
    """What is asked of it by hand."""


@dataclass(frozen=True)
class EditFacts:
    """An edit in short."""

    title: str
    rate: Fraction
    drop_frame: bool
    start_timecode: str
    start_frame: int
    duration_frames: int
    scored: FrameSpan
    cut_count: int
    source_path: str


@dataclass(frozen=True)
class ScoreFacts:
    """The music of one edit, as its present revision has it."""

    name: str
    display_name: str
    edit: EditFacts
    revision: str
    folder: str
    cues: Sequence[CueFacts]
    """In order; left out where scores are listed."""
    wish: str
    palette: str
    seed: int
    passed: bool
    findings: tuple[str, ...]
    variation_folders: tuple[str, ...]
    created: datetime | None
    updated: datetime | None


@dataclass(frozen=True)
class RevisionFacts:
    """One state of a score, kept for ever."""

    name: str
    number: int
    cause: Cause
    sentence: str
    folder: str
    cues: Sequence[CueFacts]
    """In order; left out where revisions are listed."""
    plan: Plan | None
    created: datetime | None
    restored_number: int
    """The revision that was taken back, where that made it; else 0."""


S = TypeVar("S", bound=StemFacts)
C = TypeVar("C", bound=CueFacts)


def stem_among(stems: Sequence[S], stem_id: str) -> S:
    """The stem of a cue by its name.

    Raises:
        NotFoundError: the cue has no such stem.
    """
    for stem in stems:
        if stem.stem_id == stem_id:
            return stem
    there = ", ".join(stem.stem_id for stem in stems) or "none"
    raise NotFoundError(f"the cue has no stem {stem_id!r}; it has {there}", stem=stem_id)


def cue_among(cues: Sequence[C], cue_id: str) -> C:
    """The cue of a score by its name.

    Raises:
        NotFoundError: the score has no such cue.
    """
    for cue in cues:
        if cue.cue_id == cue_id:
            return cue
    there = ", ".join(cue.cue_id for cue in cues) or "none"
    raise NotFoundError(f"there is no cue {cue_id!r}; there is {there}", cue=cue_id)
