"""What of a role's work a language model may decide, and how its reply becomes work.

Every expert of every team is asked through this one seam; what a team's roles may decide stands in the
team's own room. A role without a decision works by its rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from ..agent import B, Contribution, Skill
from ..document import Plain
from ..task import MicroInstruction

R = TypeVar("R", bound=BaseModel)
_HUNDREDTHS: JsonDict = {"multipleOf": 0.01}
"""Or a model that is held to the form, and to nothing else, may write digits without end."""
Share = Annotated[float, Field(ge=0, le=1, json_schema_extra=_HUNDREDTHS)]
"""A number of a reply from 0 to 1."""
Signed = Annotated[float, Field(ge=-1, le=1, json_schema_extra=_HUNDREDTHS)]
"""A number of a reply from -1 to 1."""


class ReplyForm(BaseModel):
    """What a model may reply: exactly the fields that are named."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class UnfitError(ValueError):
    """A reply that cannot be used; each argument is a reason that the model is told."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it cannot be used, in sentences."""
        return tuple(map(str, self.args))


@dataclass(frozen=True)
class Case(Generic[B]):
    """A task as a mind has it before it: the bench, the role's skill, and what the rules make of it."""

    task: MicroInstruction
    bench: B
    skill: Skill[B]
    usual: Contribution[B]

    @property
    def done(self) -> B:
        """The bench as the rules would leave it."""
        return self.usual.apply(self.bench)


@dataclass(frozen=True)
class Offer:
    """What the model is shown of a case, and what it may choose from."""

    facts: Mapping[str, Plain]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By the name of a field of the reply: the words that it may hold."""
    lengths: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By the name of a list of the reply: least and most entries."""


@dataclass(frozen=True)
class Decision(Generic[B, R]):
    """One role's decision."""

    form: type[R]
    offer: Callable[[Case[B]], Offer | None]
    """None where there is nothing to decide, so that nobody is asked; `UnfitError` where it is too much."""
    settle: Callable[[R, Case[B]], Contribution[B]]
    """The reply as work; raises `UnfitError` with the reasons where it cannot be."""


def require(holds: bool, reason: str) -> None:
    """Refuse a reply unless something holds of it.

    Raises:
        UnfitError: it does not; `reason` says what would be right.
    """
    if not holds:
        raise UnfitError(reason)
