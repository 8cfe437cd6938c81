"""The tape of a run: every question with its reply or failure, and a model that replays it word for word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .. import document
from ..errors import InputError, ModelError
from ..ports import LanguageModel
from ..thought import ModelFacts, Question, Reply


@dataclass(frozen=True)
class Taped:
    """One question and what came of it."""

    model: ModelFacts
    question: Question
    reply: Reply | None = None
    failure: str = ""
    """Why there is no reply."""
    again: bool = False
    """Whether asking again was said to help."""
    unsent: bool = False
    """Whether nothing was sent to it at all."""

    def play(self) -> Reply:
        """What came of it, once more.

        Raises:
            ModelError: it failed then.
        """
        if self.reply is None:
            raise ModelError(self.failure, again=self.again, unsent=self.unsent)
        return self.reply


class Recorder:
    """A model that notes on `tape` what it is asked and replies; the same question is asked only once."""

    def __init__(self, model: LanguageModel, tape: list[Taped]) -> None:
        self._model, self._tape = model, tape

    @property
    def facts(self) -> ModelFacts:
        """Which model it is."""
        return self._model.facts

    def reply(self, question: Question, limit_s: float) -> Reply:
        """What the model replies, or replied to the same question before."""
        known = next((one for one in self._tape if one.reply and one.question.key == question.key), None)
        if known is not None and known.model == self.facts:
            return known.play()
        try:
            taped = Taped(self.facts, question, self._model.reply(question, limit_s))
        except ModelError as error:
            again, unsent = bool(error.facts.get("again")), bool(error.facts.get("unsent"))
            taped = Taped(self.facts, question, None, str(error), again, unsent)
        self._tape.append(taped)
        return taped.play()


class Replayer:
    """Plays a tape in place of the model: no model is needed, and nothing is asked of anybody."""

    def __init__(self, tape: Iterable[Taped]) -> None:
        self._tape = tuple(tape)
        self._next: dict[str, int] = {}

    @property
    def facts(self) -> ModelFacts:
        """Which model replied then."""
        return self._tape[0].model if self._tape else ModelFacts("an empty tape")

    def reply(self, question: Question, limit_s: float) -> Reply:
        """What was replied to the same question then; to one that came several times, in their order.

        Raises:
            ModelError: it failed then, or was not asked.
        """
        found = [one for one in self._tape if one.question.key == question.key]
        if not found:
            raise ModelError("this was not asked when the tape was recorded", unsent=True)
        turn = self._next.get(question.key, 0)
        self._next[question.key] = turn + 1
        return found[min(turn, len(found) - 1)].play()


def dump_tape(tape: Iterable[Taped]) -> str:
    """The tape as text, a line of JSON each."""
    return "".join(f"{document.dump(one)}\n" for one in tape)


def load_tape(text: str) -> tuple[Taped, ...]:
    """A tape from its text.

    Raises:
        InputError: it is none.
    """
    try:
        return tuple(document.load(Taped, line) for line in text.splitlines() if line.strip())
    except InputError as error:
        raise InputError(f"this is not the tape of a run: {error}") from error
