"""The cues of a revision as a timeline has to hold them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ningbgm_agents.timeline import FrameRate

from ..records.score import CueRecord, RevisionRecord, StemRecord
from .claims import PutStem

MIX = "mix"


@dataclass(frozen=True)
class WantedCue:
    """A cue that is to lie on the timeline."""

    name: str
    start: int
    """Its first frame, from the timeline's first."""
    samples: int
    frames: int
    """Its samples in frames of the timeline, to the nearest: it may be a sample shorter than its picture."""
    stems: tuple[StemRecord, ...]
    """What is put down of it."""
    hash: str
    """What it sounds like."""
    purpose: str
    kept: Mapping[str, PutStem] = field(default_factory=dict)
    """What its marker tells of stems that are not put down now."""

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + self.frames


def wanted_cues(revision: RevisionRecord, rate: FrameRate) -> tuple[WantedCue, ...]:
    """The cues of a revision; the mix is put down only where it is all that there is."""
    return tuple(_wanted(cue, rate) for cue in revision.cues)


def hash_of(stems: Iterable[StemRecord]) -> str:
    """What some stems sound like together."""
    return hashlib.sha256("".join(sorted(stem.sha256 for stem in stems)).encode("ascii")).hexdigest()[:16]


def _wanted(cue: CueRecord, rate: FrameRate) -> WantedCue:
    stems = tuple(stem for stem in cue.stems if stem.name != MIX) or cue.stems
    frames = rate.frame_of_sample(cue.sample_count)
    return WantedCue(cue.name, cue.span.start, cue.sample_count, frames, stems, hash_of(stems), cue.purpose)
