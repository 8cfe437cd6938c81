"""Thinking with a language model: what it may decide, and that nothing is lost where it fails."""

import json
from dataclasses import replace

import pytest
from thought_film import WISH, StoppedClock, language_mind, think

from fakes.scripted_model import SCRIPTED, THINKERS, ScriptedModel, sensible
from ningbgm_agents.agent import Contribution
from ningbgm_agents.brief import Request
from ningbgm_agents.deciding import DECISIONS
from ningbgm_agents.document import dump
from ningbgm_agents.errors import ModelError
from ningbgm_agents.minds.decision import Case, Decision, Offer, ReplyForm, UnfitError
from ningbgm_agents.minds.language import LanguageMind, Limits
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.minds.staff import StaffedMind
from ningbgm_agents.minds.tape import Recorder, Replayer, Taped, dump_tape, load_tape
from ningbgm_agents.thought import ModelFacts, Question


def shown(model: ScriptedModel, role: str):
    """The facts that a role's question showed."""
    return json.loads(next(question.facts for question in model.asked if question.role == role))


@pytest.fixture(scope="module")
def by_rules():
    return think(RulesMind())


@pytest.fixture(scope="module")
def by_model():
    model = ScriptedModel(sensible)
    return think(language_mind(model)), model


def test_every_thinking_role_is_asked_and_its_reply_used(by_model) -> None:
    thought, model = by_model

    assert [question.role for question in model.asked] == list(THINKERS)
    assert {*THINKERS, "lyricist"} == set(DECISIONS)
    used = [event.agent for event in thought.events if event.action == "asks" and event.model == SCRIPTED]
    assert used == list(THINKERS)
    assert thought.fallen == {}


def test_what_the_model_decides_is_in_brief_scene_and_score(by_model, by_rules) -> None:
    thought, model = by_model

    assert "hopeful" in thought.brief.moods
    assert thought.brief.ending == "fade" != by_rules.brief.ending
    assert list(thought.brief.palettes) == shown(model, "brief_writer")["palettes_now"][::-1]
    assert thought.scene.records[1].role == "climax"
    assert thought.scene.records[0].valence < by_rules.scene.records[0].valence
    assert [note.degree for note in thought.score.themes[0].motif] == [0, 1, 4]
    left = round(25 * shown(model, "spotting_expert")["candidates"][0]["at_s"])
    assert left in {hit.frame for cue in by_rules.score.cues for hit in cue.hits}
    assert left not in {hit.frame for cue in thought.score.cues for hit in cue.hits}


def test_what_was_not_understood_is_answered_by_the_words_that_say_it(by_model, by_rules) -> None:
    thought, _ = by_model

    assert any("glimmer" in sentence for sentence in by_rules.brief.unhonoured)
    assert not any("glimmer" in sentence for sentence in thought.brief.unhonoured)


def test_the_record_says_what_was_shown_to_whom_and_what_it_cost(by_model) -> None:
    thought, model = by_model
    asked = next(event for event in thought.of("wish_reader") if event.action == "asks")

    assert asked.sentence == (
        f"Asked scripted once: {model.asked[0].characters} characters shown to this machine;"
        " 100 tokens read, 20 written."
    )
    assert asked.reasons[0] == f"wish: {len(WISH) + 2} characters"
    assert asked.seconds == 0.25


def test_what_leaves_the_machine_is_said(by_rules) -> None:
    away = ModelFacts("big", "api.example.com", True)

    thought = think(language_mind(ScriptedModel(sensible, away)))

    asked = [event for event in thought.events if event.action == "asks"]
    assert all("sent to api.example.com" in event.sentence for event in asked)
    assert [reason.partition(":")[0] for reason in asked[0].reasons] == [
        "wish",
        "understood",
        "not_understood",
    ]


def test_weights_against_commercial_use_are_warned_of_at_every_task() -> None:
    study = ModelFacts("study", licence="cc-by-nc-4.0", noncommercial=True)

    thought = think(language_mind(ScriptedModel(sensible, study)))

    asked = [event for event in thought.events if event.action == "asks"]
    assert len(asked) == len(THINKERS)
    assert all(e.reasons[-1] == "Its weights are not for commercial use: cc-by-nc-4.0." for e in asked)


def test_where_nothing_was_sent_nothing_is_said_to_have_been() -> None:
    def absent(question: Question) -> str:
        raise ModelError("there is no model 'gone'", unsent=True)

    thought = think(language_mind(ScriptedModel(absent)))

    assert not [event for event in thought.events if event.action == "asks"]
    assert "there is no model 'gone'" in thought.fallen["wish_reader"]


def test_a_case_that_is_too_large_to_be_shown_is_worked_by_the_rules() -> None:
    def too_large(case: Case[object]) -> Offer | None:
        raise UnfitError("there are 900 candidates; 200 are the most that are shown")

    model = ScriptedModel(sensible)
    decisions = {"theme_expert": Decision(Nod, too_large, nod)}
    thought = think(LanguageMind(model, decisions, StoppedClock()))

    assert model.asked == []
    assert "200 are the most" in thought.fallen["theme_expert"]


def test_all_that_was_sent_is_counted() -> None:
    def never(question: Question) -> str:
        return "no"

    model = ScriptedModel(never)
    thought = think(StaffedMind({"theme_expert": language_mind(model)}))

    sent = sum(question.characters for question in model.asked)
    (asked,) = [event for event in thought.events if event.action == "asks"]
    assert f"Asked scripted 3 times: {sent} characters" in asked.sentence


@pytest.mark.parametrize(
    "nonsense",
    ["", "no idea", "[]", "{}" * 2, '{"moods": 3}', '{"surprise": 1}', "{" * 30_000, "x" * 100_000, "null"],
)
def test_nonsense_is_refused_with_reasons_and_the_rules_stand(nonsense: str, by_rules) -> None:
    model = ScriptedModel(lambda question: nonsense)

    thought = think(language_mind(model))

    assert dump(thought.score) == dump(by_rules.score)
    assert set(thought.fallen) == set(THINKERS)
    first = [question for question in model.asked if question.role == "wish_reader"]
    assert [len(question.rejected) for question in first] == [0, 1, 2]
    assert all(question.rejected[-1].reasons for question in first[1:])


def test_a_reply_is_mended_when_it_is_told_what_was_wrong() -> None:
    def second_time(question: Question) -> str:
        return sensible(question) if question.rejected else '{"records": [], "themes": []}'

    thought = think(language_mind(ScriptedModel(second_time)))

    assert thought.fallen == {}
    told = [event.sentence for event in thought.of("narrative_expert") if event.action == "asks"]
    assert "Asked scripted twice" in told[0]


def test_a_model_that_gives_no_answer_is_left_after_two_tasks(by_rules) -> None:
    def silent(question: Question) -> str:
        raise ModelError("it did not answer within 60 s")

    model = ScriptedModel(silent)
    thought = think(language_mind(model))

    assert [question.role for question in model.asked] == ["wish_reader", "brief_writer"]
    assert set(thought.fallen) == set(THINKERS)
    assert "did not answer within 60 s" in thought.fallen["brief_writer"]
    assert "not asked any more" in thought.fallen["harmony_expert"]
    assert dump(thought.score) == dump(by_rules.score)


def test_a_failure_that_may_pass_is_tried_again_and_then_left() -> None:
    def busy(question: Question) -> str:
        raise ModelError("it answered with status 429", again=True)

    model = ScriptedModel(busy)
    think(language_mind(model, Limits(retries=1, silent_tasks=1)))

    assert [question.role for question in model.asked] == ["wish_reader"] * 2


def test_time_for_a_task_and_for_a_film_is_limited() -> None:
    class HastyClock(StoppedClock):
        now = 0.0

        def seconds(self) -> float:
            self.now += 50.0
            return self.now

    model = ScriptedModel(lambda question: "no")
    mind = LanguageMind(model, DECISIONS, HastyClock(), limits=Limits(task_s=120, film_s=400))
    thought = think(mind)

    assert 0 < sum(question.role == "wish_reader" for question in model.asked) < 3
    assert "has had its 400 s" in thought.fallen["harmony_expert"]


HARMFUL = {
    "wish_reader": {"moods": [{"mood": "hopeful", "words": "what nobody said"}]},
    "brief_writer": {"palettes": ["band", "band", "band"], "why": "louder"},
    "emotion_expert": {"records": [{"record": 99, "valence": 1, "arousal": 1, "tension": 1, "why": "!"}]},
    "narrative_expert": {"records": [{"record": 1, "role": "climax", "why": "!"}]},
    "spotting_expert": {"candidates": [{"candidate": 999, "weight": "heavy", "why": "!"}]},
    "theme_expert": {"themes": [{"theme": "A", "motif": [{"degree": 0, "halves": 6}] * 3, "why": "!"}]},
    "harmony_expert": {"sections": [{"section": "1m1 bar 1", "progression": "la la", "why": "!"}]},
}


@pytest.mark.parametrize("role", THINKERS)
def test_what_fits_the_schema_and_makes_no_sense_is_refused(role: str, by_rules) -> None:
    def harmful(question: Question) -> str:
        return json.dumps(HARMFUL[question.role])

    mind = StaffedMind({role: language_mind(ScriptedModel(harmful))})
    thought = think(mind)

    assert set(thought.fallen) == {role}
    assert dump(thought.score) == dump(by_rules.score)


def test_the_user_s_own_words_and_options_are_not_the_model_s_to_change() -> None:
    request = Request(wish="fast, in major, ends with a bang, rock band", palette="band", seed=3)
    thought = think(language_mind(ScriptedModel(sensible)), request=request)
    rules = think(RulesMind(), request=request)

    assert thought.brief.palettes[0] == "band"
    assert thought.brief.ending == rules.brief.ending
    assert (thought.brief.mode, thought.brief.tempo_bpm) == (rules.brief.mode, rules.brief.tempo_bpm)


def test_only_the_role_that_was_given_a_model_thinks_with_it(by_rules) -> None:
    model = ScriptedModel(sensible)
    thought = think(StaffedMind({"theme_expert": language_mind(model)}))

    assert [question.role for question in model.asked] == ["theme_expert"]
    assert thought.brief == by_rules.brief
    assert thought.score.themes != by_rules.score.themes


def test_a_team_s_model_thinks_for_its_roles() -> None:
    model = ScriptedModel(sensible)
    think(StaffedMind({"understanding": language_mind(model)}))

    assert [question.role for question in model.asked] == ["emotion_expert", "narrative_expert"]


class Nod(ReplyForm):
    """Whether a role agrees with the rules."""

    agrees: bool


def nod(reply: Nod, case: Case[object]) -> Contribution[object]:
    return replace(case.usual, sentence=f"Agreed: {reply.agrees}.")


def test_every_expert_of_every_team_can_take_a_mind_through_the_same_seam(by_rules) -> None:
    experts = {event.agent for event in by_rules.events if event.action == "delivers"}
    decisions = dict.fromkeys(experts, Decision(Nod, lambda case: Offer({"seen": True}), nod))
    model = ScriptedModel(lambda question: '{"agrees": true}')

    thought = think(LanguageMind(model, decisions, StoppedClock()))

    assert len(experts) == 2 + 6 + 5
    assert {q.role for q in model.asked} == experts
    assert {e.agent for e in thought.events if e.sentence == "Agreed: True."} == experts


def test_a_recorded_run_replays_byte_for_byte_without_the_model() -> None:
    def moody(question: Question) -> str:
        if question.role == "theme_expert":
            raise ModelError("it fell over", again=True)
        return sensible(question) if question.rejected else "let me think"

    tape: list[Taped] = []
    first = think(language_mind(Recorder(ScriptedModel(moody), tape)))

    again = think(language_mind(Replayer(load_tape(dump_tape(tape)))))

    assert dump(again.score) == dump(first.score)
    assert list(map(dump, again.events)) == list(map(dump, first.events))
    assert "theme_expert" in first.fallen


def test_what_is_not_on_the_tape_is_worked_by_the_rules() -> None:
    tape: list[Taped] = []
    think(language_mind(Recorder(ScriptedModel(sensible), tape)))

    other = think(language_mind(Replayer(tape)), wish="very sad with a glimmer")

    assert "was not asked when the tape was recorded" in other.fallen["wish_reader"]


def test_the_same_question_is_asked_only_once() -> None:
    model, tape = ScriptedModel(sensible), []
    think(language_mind(Recorder(model, tape)))
    think(language_mind(Recorder(model, tape)))

    assert [question.role for question in model.asked] == list(THINKERS)
