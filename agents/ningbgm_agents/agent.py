"""One agent: a role, the skill that its rules give it, and the mind that it thinks with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from .ports import Clock
from .role import Role
from .task import MicroInstruction
from .thought import ModelFacts

B = TypeVar("B")
"""The team's bench: the frozen value that its experts complete piece by piece."""

Action = Literal["assigns", "asks", "falls back", "delivers", "passes", "notes", "sends back", "gives up"]


@dataclass(frozen=True)
class Event:
    """One step of the agents' exchange."""

    team: str
    agent: str
    action: Action
    sentence: str
    reasons: tuple[str, ...] = ()
    """The evidence or the constraints behind it."""
    seconds: float = 0.0
    """How long it took."""
    model: ModelFacts | None = None
    """The language model whose reply was used, where one was."""


@dataclass(frozen=True)
class Contribution(Generic[B]):
    """What an expert adds to the bench, and what it says about it."""

    apply: Callable[[B], B]
    sentence: str
    reasons: tuple[str, ...] = ()
    asides: tuple[Event, ...] = ()
    """What the mind has to say of how it came to this, for the record."""


Skill = Callable[[MicroInstruction, B], Contribution[B]]
"""What the rules do for a task."""


class Mind(Protocol):
    """How an agent thinks; it may use the skill, replace it, or mend its result."""

    name: str

    def think(self, role: Role, task: MicroInstruction, bench: B, skill: Skill[B]) -> Contribution[B]:
        """Work on a task."""
        ...


@dataclass(frozen=True)
class Agent(Generic[B]):
    """A general agent plus a role is an expert."""

    role: Role
    skill: Skill[B]
    mind: Mind

    def execute(self, task: MicroInstruction, bench: B, clock: Clock) -> tuple[Contribution[B], Event]:
        """Do the task; returns the contribution and its record."""
        start = clock.seconds()
        made = self.mind.think(self.role, task, bench, self.skill)
        event = Event(
            self.role.team,
            self.role.name,
            "delivers",
            made.sentence,
            made.reasons,
            round(clock.seconds() - start, 4),
        )
        return made, event
