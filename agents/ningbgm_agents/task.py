"""Task design: from a wish and a role to a micro-instruction whose every constraint names its origin.

The steps are NingBGM's: parse the request, determine the need, read the profile, match, extract the
instruction, derive the constraints, pack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .evidence import Modality
from .role import Role

_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class Constraint:
    """Something that binds the work, and the line of a profile or of the request that it comes from."""

    text: str
    origin: str


@dataclass(frozen=True)
class Need:
    """What a team is asked to do, as its supervisor understands it."""

    goal: str
    modalities: tuple[Modality, ...] = ()
    limits: tuple[Constraint, ...] = ()
    """What the user or an earlier team has fixed; binds every task."""


@dataclass(frozen=True)
class MicroInstruction:
    """One task for one agent."""

    role: str
    instruction: str
    constraints: tuple[Constraint, ...]
    modalities: tuple[Modality, ...]
    confidence: float
    """How well the role fits the need, 0 to 1."""
    returned: tuple[str, ...] = ()
    """Why the work came back, in the verifier's words; empty the first time."""
    attempt: int = 0


def design_task(need: Need, role: Role) -> MicroInstruction:
    """Pack what `role` has to do about `need`."""
    instruction = "; ".join(line.rstrip(".") for line in role.responsibilities)
    own = tuple(Constraint(line, origin) for origin, line in role.lines())
    return MicroInstruction(
        role=role.name,
        instruction=instruction,
        constraints=need.limits + own,
        modalities=need.modalities,
        confidence=match(need, role),
    )


def match(need: Need, role: Role) -> float:
    """Share of the need's words that the role's profile knows, 0 to 1."""
    wanted = set(_WORD.findall(need.goal.lower()))
    profile = " ".join((role.identity, *role.responsibilities, *role.expertise, *role.knowledge))
    known = set(_WORD.findall(profile.lower()))
    return round(len(wanted & known) / len(wanted), 3) if wanted else 0.0
