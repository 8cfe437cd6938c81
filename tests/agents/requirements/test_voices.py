from __future__ import annotations

import pytest

from ningbgm_agents.brief import Brief, Request
from ningbgm_agents.lyrics import Vocals, VocalWish
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.requirements.reader import read_wish
from ningbgm_agents.requirements.team import make_brief
from ningbgm_agents.requirements.voices import language_of


class StoppedClock:
    def seconds(self) -> float:
        return 0.0


def ask(wish: str, **vocals: object) -> Brief:
    request = Request(wish=wish, vocals=VocalWish(**vocals))  # type: ignore[arg-type]  # passes on
    return make_brief(request, None, RulesMind(), lambda event: None, StoppedClock())


@pytest.mark.parametrize(
    ("text", "sings", "voice"),
    [
        ("calm piano, with a singer", True, None),
        ("with vocals", True, None),
        ("warm, mit Gesang", True, None),
        ("gesungen", True, None),
        ("sad song with a female voice", True, "soprano"),
        ("epic, male vocals", True, "tenor"),
        ("sung by a baritone", True, "bass"),
        ("加入歌词和演唱", True, None),
        ("温柔的女声演唱", True, "soprano"),
        ("ohne Gesang", False, None),
        ("no vocals", False, None),
        ("no drums or vocals", False, None),
        ("no drums, bass or vocals", False, None),
        ("instrumental", False, None),
        ("不要人声", False, None),
        ("纯音乐", False, None),
        ("calm piano", None, None),
        ("a tenor sax solo", None, None),
    ],
)
def test_a_wish_for_singing_is_read(text: str, sings: bool | None, voice: str | None) -> None:
    wish = read_wish(text)

    assert (wish.vocals, wish.voice) == (sings, voice)


@pytest.mark.parametrize("text", ["with vocals", "gesungen", "ohne Gesang", "不要人声", "no vocals"])
def test_what_is_read_of_singing_is_not_complained_about(text: str) -> None:
    assert read_wish(text).unhonoured == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("calm piano", "en"),
        ("ruhig, mit Gesang", "de"),
        ("fröhlich", "de"),
        ("温柔的钢琴", "zh"),
        ("warm, sung in German", "de"),
        ("sung in Chinese", "zh"),
        ("calm, German lyrics", "de"),
        ("用英文演唱", "en"),
        ("I would die for you", "en"),
        ("MIT campus", "en"),
        ("German car, with a singer", "en"),
        ("documentary on Chinese food, with vocals", "en"),
        ("", ""),
        ("die hard", "en"),
        ("the man must die alone", "en"),
        ("film about Germany, with a singer", "en"),
        ("auf Englisch gesungen, ruhig", "en"),
        ("ruhiges Klavier, englischer Text", "en"),
        ("用德语演唱", "de"),
        ("中国菜纪录片", "zh"),
        ("an English garden, soft strings", "en"),
        ("in German cars at night, with vocals", "en"),
        ("Der Hund und das Meer", "de"),
        ("Klavier mit Streichern auf dem Land", "de"),
        ("mandarin oranges, playful", "en"),
        ("Spanish guitar", "en"),
        ("warm, with a singer, in German please", "de"),
        ("über-cool beats for my film", "en"),
        ("a portrait of Lars von Trier, who will die", "en"),
    ],
)
def test_the_language_of_a_wish_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_language_named_in_the_words_is_not_theirs() -> None:
    brief = ask("calm piano", lyrics="Sie sprach in Englisch und ich nicht")

    assert brief.vocals is not None
    assert brief.vocals.language == "de"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("I would die for you", "en"),
        ("We met in Das Boot at the MIT campus", "en"),
        ("Ich habe dich gesehen\nSo lang ist es her", "de"),
        ("Komm mit mir auf das Dach", "de"),
        ("Sing it in German, sing it in Chinese", "en"),
        ("月亮代表我的心", "zh"),
        ("Singt auf Englisch, singt über alles", "de"),
    ],
)
def test_the_language_of_words_is_that_they_are_written_in(words: str, language: str) -> None:
    vocals = ask("calm piano", lyrics=words).vocals

    assert vocals is not None
    assert vocals.language == language


def test_nobody_sings_unless_asked() -> None:
    assert ask("calm piano").vocals is None
    assert not any(point.field in ("voice", "language") for point in ask("calm piano").derived)


def test_who_sings_in_which_language_is_decided_and_told() -> None:
    brief = ask("dark and sad, with a singer")

    assert brief.vocals == Vocals("alto", "en")
    derived = {point.field: point for point in brief.derived}
    assert derived["voice"].value == "alto"
    assert derived["language"].value == "English"


def test_options_win_over_words() -> None:
    assert ask("with a female singer", sing=False).vocals is None
    assert ask("no vocals", sing=True, voice="bass", language="de").vocals == Vocals("bass", "de")


def test_words_of_ones_own_are_sung_in_their_own_language() -> None:
    brief = ask("warm piano", lyrics="Der Mond ist aufgegangen\nund die Sterne")

    assert brief.vocals is not None
    assert brief.vocals.language == "de"
    assert brief.vocals.words == "Der Mond ist aufgegangen\nund die Sterne"


def test_a_language_that_the_house_cannot_write_is_told() -> None:
    brief = ask("warm", sing=True, language="fr")

    assert brief.vocals is not None
    assert brief.vocals.language == "en"
    assert any("not in “fr”" in sentence for sentence in brief.unhonoured)
    own = ask("warm", language="fr", lyrics="La vie est belle").vocals
    assert own is not None
    assert own.language == "fr"
