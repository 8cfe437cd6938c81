from __future__ import annotations

import json

import pytest
from thought_film import Thought, language_mind, think

from fakes.scripted_model import ScriptedModel, sensible
from ningbgm_agents.brief import Request
from ningbgm_agents.lyrics import VocalWish
from ningbgm_agents.minds.staff import StaffedMind
from ningbgm_agents.thought import Question


def sung_with(script: object) -> tuple[Thought, ScriptedModel]:
    model = ScriptedModel(script)  # type: ignore[arg-type]  # a script
    request = Request("calm and warm", seed=3, vocals=VocalWish(True, "alto", "en"))
    return think(StaffedMind({"lyricist": language_mind(model)}), request=request), model


def phrases(question: Question) -> list[dict]:
    return json.loads(question.facts)["phrases"]


def reply(question: Question, text_of: object) -> str:
    lines = [{"phrase": one["phrase"], "text": text_of(one, n)} for n, one in enumerate(phrases(question))]  # type: ignore[operator]  # a function
    return json.dumps({"phrases": lines, "why": "simple words"})


def lah(one: dict, number: int) -> str:
    """Syllables as strong as their notes, one each; in refrains five, so that they are the same each time."""
    firsts = ("la", "lo", "na", "no", "ma", "mo", "ra", "ro", "da", "do", "wa", "wo")
    first = firsts[one["refrain"] if one["refrain"] else (number + 4) % len(firsts)]
    beats = "X.x.x" if one["refrain"] else one["beats"]
    return " ".join([first, *("and" if beat == "." else "hey" for beat in beats[1:])])


def sung(thought: Thought) -> list[str]:
    return [line.text for cue in thought.score.cues if cue.lyrics for line in cue.lyrics.lines]


def test_the_models_words_are_sung() -> None:
    thought, model = sung_with(lambda question: reply(question, lah))

    assert thought.fallen == {}
    assert sung(thought) == [lah(one, n) for n, one in enumerate(phrases(model.asked[0]))]
    assert {cue.lyrics.author for cue in thought.score.cues if cue.lyrics} == {"model"}


def test_the_model_is_shown_what_fits_and_where_the_refrain_returns() -> None:
    thought, model = sung_with(sensible)

    shown = phrases(model.asked[0])
    assert all(one["fewest"] <= one["best"] <= one["most"] for one in shown)
    assert all(len(one["beats"]) == one["best"] and set(one["beats"]) <= set("Xx.") for one in shown)
    assert thought.fallen == {}


@pytest.mark.parametrize(
    ("text_of", "told"),
    [
        (lambda one, n: "la " * 40 + "lo " * (one["refrain"] or n + 9), "can be sung"),
        (lambda one, n: "la la la la", "is sung in"),
        (lambda one, n: f"oh {n}" if one["refrain"] else one["rules"], "same text"),
    ],
)
def test_words_that_cannot_be_sung_are_refused_and_the_rules_sing(text_of: object, told: str) -> None:
    by_rules, _ = sung_with(sensible)

    thought, model = sung_with(lambda question: reply(question, text_of))

    assert set(thought.fallen) == {"lyricist"}
    assert any(
        told in reason for question in model.asked for one in question.rejected for reason in one.reasons
    )
    assert sung(thought) == sung(by_rules)
    assert {cue.lyrics.author for cue in thought.score.cues if cue.lyrics} == {"rules"}


def test_nobody_is_asked_where_the_user_gave_the_words_or_nobody_sings() -> None:
    model = ScriptedModel(sensible)
    mind = StaffedMind({"lyricist": language_mind(model)})

    think(mind, request=Request("calm", seed=3, vocals=VocalWish(lyrics="My own words\nare sung")))
    think(mind, request=Request("calm", seed=3))

    assert model.asked == []
