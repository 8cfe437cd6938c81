"""What the daemon answers, as values: jobs, what came of them, plans, and the daemon itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["unknown", "queued", "running", "succeeded", "failed", "cancelled"]
Kind = Literal["unknown", "create_score", "revise_score", "regenerate_cue"]
Step = Literal["", "read", "sense", "understand", "plan", "compose", "deliver"]
DecisionKind = Literal["unknown", "keep", "move", "retime", "rescore", "new", "drop"]
Action = Literal["unknown", "keep", "move", "place", "remove"]
Cause = Literal["unknown", "created", "revised", "regenerated", "locked", "unlocked", "rolled_back", "chosen"]
EngineKind = Literal["unknown", "sense", "mind", "performer"]

STEP_WORDS: dict[Step, str] = {
    "": "Waiting",
    "read": "Reading the edit",
    "sense": "Watching and listening",
    "understand": "Understanding the scene",
    "plan": "Planning what changes",
    "compose": "Composing and performing",
    "deliver": "Writing the delivery",
}


@dataclass(frozen=True)
class FrameSpan:
    """Frames from `start` up to but not including `end`, counted from the edit's first frame."""

    start: int
    end: int


@dataclass(frozen=True)
class Decision:
    """What a revision does to one cue, and why."""

    cue_id: str
    kind: DecisionKind
    before: FrameSpan | None
    after: FrameSpan | None
    reason: str


@dataclass(frozen=True)
class Conflict:
    """A lock that the new edit cannot honour as it stands."""

    cue_id: str
    reason: str


@dataclass(frozen=True)
class Placement:
    """What to do with one stem on the timeline; frames include the timeline's start timecode."""

    action: Action
    cue_id: str
    stem_id: str
    path: str
    record_frame: int
    record_frame_before: int
    sample_count: int


@dataclass(frozen=True)
class Plan:
    """What a newer edit means for every cue."""

    decisions: tuple[Decision, ...]
    conflicts: tuple[Conflict, ...]
    placements: tuple[Placement, ...]
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.sentences)


@dataclass(frozen=True)
class ReadyCue:
    """A cue that can be heard while its job still runs."""

    cue_id: str
    stem: str
    """Name to download its mix by."""
    path: str
    start_frame: int
    sample_count: int


@dataclass(frozen=True)
class Outcome:
    """What came of a job that succeeded."""

    score: str
    revision: str
    """Empty where only a plan was asked for, as the folder is."""
    folder: str
    plan: Plan | None


@dataclass(frozen=True)
class JobFacts:
    """A job as it was when the daemon told of it; printed, it says how far it is."""

    name: str
    display_name: str
    kind: Kind
    state: State
    step: Step
    share: float
    """Share of the whole job that is done, 0 to 1."""
    left_s: float | None
    ready_cues: tuple[ReadyCue, ...]
    outcome: Outcome | None
    error: Exception | None
    """Why it failed, as an error of `ningbgm_agents.errors`."""
    score: str
    request_id: str
    version: int
    attempts: int
    created: datetime | None
    started: datetime | None
    ended: datetime | None

    @property
    def over(self) -> bool:
        """Whether it has reached a final state."""
        return self.state in ("succeeded", "failed", "cancelled")

    def __str__(self) -> str:
        return f"{self.display_name or self.name}: {self._standing()}"

    def _standing(self) -> str:
        if self.state == "failed":
            return f"failed: {self.error}"
        if self.state != "running":
            return self.state
        left = f", about {self.left_s:.0f} s left" if self.left_s is not None else ""
        return f"{STEP_WORDS[self.step].lower()}, {self.share:.0%} done{left}"


@dataclass(frozen=True)
class Storage:
    """A folder of the daemon's and the disk that it lies on, in bytes."""

    path: str
    used_bytes: int
    limit_bytes: int
    """0 for no limit."""
    free_bytes: int


@dataclass(frozen=True)
class Engine:
    """Something that senses, thinks or performs, and whether it is there."""

    engine_id: str
    kind: EngineKind
    available: bool
    detail: str


@dataclass(frozen=True)
class DaemonStatus:
    """The daemon and its machine."""

    version: str
    pid: int
    started: datetime | None
    engines: tuple[Engine, ...]
    memory_bytes: int
    data: Storage
    cache: Storage
    queued_jobs: int
    running_jobs: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Palette:
    """A style to write for."""

    name: str
    title: str
    description: str
    low_bpm: float
    high_bpm: float
