"""A role as data: who an agent is, what it answers for, what it knows and what binds it.

The seven parts of a profile are those of NingBGM's structured agent role definition. Roles are TOML files
in `roles/`, one a role, so that a musician can read and mend them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from .errors import NotFoundError

TeamName = Literal["requirements", "understanding", "composing"]
Position = Literal["supervisor", "expert", "verifier"]


@dataclass(frozen=True)
class Tool:
    """Something that a role can do: how it is called, what goes in, what comes back."""

    name: str
    signature: str
    returns: str


@dataclass(frozen=True)
class Role:
    """The profile of an agent."""

    name: str
    team: TeamName
    position: Position
    identity: str
    responsibilities: tuple[str, ...]
    expertise: tuple[str, ...]
    tools: tuple[Tool, ...] = ()
    knowledge: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    best_practices: tuple[str, ...] = ()
    answers_for: tuple[str, ...] = ()
    """Names of the verifier's checks that come back to this role when they fail."""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Every line of the profile that can bind a task, with its origin ('spotting/constraints/1')."""
        parts = (("constraints", self.constraints), ("best_practices", self.best_practices))
        return tuple(
            (f"{self.name}/{part}/{number}", line)
            for part, lines in parts
            for number, line in enumerate(lines, 1)
        )


@cache
def load_role(name: str) -> Role:
    """The role of this name from `roles/`.

    Raises:
        NotFoundError: there is no such role, or its file does not hold a profile.
    """
    file = resources.files(__package__) / "roles" / f"{name}.toml"
    try:
        profile = tomllib.loads(file.read_text(encoding="utf-8"))
        return TypeAdapter(Role).validate_python(profile)
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no role {name!r}", role=name) from error
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise NotFoundError(f"the role {name!r} is not a profile: {error}", role=name) from error
