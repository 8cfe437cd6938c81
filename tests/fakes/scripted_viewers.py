"""Viewers that tell what they were told to, and note what they were asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from ningbgm_agents.errors import ModelError
from ningbgm_agents.thought import ModelFacts
from ningbgm_daemon.models.viewer import FittingWord, PictureAnswer, PictureQuestion

EYE = ModelFacts("maker/eye", licence="apache-2.0")
MATCH = ModelFacts("maker/match", licence="mit")


def reply(
    caption: str = "A woman stirs a pot on a stove.",
    objects: Sequence[str] = ("a woman", "pot"),
    setting: str = "a kitchen in the evening",
    moods: Sequence[str] = ("warm", "calm"),
) -> str:
    """A reply in its form."""
    told = {"caption": caption, "objects": list(objects), "setting": setting, "moods": list(moods)}
    return json.dumps(told, ensure_ascii=False)


@dataclass
class ScriptedCaptioner:
    """Replies from its script, the last one for ever; fails from the request `fails_at` on."""

    script: list[PictureAnswer] = field(default_factory=lambda: [PictureAnswer(reply(), 0.6)])
    facts: ModelFacts = EYE
    fails_at: int | None = None
    asked: list[list[PictureQuestion]] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)

    def describe(self, questions: Sequence[PictureQuestion], limit_s: float) -> list[PictureAnswer]:
        self.asked.append(list(questions))
        self.limits.append(limit_s)
        if self.fails_at is not None and len(self.asked) > self.fails_at:
            raise ModelError("its process ended")
        return [self.script.pop(0) if len(self.script) > 1 else self.script[0] for _ in questions]


@dataclass
class ScriptedTagger:
    """Finds the same words in every picture."""

    words: tuple[FittingWord, ...] = (FittingWord("food", "category", 0.8), FittingWord("warm", "mood", 0.5))
    facts: ModelFacts = MATCH
    fails: bool = False
    asked: list[int] = field(default_factory=list)

    def tag(self, pictures: Sequence[bytes], limit_s: float) -> list[tuple[FittingWord, ...]]:
        self.asked.append(len(pictures))
        if self.fails:
            raise ModelError("no memory")
        return [self.words for _ in pictures]
