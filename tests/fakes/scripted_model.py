"""A language model from a script, and a sensible answer for every role from the facts that it is shown."""

from __future__ import annotations

import json
from collections.abc import Callable

from ningbgm_agents.thought import ModelFacts, Question, Reply

SCRIPTED = ModelFacts("scripted", "this machine", False, "mit")


class ScriptedModel:
    """Replies what `script` says; what it raises is raised."""

    def __init__(self, script: Callable[[Question], str], facts: ModelFacts = SCRIPTED) -> None:
        self._script, self.facts = script, facts
        self.asked: list[Question] = []

    def reply(self, question: Question, limit_s: float) -> Reply:
        self.asked.append(question)
        return Reply(self._script(question), 100, 20, 0.25)


def sensible(question: Question) -> str:
    """A reply that changes something in every role and that nobody can object to."""
    return sensible_reply(question.role, question.facts)


def sensible_reply(role: str, facts: str) -> str:
    """The same from the parts that travel over the wire."""
    return json.dumps(_REPLIES[role](json.loads(facts)), ensure_ascii=False)


def role_of(facts: str) -> str:
    """Whose facts these are, by what is in them."""
    shown = json.loads(facts)
    keys = (
        ("not_understood", "wish_reader"),
        ("palettes_now", "brief_writer"),
        ("candidates", "spotting_expert"),
        ("themes", "theme_expert"),
        ("sections", "harmony_expert"),
        ("phrases", "lyricist"),
    )
    found = next((role for key, role in keys if key in shown), None)
    return found or ("narrative_expert" if "rules" in shown["records"][0] else "emotion_expert")


def _wish(facts: dict) -> dict:
    word = facts["wish"].split()[-1]
    return {"moods": [{"mood": "hopeful", "words": word}]}


def _brief(facts: dict) -> dict:
    now = facts["palettes_now"]
    first = [facts["first"]] if facts["first"] else []
    turned = [*first, *[name for name in reversed(now) if name not in first]]
    return {"palettes": turned, "ending": "fade", "why": "the film is quieter than it looks"}


def _feeling(facts: dict) -> dict:
    low = {"valence": -0.9, "arousal": -0.5, "tension": 0.9}
    return {"records": [{"record": facts["records"][0]["record"], **low, "why": "a farewell is said"}]}


def _story(facts: dict) -> dict:
    numbers = [record["record"] for record in facts["records"]]
    parts = ["setup", "climax", *["release"] * (len(numbers) - 2)]
    told = zip(numbers, parts, strict=True)
    return {"records": [{"record": n, "role": part, "why": "as it is told"} for n, part in told]}


def _spotting(facts: dict) -> dict:
    first = facts["candidates"][0]["candidate"]
    return {"candidates": [{"candidate": first, "weight": "leave", "why": "a glance says more"}]}


def _themes(facts: dict) -> dict:
    motif = [{"degree": 0, "halves": 3}, {"degree": 1, "halves": 1}, {"degree": 4, "halves": 4}]
    return {"themes": [{"theme": t["theme"], "motif": motif, "why": "a call"} for t in facts["themes"]]}


def _harmony(facts: dict) -> dict:
    chosen = [(one["section"], one["progressions"][-1]) for one in facts["sections"]]
    return {"sections": [{"section": s, "progression": p, "why": "it waits"} for s, p in chosen]}


def _words(facts: dict) -> dict:
    """The words as the rules wrote them."""
    lines = [{"phrase": one["phrase"], "text": one["rules"]} for one in facts["phrases"]]
    return {"phrases": lines, "why": "it sings already"}


_REPLIES: dict[str, Callable[[dict], dict]] = {
    "wish_reader": _wish,
    "brief_writer": _brief,
    "emotion_expert": _feeling,
    "narrative_expert": _story,
    "spotting_expert": _spotting,
    "theme_expert": _themes,
    "harmony_expert": _harmony,
    "lyricist": _words,
}
THINKERS = tuple(role for role in _REPLIES if role != "lyricist")
"""The roles that a model thinks for in every film; the lyricist has work only where somebody sings."""
