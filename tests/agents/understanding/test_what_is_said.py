"""What is said: lines and who says them, what they are about, and which of them matter."""

from itertools import pairwise

import pytest
from drawn_film import BRIGHT, DARK, draw, film, understand

from ningbgm_agents.evidence import SpeechSpan, SpokenWord, Words
from ningbgm_agents.requirements.film_kind import film_kind
from ningbgm_agents.spoken_lines import spoken_lines
from ningbgm_agents.topics import topic_of

COOKING = "Melt the butter in a pan, add the onion and the garlic, then the sauce goes over the rice."


def heard(text: str, start_s: float, confidence: float = 0.9) -> SpeechSpan:
    """A span that a model wrote down, three words a second."""
    words = tuple(
        SpokenWord(word, start_s + n / 3, start_s + (n + 0.9) / 3, confidence)
        for n, word in enumerate(text.split())
    )
    return SpeechSpan(start_s, words[-1].end_s, 0.9, -20.0, text, words, "base.pt")


def test_a_transcript_is_parted_into_sentences_with_their_times() -> None:
    evidence = film(speech=(heard("I knew it. Did you ever love me?", 10.0),))

    lines = spoken_lines(evidence)

    assert [line.text for line in lines] == ["I knew it.", "Did you ever love me?"]
    assert [line.start_s for line in lines] == [10.0, 11.0]
    assert lines[0].end_s == pytest.approx(10.0 + 2.9 / 3)
    assert {line.source for line in lines} == {"base.pt"}


def test_a_pause_parts_two_lines_without_a_full_stop() -> None:
    words = (SpokenWord("wait", 1.0, 1.3, 0.9), SpokenWord("here", 2.2, 2.5, 0.9))
    evidence = film(speech=(SpeechSpan(1.0, 2.5, 0.9, -20.0, "wait here", words, "base.pt"),))

    assert [line.text for line in spoken_lines(evidence)] == ["wait", "here"]


@pytest.mark.parametrize(
    ("written", "speaker", "text"),
    [
        ("ANNA: I knew.", "Anna", "I knew."),
        ("[Dr. Stone]: Sit down.", "Dr. Stone", "Sit down."),
        ("(Anna): I knew.", "Anna", "I knew."),
        ("Remember: never open it.", "", "Remember: never open it."),
        ("At 10:30 we leave.", "", "At 10:30 we leave."),
    ],
)
def test_subtitles_tell_who_speaks(written: str, speaker: str, text: str) -> None:
    (line,) = spoken_lines(film(words=(Words(written, "film.srt", 3.0, 5.0),)))

    assert (line.speaker, line.text) == (speaker, text)


def test_the_scene_names_speakers_where_they_change() -> None:
    words = (
        Words("ANNA: I knew.", "film.srt", 3.0, 4.0),
        Words("ANNA: All along.", "film.srt", 4.0, 5.0),
        Words("BEN: So did I.", "film.srt", 5.0, 6.0),
    )

    scene = understand(draw(BRIGHT, words=words, speech=(SpeechSpan(3.0, 6.0, 0.9, -20.0),)))

    assert scene.records[0].voice_content == "Anna: I knew. All along. Ben: So did I."


def test_a_record_says_how_high_the_voice_speaks() -> None:
    low, high = (
        understand(draw(BRIGHT, speech=(SpeechSpan(3.0, 9.0, 0.9, -20.0, pitch_hz=hz),)))
        .records[0]
        .voice_style
        for hz in (95.0, 260.0)
    )

    assert low.split(", ")[1] == "low"
    assert high.split(", ")[1] == "high"


def test_what_is_talked_about_is_a_hint_for_the_kind_of_film() -> None:
    evidence = film(speech=(heard(COOKING, 2.0),))

    kind = film_kind(evidence)

    assert kind is not None
    assert kind.category == "food"
    assert 0.3 <= kind.confidence <= 0.6
    assert "butter" in kind.source
    assert "They speak of food" in understand(evidence).summary


@pytest.mark.parametrize(
    ("text", "category"),
    [
        (COOKING, "food"),
        ("The referee gave a penalty and the team won the match.", "sport"),
        ("这款发动机的马力很大，变速箱和刹车也不错", "car"),
        ("My puppy and the kitten share one leash, says the vet.", "pet"),
        ("I would like to show you something good today.", None),
        ("The team at the lake ate soup in the car.", None),
        ("", None),
    ],
)
def test_a_topic_needs_several_words_and_a_clear_lead(text: str, category: str | None) -> None:
    topic = topic_of(text)

    assert (topic.category if topic else None) == category


def test_the_line_with_feeling_and_air_after_it_is_the_key_line() -> None:
    plain = heard("And then we took the number nine bus to the office near the station as usual", 2.0)
    key = heard("I was so afraid you were dead!", 12.0)

    scene = understand(draw(BRIGHT, DARK, speech=(plain, key)))

    (line,) = scene.key_lines
    assert line.text == "I was so afraid you were dead!"
    assert line.span.start == 300
    assert "afraid" in line.why
    assert "air after it" in line.why


def test_key_lines_are_rare() -> None:
    spans = tuple(heard("I love you, I hate you!", 2.0 + 4.0 * n) for n in range(9))

    scene = understand(draw(BRIGHT, DARK, speech=spans))

    starts = [line.span.start / 25 for line in scene.key_lines]
    assert 1 <= len(starts) <= 4
    assert all(b - a >= 12.0 for a, b in pairwise(starts))


def test_words_that_a_model_only_guessed_are_no_key_line() -> None:
    scene = understand(draw(BRIGHT, DARK, speech=(heard("I was so afraid you were dead!", 12.0, 0.31),)))

    assert scene.key_lines == ()


def test_speech_without_words_has_no_key_line() -> None:
    assert understand(film(speech=(SpeechSpan(3.0, 5.0, 0.9, -20.0),))).key_lines == ()
