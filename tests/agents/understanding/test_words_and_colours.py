"""Small vocabularies: sentiment of texts, names of colours and of moods."""

import pytest

from ningbgm_agents.evidence import Colour
from ningbgm_agents.understanding.colours import name_of, names_of
from ningbgm_agents.understanding.lexicon import feel, setting
from ningbgm_agents.understanding.moods import mood_name


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("We laugh and celebrate", 1),
        ("她在哭,他死了", -1),
        ("I am not happy", -1),
        ("美丽的阳光", 1),
        ("no danger, no fear", 1),
    ],
)
def test_a_text_has_a_feeling(text: str, sign: int) -> None:
    felt = feel(text)

    assert felt is not None
    assert felt.valence * sign > 0


def test_a_text_without_known_words_has_none() -> None:
    assert feel("the cupboard and 桌子") is None


def test_more_words_are_surer() -> None:
    few, many = feel("happy"), feel("happy love joy fun smile")

    assert few is not None
    assert many is not None
    assert few.confidence < many.confidence == 1.0


@pytest.mark.parametrize(
    ("text", "where"),
    [("深夜的街", "dark"), ("a sunny beach", "bright"), ("night and day", None), ("a chair", None)],
)
def test_a_text_may_say_where_it_is(text: str, where: str | None) -> None:
    assert setting(text) == where


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((0, 0, 0), "black"),
        ((250, 250, 250), "white"),
        ((128, 128, 128), "grey"),
        ((220, 20, 20), "red"),
        ((240, 150, 30), "orange"),
        ((110, 70, 40), "brown"),
        ((240, 230, 40), "yellow"),
        ((40, 170, 60), "green"),
        ((40, 200, 200), "turquoise"),
        ((40, 70, 200), "blue"),
        ((130, 40, 190), "purple"),
        ((240, 100, 180), "pink"),
    ],
)
def test_colours_have_their_everyday_names(rgb: tuple[int, int, int], name: str) -> None:
    assert name_of(Colour(*rgb, 1.0)) == name


def test_the_largest_colours_are_named_first_and_once() -> None:
    palette = (Colour(200, 20, 20, 0.2), Colour(20, 20, 200, 0.5), Colour(220, 10, 10, 0.2))

    assert names_of(palette) == ("blue", "red")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ((0.7, 0.6, 0.2), "joyful, lively"),
        ((-0.7, 0.8, 0.9), "threatening, violent"),
        ((0.35, -0.65, 0.0), "calm, tender"),
        ((-0.55, -0.5, 0.2), "sad, heavy"),
    ],
)
def test_a_feeling_has_a_name(place: tuple[float, float, float], name: str) -> None:
    assert mood_name(*place) == name
