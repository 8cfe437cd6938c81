"""The question for a task: the role's prompt from `prompts/`, what binds the task, and the facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from ..document import Plain
from ..role import Role
from ..task import MicroInstruction
from ..thought import Question

MOST_CHARACTERS = 48_000
"""Facts beyond this are not asked about: no model that runs at home reads so much."""
_PACKAGE = "ningbgm_agents"


@cache
def load_prompt(name: str) -> str:
    """The prompt of a role, or 'everyone', which all roles share; empty where there is none."""
    file = resources.files(_PACKAGE) / "prompts" / f"{name}.md"
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def question(
    role: Role, task: MicroInstruction, facts: Mapping[str, Plain], schema: str, seed: int, most_tokens: int
) -> Question:
    """What the model is asked about a task."""
    bound = "\n".join(f"- {limit.text} [{limit.origin}]" for limit in task.constraints)
    parts = [
        load_prompt("everyone"),
        f"# You\n\n{role.identity}",
        load_prompt(role.name) or f"# Your task\n\n{task.instruction}.",
        f"# What binds you\n\n{bound or '- nothing'}",
    ]
    if task.returned:
        reasons = "\n".join(f"- {reason}" for reason in task.returned)
        parts.append(f"# Your work came back\n\n{reasons}")
    shown = json.dumps(dict(facts), ensure_ascii=False, separators=(",", ":"))
    return Question(role.name, "\n\n".join(parts), shown, schema, (), seed, most_tokens)
