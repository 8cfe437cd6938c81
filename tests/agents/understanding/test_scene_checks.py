"""The verifier of team 2: what it finds, and that what fails goes back to who answers for it."""

from dataclasses import replace

from drawn_film import BRIGHT, RATE, Stretch, draw, film, understand

from ningbgm_agents.agent import Event as Step
from ningbgm_agents.brief import Brief
from ningbgm_agents.evidence import Evidence, SpeechSpan, Words
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.role import load_role
from ningbgm_agents.task import Need, design_task
from ningbgm_agents.timeline import Edit, Span
from ningbgm_agents.understanding.bench import Described, UnderstandingBench
from ningbgm_agents.understanding.checks import check_scene
from ningbgm_agents.understanding.team import place, understanding_team

EXPERTS = (
    "temporal_expert",
    "visual_expert",
    "sound_expert",
    "speech_expert",
    "emotion_expert",
    "narrative_expert",
)
SHOUTING = (SpeechSpan(1.0, 19.0, 0.9, -8.0),)
STILL = Stretch(20, 0.5, 0.4, 0.1, 0.0, 60, -60, 0.0)


def worked(evidence: Evidence) -> UnderstandingBench:
    """A bench on which every expert has worked once."""
    bench = UnderstandingBench(Edit("checked", RATE, evidence.duration), evidence, Brief())
    for stage in understanding_team(RulesMind()).stages:
        for agent in stage:
            bench = agent.skill(design_task(Need("scene"), agent.role), bench).apply(bench)
    return bench


def checks(bench: UnderstandingBench, severity: str = "error") -> set[str]:
    return {finding.check for finding in check_scene(bench)[1] if finding.severity == severity}


def test_a_good_scene_passes() -> None:
    assert checks(worked(film())) == set()


def test_an_empty_field_is_found_and_goes_to_its_expert() -> None:
    bench = worked(film())
    voices = (replace(bench.voices[0], content=" "), *bench.voices[1:])

    assert checks(replace(bench, voices=voices)) == {"complete_voice"}
    assert "complete_voice" in load_role("speech_expert").answers_for


def test_a_field_without_support_is_found() -> None:
    bench = worked(film())
    sounds = (Described("wind", "even", ()), *bench.sounds[1:])

    assert checks(replace(bench, sounds=sounds)) == {"complete_sound"}


def test_a_hole_in_time_is_found() -> None:
    bench = worked(film())
    spans = (Span(0, bench.spans[0].end - 1), *bench.spans[1:])

    assert checks(replace(bench, spans=spans)) == {"times"}


def test_a_curve_out_of_its_range_is_found() -> None:
    bench = worked(film())
    assert bench.feelings is not None
    feelings = replace(bench.feelings, tension=(1.5, *bench.feelings.tension[1:]))

    assert checks(replace(bench, feelings=feelings)) == {"ranges"}


def test_an_implausible_jump_is_a_warning() -> None:
    bench = worked(film())
    assert bench.feelings is not None
    feelings = replace(bench.feelings, valence=(-1.0, 1.0, *bench.feelings.valence[2:]))

    assert checks(replace(bench, feelings=feelings), "warning") == {"jumps"}


def test_a_voice_in_a_silent_sound_is_a_warning() -> None:
    scene = understand(draw(replace(STILL, loudness=-65), speech=(SpeechSpan(2, 5, 0.9, -40.0),)))

    assert any(f.check == "background_and_sound" for f in scene.findings)


def test_a_text_of_night_beside_a_bright_picture_is_a_note() -> None:
    scene = understand(draw(BRIGHT, words=(Words("a walk at midnight", "film.txt"),)))

    assert [(f.severity, f.check) for f in scene.findings] == [("note", "text_and_picture")]


def test_raised_voices_in_a_still_mood_go_back_until_the_mood_hears_them() -> None:
    steps: list[Step] = []

    scene = understand(draw(STILL, speech=SHOUTING), record=steps.append)

    sent = [step for step in steps if step.action == "sends back"]
    assert sent
    assert "emotion_expert" in sent[0].sentence
    assert [step.agent for step in steps if step.action == "delivers"].count("emotion_expert") > 1
    assert not [f for f in scene.findings if f.severity == "error"]


def test_a_wish_may_set_a_still_mood_against_raised_voices() -> None:
    steps: list[Step] = []

    understand(draw(STILL, speech=SHOUTING), Brief(arousal=-0.9), record=steps.append)

    assert not [step for step in steps if step.action == "sends back"]


def test_every_error_has_an_expert_that_answers_for_it() -> None:
    answered = {check for name in EXPERTS for check in load_role(name).answers_for}

    assert {
        "times",
        "count",
        "silences",
        "ranges",
        "mood_and_voice",
        "complete_sight",
        "complete_sound",
        "complete_voice",
        "complete_mood",
    } <= answered


def test_every_role_of_the_team_is_a_full_profile() -> None:
    for name in (*EXPERTS, "understanding_supervisor", "understanding_verifier"):
        role = load_role(name)

        assert role.team == "understanding"
        assert role.tools
        assert role.knowledge
        assert role.constraints
        assert role.best_practices


def test_the_temporal_expert_gives_its_reasons() -> None:
    bench = UnderstandingBench(Edit("x", RATE, 1500), film(), Brief())

    made = place(design_task(Need("scene"), load_role("temporal_expert")), bench)

    assert "anchored on picture" in made.sentence
