"""The default mind: the role's own skill, complete and deterministic."""

from __future__ import annotations

from ..agent import B, Contribution, Skill
from ..role import Role
from ..task import MicroInstruction


class RulesMind:
    """Thinks by the rules of the role's skill alone."""

    name = "rules"

    def think(self, role: Role, task: MicroInstruction, bench: B, skill: Skill[B]) -> Contribution[B]:
        """Apply the skill."""
        return skill(task, bench)
