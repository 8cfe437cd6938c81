"""Whose mind thinks for which role."""

from __future__ import annotations

from collections.abc import Mapping

from ..agent import B, Contribution, Mind, Skill
from ..role import Role
from ..task import MicroInstruction
from .rules import RulesMind


class StaffedMind:
    """Thinks with the mind that a role was given, else with that of its team, else by the rules."""

    name = "staff"

    def __init__(self, minds: Mapping[str, Mind]) -> None:
        self._minds, self._rules = minds, RulesMind()

    def think(self, role: Role, task: MicroInstruction, bench: B, skill: Skill[B]) -> Contribution[B]:
        """Work on a task."""
        mind = self._minds.get(role.name) or self._minds.get(role.team) or self._rules
        return mind.think(role, task, bench, skill)
