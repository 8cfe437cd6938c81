"""A job as everybody sees it: its state, progress and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .order import Order, RegenerateOrder, ScoreOrder

State = Literal["queued", "running", "succeeded", "failed", "cancelled"]
Kind = Literal["create_score", "revise_score", "regenerate_cue"]
Step = Literal["read", "sense", "understand", "plan", "compose", "deliver"]
FINAL: tuple[State, ...] = ("succeeded", "failed", "cancelled")


@dataclass(frozen=True)
class ReadyCue:
    """A cue that can be heard while its job still runs."""

    cue: str
    path: str
    """Its mix; the file goes when the job is over."""
    start_frame: int
    sample_count: int


@dataclass(frozen=True)
class Progress:
    """How far a job is."""

    step: Step | None = None
    share: float = 0.0
    """Share of the whole job, 0 to 1."""
    left_s: float | None = None
    ready_cues: tuple[ReadyCue, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came of a job that succeeded."""

    score_id: str
    revision: int | None
    """None where only a plan was asked for."""
    folder: str = ""
    plan: str = ""
    """The plan as a document (`records.score.Plan`); empty for a first scoring."""


@dataclass(frozen=True)
class Failure:
    """Why a job failed."""

    kind: str
    """Name of the error's class in `ningbgm_agents.errors`."""
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Job:
    """One job."""

    id: str
    title: str
    order: Order
    state: State = "queued"
    progress: Progress = field(default_factory=Progress)
    outcome: Outcome | None = None
    failure: Failure | None = None
    score_id: str = ""
    """The score that it makes or changes."""
    request_id: str = ""
    version: int = 1
    """Counts its changes."""
    attempts: int = 0
    created_s: float = 0.0
    """Seconds since 1970, as the next two."""
    started_s: float | None = None
    ended_s: float | None = None

    @property
    def kind(self) -> Kind:
        """What kind of work it is."""
        if isinstance(self.order, ScoreOrder):
            return "create_score"
        return "regenerate_cue" if isinstance(self.order, RegenerateOrder) else "revise_score"

    @property
    def over(self) -> bool:
        """Whether it has reached a final state."""
        return self.state in FINAL
