"""The one loop of every team: the supervisor assigns, experts execute, the verifier validates.

What fails goes back with its reasons to the expert that answers for it, at most twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic

from .agent import Action, Agent, B, Event
from .ports import Clock
from .role import Role
from .scene import Finding
from .task import MicroInstruction, Need, design_task

MAX_REWORKS = 2
"""How often work may be sent back before the team delivers what it has and says what is wrong."""

Record = Callable[[Event], None]
Check = Callable[[B], tuple[B, tuple[Finding, ...]]]


@dataclass(frozen=True)
class Team(Generic[B]):
    """A supervisor, experts in stages (those of one stage work side by side), and a verifier."""

    supervisor: Role
    stages: tuple[tuple[Agent[B], ...], ...]
    verifier: Role
    check: Check[B]
    """Validates the bench; may complete it with what it measured."""

    def run(self, need: Need, bench: B, record: Record, clock: Clock) -> tuple[B, int]:
        """Work until the verifier is content or the reworks are used up; returns bench and reworks."""
        tasks = self._assign(need, record)
        first = 0
        for reworks in range(MAX_REWORKS + 1):
            bench = self._execute(first, tasks, bench, record, clock)
            start = clock.seconds()
            bench, findings = self.check(bench)
            failed = tuple(finding for finding in findings if finding.severity == "error")
            self._report(findings, clock.seconds() - start, record)
            returned = self._returned(failed)
            if not returned or reworks == MAX_REWORKS:
                break
            tasks, first = self._send_back(tasks, returned, record)
        if failed:
            self._say(
                record,
                self.verifier,
                "gives up",
                "Delivered with what could not be mended.",
                tuple(finding.sentence for finding in failed),
            )
        return bench, reworks

    def _assign(self, need: Need, record: Record) -> dict[str, MicroInstruction]:
        tasks = {}
        for agent in (agent for stage in self.stages for agent in stage):
            task = design_task(need, agent.role)
            tasks[agent.role.name] = task
            reasons = tuple(f"{limit.text} [{limit.origin}]" for limit in task.constraints)
            self._say(
                record, self.supervisor, "assigns", f"To {agent.role.name}: {task.instruction}.", reasons
            )
        return tasks

    def _execute(
        self, first: int, tasks: dict[str, MicroInstruction], bench: B, record: Record, clock: Clock
    ) -> B:
        for stage in self.stages[first:]:
            pieces = [agent.execute(tasks[agent.role.name], bench, clock) for agent in stage]
            for contribution, event in pieces:
                bench = contribution.apply(bench)
                for aside in contribution.asides:
                    record(aside)
                record(event)
        return bench

    def _returned(self, failed: tuple[Finding, ...]) -> dict[str, tuple[str, ...]]:
        """The reasons for each expert that answers for a failed check."""
        returned: dict[str, tuple[str, ...]] = {}
        for agent in (agent for stage in self.stages for agent in stage):
            reasons = tuple(
                f"{finding.check}: {finding.sentence}"
                for finding in failed
                if finding.check in agent.role.answers_for
            )
            if reasons:
                returned[agent.role.name] = reasons
        return returned

    def _send_back(
        self, tasks: dict[str, MicroInstruction], returned: dict[str, tuple[str, ...]], record: Record
    ) -> tuple[dict[str, MicroInstruction], int]:
        """New tasks with the reasons in them, and the first stage that has to work again."""
        for name, reasons in returned.items():
            task = tasks[name]
            tasks = tasks | {name: replace(task, returned=reasons, attempt=task.attempt + 1)}
            self._say(record, self.verifier, "sends back", f"To {name}, once more.", reasons)
        first = min(
            number
            for number, stage in enumerate(self.stages)
            if any(agent.role.name in returned for agent in stage)
        )
        return tasks, first

    def _report(self, findings: tuple[Finding, ...], seconds: float, record: Record) -> None:
        """Record what the verifier found, unless it sends work back: then that says it."""
        if any(finding.severity == "error" for finding in findings):
            return
        sentences = tuple(finding.sentence for finding in findings)
        action: Action = "notes" if findings else "passes"
        sentence = "Passed, with remarks." if findings else "Everything checked holds."
        record(Event(self.verifier.team, self.verifier.name, action, sentence, sentences, round(seconds, 4)))

    def _say(
        self, record: Record, role: Role, action: Action, sentence: str, reasons: tuple[str, ...] = ()
    ) -> None:
        record(Event(role.team, role.name, action, sentence, reasons))
