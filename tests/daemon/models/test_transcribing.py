"""What is said becomes words with their times: in the edit, for the speech expert, in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import pytest

from ningbgm_agents.errors import ModelError
from ningbgm_agents.evidence import Evidence, SpeechSpan, SpokenWord, line_of
from ningbgm_agents.thought import ModelFacts
from ningbgm_agents.timeline import Edit, FrameRate, Media, Sound, Span, Track
from ningbgm_agents.understanding.speech import hear
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.ledger import listeners_in, model_entry
from ningbgm_daemon.media.memory import SensedPart
from ningbgm_daemon.models.transcribing import windows_of, with_words
from ningbgm_daemon.timeline.lay import lay_evidence

RATE = FrameRate(Fraction(25))
SPOKEN = (
    SpokenWord("I", 11.0, 11.2, 0.9),
    SpokenWord("will", 11.2, 11.5, 0.8),
    SpokenWord("not", 14.0, 14.3, 0.9),
)
"""In seconds of the file."""


BASE = ModelFacts("openai-whisper base")


@dataclass
class Stenographer:
    """Writes down what it was told, and notes what it was asked."""

    words: tuple[SpokenWord, ...] = SPOKEN
    facts: ModelFacts = BASE
    fails: bool = False
    asked: list[list[tuple[float, float]]] = field(default_factory=list)

    def transcribe(
        self, film: Path, windows: Sequence[tuple[float, float]], limit_s: float
    ) -> tuple[SpokenWord, ...]:
        if self.fails:
            raise ModelError("its process ended")
        self.asked.append(list(windows))
        return self.words


def part() -> SensedPart:
    """Seconds 10 to 30 of a file, in which two lines are spoken."""
    speech = (SpeechSpan(1.0, 2.0, 0.9), SpeechSpan(4.0, 5.0, 0.9))
    return SensedPart(10.0, 30.0, Evidence(RATE, 500, ("sound",), speech=speech), ())


def test_each_line_gets_its_words_in_the_time_of_the_part(small_film: Path) -> None:
    first, second = with_words(small_film, part(), Stenographer(), None).evidence.speech

    assert (first.text, second.text) == ("I will", "not")
    assert [word.start_s for word in first.words] == [1.0, 1.2]
    assert first.source == "openai-whisper base"


def test_lines_that_lie_near_each_other_are_heard_together(small_film: Path) -> None:
    scribe = Stenographer()
    with_words(small_film, part(), scribe, None)

    assert scribe.asked == [[(10.8, 15.2)]]
    far = (SpeechSpan(0.0, 2.0, 0.9), SpeechSpan(40.0, 41.0, 0.9))
    assert windows_of(far, 0.0) == [(0.0, 2.2), (39.8, 41.2)]


def test_the_same_model_hears_the_same_part_only_once(small_film: Path, tmp_path: Path) -> None:
    scribe, cache = Stenographer(), Cache(tmp_path, 1 << 30)

    first = with_words(small_film, part(), scribe, cache)
    again = with_words(small_film, part(), scribe, cache)
    other = Stenographer((), ModelFacts("openai-whisper tiny"))
    with_words(small_film, part(), other, cache)

    assert again == first
    assert (len(scribe.asked), len(other.asked)) == (1, 1)


def test_other_weights_under_the_same_name_hear_again(small_film: Path, tmp_path: Path) -> None:
    cache, later = Cache(tmp_path, 1 << 30), Stenographer((), replace(BASE, fingerprint="new"))

    with_words(small_film, part(), Stenographer(), cache)
    made = with_words(small_film, part(), later, cache)

    assert len(later.asked) == 1
    assert [span.text for span in made.evidence.speech] == ["", ""]


def test_where_it_fails_a_note_says_why_and_the_lines_stay(small_film: Path) -> None:
    made = with_words(small_film, part(), Stenographer(fails=True), None).evidence

    assert [span.text for span in made.speech] == ["", ""]
    assert made.notes == ("What is said in small.mp4 was not written down: its process ended.",)


def test_words_that_were_guessed_are_not_told(small_film: Path) -> None:
    guessed = tuple(replace(word, confidence=0.2) for word in SPOKEN)

    made = with_words(small_film, part(), Stenographer(guessed), None)

    assert made.evidence.speech == part().evidence.speech


def test_where_nobody_speaks_nobody_is_asked(small_film: Path) -> None:
    scribe = Stenographer()
    silent = SensedPart(0.0, 1.0, Evidence(RATE, 25, ("sound",)), ())

    assert with_words(small_film, silent, scribe, None) == silent
    assert scribe.asked == []


def test_only_the_words_that_the_edit_uses_are_in_the_edit(small_film: Path) -> None:
    evidence = with_words(small_film, part(), Stenographer(), None).evidence
    media, used = Media("/a.wav"), Span(0, 100)
    sound = Sound(used, media, Fraction("11.21"))  # begins within the first line, after "I"
    edit = Edit("cut", RATE, 100, tracks=(Track("voice", "dialogue", (sound,)),))

    laid = lay_evidence(edit, {"/a.wav": [(evidence, 10.0)]})

    assert [span.text for span in laid.speech] == ["will", "not"]
    assert laid.speech[0].words[0].start_s == pytest.approx(0.0, abs=0.02)
    assert laid.speech[1].words[0].start_s == pytest.approx(14.0 - 11.21, abs=0.02)


def test_the_speech_expert_tells_what_was_said(small_film: Path) -> None:
    evidence = with_words(small_film, part(), Stenographer(), None).evidence

    (voice,) = hear(Edit("any", RATE, 500), evidence, (Span(0, 500),))

    assert voice.content == "I will not"
    assert voice.support[0].source == "sound"


def test_the_ledger_names_who_listened(small_film: Path) -> None:
    evidence = with_words(small_film, part(), Stenographer(), None).evidence

    (model,) = listeners_in(evidence)

    assert model_entry(model).what == "With the help of openai-whisper base"
    assert model_entry(model).licence == "mit"


def test_a_line_of_chinese_has_no_spaces() -> None:
    words = [SpokenWord(text, 0, 1, 1) for text in ("我", "不会", "say", "no")]

    assert line_of(words) == "我不会 say no"
