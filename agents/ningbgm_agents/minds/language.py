"""A mind that thinks with a language model: asks, checks, asks again with reasons, else keeps to the rules.

The rules work first: what they make is what the model is shown, and what stands where it fails. So a model
that is missing, slow, wrong or broken costs time, never the music.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from pydantic import BaseModel

from ..agent import B, Contribution, Event, Skill
from ..errors import ModelError, NingbgmError
from ..ports import Clock, LanguageModel
from ..role import Role
from ..task import MicroInstruction
from ..team import MAX_REWORKS
from ..thought import Question, Reply
from .decision import Case, Decision, Offer, UnfitError
from .form import read_reply, schema_of
from .prompt import MOST_CHARACTERS, question

_UNUSABLE = (UnfitError, NingbgmError, ValueError, LookupError, ArithmeticError)
"""What work made of a model's reply may fail with; all of it is a reason to ask again."""


@dataclass(frozen=True)
class Limits:
    """How long and how often a model is asked."""

    reply_s: float = 60.0
    """For one reply."""
    task_s: float = 120.0
    """For one task with all its replies."""
    film_s: float = 600.0
    """For all tasks of a film."""
    retries: int = 2
    """How often it is asked again about one task."""
    silent_tasks: int = 2
    """After so many tasks in a row without any answer it is not asked any more."""
    most_tokens: int = 2000
    """Of one reply."""


@dataclass
class _Asking:
    """One task's exchange with the model, as it goes."""

    question: Question
    replies: list[Reply]
    reasons: list[str]
    asked: int = 0
    characters: int = 0
    """Of all that was sent."""

    def sent(self, characters: int) -> None:
        """The question went out once more."""
        self.asked, self.characters = self.asked + 1, self.characters + characters


class LanguageMind:
    """Thinks with a language model wherever a role has a decision for it.

    `decisions` are by role; each works on the bench of its role's team.
    """

    def __init__(
        self,
        model: LanguageModel,
        decisions: Mapping[str, object],
        clock: Clock,
        seed: int = 0,
        limits: Limits = Limits(),
    ) -> None:
        self.name = model.facts.name
        self._model, self._decisions, self._clock, self._seed = model, decisions, clock, seed
        self._limits = limits
        self._spent_s = 0.0
        self._silent = 0

    def think(self, role: Role, task: MicroInstruction, bench: B, skill: Skill[B]) -> Contribution[B]:
        """What the rules make of the task, changed by what the model decides about it."""
        case = Case(task, bench, skill, skill(task, bench))
        decision = cast("Decision[B, BaseModel] | None", self._decisions.get(role.name))
        try:
            offer = decision.offer(case) if decision is not None else None
        except UnfitError as error:
            return self._by_rules(role, case.usual, list(error.reasons), ())
        if decision is None or offer is None:
            return case.usual
        asked = question(
            role,
            task,
            offer.facts,
            schema_of(decision.form, offer),
            self._seed,
            self._limits.most_tokens,
        )
        why_not = self._unwilling(task, asked)
        if why_not:
            return self._by_rules(role, case.usual, [why_not], ())
        asking = _Asking(asked, [], [])
        start = self._clock.seconds()
        made = self._ask(decision, offer, case, asking, start)
        self._spent_s += self._clock.seconds() - start
        asides = (self._told(role, asking, used=made is not None),) if asking.asked else ()
        if made is None:
            return self._by_rules(role, case.usual, asking.reasons, asides)
        return replace(made, asides=asides)

    def _unwilling(self, task: MicroInstruction, asked: Question) -> str:
        """Why the model is not asked at all; empty where it is."""
        if self._silent >= self._limits.silent_tasks:
            return f"it gave no answer to {self._silent} tasks before, so it is not asked any more"
        if self._spent_s >= self._limits.film_s:
            return f"it has had its {self._limits.film_s:g} s for this film"
        if task.attempt >= MAX_REWORKS:
            return "its work came back before, and this is the last try"
        if len(asked.facts) > MOST_CHARACTERS:
            return f"the facts have {len(asked.facts)} characters; {MOST_CHARACTERS} are the most"
        return ""

    def _ask(
        self,
        decision: Decision[B, BaseModel],
        offer: Offer,
        case: Case[B],
        asking: _Asking,
        start: float,
    ) -> Contribution[B] | None:
        """The model's work, or None with the reasons in `asking`."""
        for _ in range(1 + self._limits.retries):
            left_s = self._limits.task_s - (self._clock.seconds() - start)
            if left_s <= 0:
                asking.reasons.append(f"{self._limits.task_s:g} s for this task are over")
                break
            characters = asking.question.characters
            try:
                reply = self._model.reply(asking.question, min(left_s, self._limits.reply_s))
            except ModelError as error:
                asking.reasons.append(str(error))
                if not error.facts.get("unsent"):
                    asking.sent(characters)
                if not error.facts.get("again"):
                    break
                continue
            asking.sent(characters)
            asking.replies.append(reply)
            try:
                made = decision.settle(read_reply(reply.text, decision.form, offer), case)
                made.apply(case.bench)  # whatever is wrong with it shows now and not in the team
            except _UNUSABLE as error:
                reasons = error.reasons if isinstance(error, UnfitError) else (f"{error}",)
                asking.reasons += reasons
                asking.question = asking.question.answered_with(reply.text[:4000], reasons)
            else:
                self._silent = 0
                return made
        self._silent = 0 if asking.replies else self._silent + 1
        return None

    def _told(self, role: Role, asking: _Asking, used: bool) -> Event:
        """What was sent where, and what it cost."""
        facts, replies = self._model.facts, asking.replies
        often = {1: "once", 2: "twice"}.get(asking.asked, f"{asking.asked} times")
        tokens_in, tokens_out = sum(r.tokens_in for r in replies), sum(r.tokens_out for r in replies)
        sent = "sent to" if facts.remote else "shown to"
        return Event(
            role.team,
            role.name,
            "asks",
            f"Asked {facts.told} {often}: {asking.characters} characters {sent} {facts.place};"
            f" {tokens_in} tokens read, {tokens_out} written.",
            (
                *(f"{name}: {count} characters" for name, count in asking.question.fields),
                *dict.fromkeys(note for reply in replies for note in reply.notes),
                *(
                    [f"Its weights are not for commercial use: {facts.licence}."]
                    if facts.noncommercial
                    else ()
                ),
            ),
            round(sum(reply.seconds for reply in replies), 4),
            facts if used else None,
        )

    def _by_rules(
        self, role: Role, usual: Contribution[B], reasons: list[str], asides: tuple[Event, ...]
    ) -> Contribution[B]:
        """What the rules made, with a note of why it stands."""
        last = reasons[-1].rstrip(".") if reasons else "it gave no reason"
        sentence = f"Worked by the rules, without {self._model.facts.told}: {last}."
        fallen = Event(role.team, role.name, "falls back", sentence, tuple(dict.fromkeys(reasons)))
        return replace(usual, asides=(*asides, fallen))
