"""A film with a bright calm start, a dark fast middle and a warm ending, understood."""

from dataclasses import replace

import pytest
from drawn_film import BRIGHT, DARK, RATE, WARM, Stretch, draw, film, understand

from ningbgm_agents.agent import Event as Step
from ningbgm_agents.evidence import Colour, Cut, FaceSighting, SpeechSpan, Words
from ningbgm_agents.timeline import Edit, Shot, Span


def test_the_curves_show_the_three_parts() -> None:
    scene = understand(film())

    valence = [scene.valence.mean(start, start + 14) for start in (3, 23, 43)]
    arousal = [scene.arousal.mean(start, start + 14) for start in (3, 23, 43)]
    tension = [scene.tension.mean(start, start + 14) for start in (3, 23, 43)]
    assert valence[0] > 0.3
    assert valence[1] < -0.3
    assert valence[2] > 0.3
    assert arousal[0] < -0.2
    assert arousal[1] > 0.5
    assert arousal[2] < 0.0
    assert tension[0] < 0.2
    assert tension[1] > 0.6
    assert tension[2] < 0.2


def test_the_roles_tell_the_story() -> None:
    scene = understand(film())

    assert [scene.record_at(second * 25).role for second in (5, 30, 50)] == ["setup", "climax", "release"]


def test_the_turns_lie_on_the_cuts_between_the_parts_and_say_what_changes() -> None:
    turns = understand(film()).turns

    assert [turn.frame for turn in turns] == [500, 1000]
    assert "darker" in turns[0].why
    assert "more agitated" in turns[0].why
    assert "brighter" in turns[1].why
    assert "calmer" in turns[1].why


def test_records_start_where_the_parts_start_and_not_at_every_cut() -> None:
    scene = understand(film())

    starts = [record.span.start for record in scene.records]
    assert {0, 500, 1000} <= set(starts)
    assert len(starts) < 10


def test_records_say_what_was_sensed_in_plain_words() -> None:
    start, middle, end = (understand(film()).record_at(second * 25) for second in (5, 30, 50))

    assert start.background == "bright surroundings in green"
    assert middle.subject == "fast movement"
    assert "quick cuts" in middle.background_style
    assert "cold light" in middle.background_style
    assert middle.background_sound_style.startswith("loud")
    assert end.subject == "a face, close"
    assert "warm light" in end.background_style
    assert start.voice_content == "no voice"


def test_every_field_says_where_it_comes_from() -> None:
    for record in understand(film()).records:
        supported = {support.field for support in record.support}
        assert {
            "subject",
            "mood",
            "voice_content",
            "voice_style",
            "background",
            "background_style",
            "background_sound",
            "background_sound_style",
            "valence",
            "arousal",
            "tension",
            "role",
        } <= supported
        assert all(support.why and 0 <= support.confidence <= 1 for support in record.support)


def test_the_summary_names_beginning_climax_and_end() -> None:
    summary = understand(film()).summary

    assert "60.0 s" in summary
    assert "climax is at 00:00:20:00" in summary


def test_a_transcript_is_quoted_and_its_manner_told() -> None:
    speech = (SpeechSpan(44, 48, 0.9, -12.0, "We are home at last"),)

    record = understand(film(speech=speech)).record_at(45 * 25)

    assert record.voice_content == "We are home at last"
    assert record.voice_style.startswith("raised and slow")


def test_speech_without_a_transcript_is_not_invented() -> None:
    record = understand(film(speech=(SpeechSpan(44, 48, 0.9),))).record_at(45 * 25)

    assert record.voice_content == "speech, words not transcribed"


def test_subtitles_without_a_voice_are_written_not_heard() -> None:
    words = (Words("再见", "film.srt", 44.0, 47.0),)

    record = understand(film(words=words)).record_at(45 * 25)

    assert (record.voice_content, record.voice_style) == ("再见", "written, not heard")


def test_a_text_about_the_film_is_quoted_as_the_texts() -> None:
    record = understand(film(words=(Words("一只小猫在草地上玩耍", "film.txt"),))).records[0]

    assert "the text says: 一只小猫在草地上玩耍" in record.subject


@pytest.mark.parametrize(
    ("text", "higher"), [("a happy, joyful wedding", True), ("death and war, 悲伤", False)]
)
def test_a_text_shifts_the_feeling_of_the_whole(text: str, higher: bool) -> None:
    plain = understand(film())
    told = understand(film(words=(Words(text, "film.txt"),)))

    assert (told.valence.mean(0, 60) > plain.valence.mean(0, 60)) is higher


def test_a_line_shifts_the_feeling_at_its_time_only() -> None:
    plain = understand(draw(Stretch(60)))
    told = understand(draw(Stretch(60), words=(Words("I hate you, you killed him", "film.srt", 30.0, 34.0),)))

    assert told.valence.at(32) < plain.valence.at(32) - 0.2
    assert told.valence.at(5) == pytest.approx(plain.valence.at(5), abs=0.1)


def test_cuts_of_the_timeline_override_detected_ones() -> None:
    evidence = film()
    shots = (Shot(Span(0, 501)), Shot(Span(501, 1500)))

    scene = understand(evidence, edit=Edit("cut", RATE, 1500, shots=shots))

    assert 501 in [record.span.start for record in scene.records]
    assert 500 not in [record.span.start for record in scene.records]


def test_the_range_has_its_own_story() -> None:
    scene = understand(film(), edit=Edit("range", RATE, 1500, scored=Span(510, 1500)))

    assert scene.record_at(100).role == "setup"
    assert {0, 510} <= {record.span.start for record in scene.records}
    assert scene.record_at(1400).role == "release"
    assert all(510 < turn.frame < 1500 for turn in scene.turns)


def test_a_flat_film_gets_the_usual_proportions_and_says_so() -> None:
    scene = understand(draw(Stretch(60)))

    assert scene.records[0].role == "setup"
    assert [r.role for r in scene.records if r.role == "climax"] == ["climax"]
    assert scene.records[-1].role in ("climax", "release")
    reasons = [s.why for record in scene.records for s in record.support if s.field == "role"]
    assert all("usual proportions" in why for why in reasons)


def test_a_long_shot_is_divided_where_its_sound_changes() -> None:
    scene = understand(draw(Stretch(17, shot_s=60), Stretch(17, shot_s=60, loudness=-12, onsets=5)))

    assert 17 * 25 in [record.span.start for record in scene.records]


def test_two_films_differ_in_level_and_not_only_in_contrast() -> None:
    calm, wild = understand(draw(BRIGHT)), understand(draw(DARK))

    assert calm.arousal.mean(0, 20) < -0.2 < 0.4 < wild.arousal.mean(0, 20)
    assert wild.valence.mean(0, 20) < 0 < calm.valence.mean(0, 20)


def test_the_curves_are_smooth_even_across_hard_cuts() -> None:
    scene = understand(film())

    for curve in (scene.valence, scene.arousal, scene.tension):
        steps = [abs(b - a) for a, b in zip(curve.values, curve.values[1:], strict=False)]
        assert max(steps) < 0.5


def test_every_expert_delivers_once_in_the_order_of_the_stages() -> None:
    steps: list[Step] = []

    understand(film(), record=steps.append)

    assert [step.agent for step in steps if step.action == "delivers"] == [
        "temporal_expert",
        "visual_expert",
        "sound_expert",
        "speech_expert",
        "emotion_expert",
        "narrative_expert",
    ]
    assert steps[-1].agent == "understanding_verifier"


def test_pace_counts_the_cuts_inside_a_record() -> None:
    scene = understand(film())

    assert scene.record_at(30 * 25).pace > 30 > 15 > scene.records[0].pace


def test_several_faces_are_counted() -> None:
    evidence = draw(WARM)
    faces = (*evidence.faces, FaceSighting(0, 0.25, 0.9))

    assert understand(replace(evidence, faces=faces)).records[0].subject == "2 faces, the largest close"


def test_a_black_picture_is_called_black() -> None:
    black = Stretch(10, 0.0, 0.0, 0.0, 0.0, 60, -70, 0, Colour(0, 0, 0, 1.0))

    record = understand(draw(black)).records[0]

    assert (record.subject, record.background, record.background_sound) == (
        "a black picture",
        "black",
        "silence",
    )


def test_a_gradual_change_starts_a_record_sooner_than_a_hard_cut() -> None:
    evidence = draw(Stretch(10, shot_s=60, brightness=0.5), Stretch(9, shot_s=60, brightness=0.3))
    fade = replace(evidence, cuts=(Cut(250, 0.95, "dissolve", 20),))

    assert len(understand(evidence).records) <= len(understand(fade).records) == 2
