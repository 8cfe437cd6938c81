"""Likeness of melodies on pairs whose answer is known, and twins among themes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from written_score import BARS, changed, clean, note, with_part

from critique.likeness import Shelf, likeness, likeness_to_all, moves_of
from critique.paper import on_paper, themes_of
from critique.recognition import recognised
from critique.scenes import draw_scene
from critique.twins import Found, compare
from ningbgm_agents.score import Score, Theme, ThemeNote


def tune(*degrees: int, length: str = "1") -> tuple[ThemeNote, ...]:
    """A tune of even notes."""
    step = Fraction(length)
    return tuple(ThemeNote(step * number, step, degree) for number, degree in enumerate(degrees))


SONG = tune(0, 0, 4, 4, 5, 5, 4, 3, 3, 2, 2, 1, 1)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (SONG, 1.0),
        (tuple(replace(n, degree=n.degree + 3) for n in SONG), 1.0),
        (tuple(replace(n, beat=n.beat / 2) for n in SONG), 0.5),
        (tuple(replace(n, degree=2 * n.degree) for n in SONG), 1 - 0.5 * 6 / 12),
        (SONG[:7], 0.5),
        (SONG[:1], 0.0),
    ],
)
def test_likeness_is_what_counting_by_hand_gives(other: tuple[ThemeNote, ...], expected: float) -> None:
    assert likeness(moves_of(SONG), moves_of(other)) == pytest.approx(expected)


def test_one_moved_note_costs_half_of_two_moves() -> None:
    moved = (*SONG[:4], replace(SONG[4], degree=6), *SONG[5:])

    assert likeness(moves_of(SONG), moves_of(moved)) == pytest.approx(1 - 2 * 0.5 / 12)


def test_a_shelf_gives_what_single_comparisons_give() -> None:
    melodies = tuple(moves_of(tune(*degrees)) for degrees in ((0, 2, 4), (0, 1, 0, 1, 5), (3,), (0, 2, 4, 2)))

    together = likeness_to_all(melodies[1], Shelf.of(melodies))

    assert together.tolist() == [pytest.approx(likeness(melodies[1], other)) for other in melodies]


def found(film: int, seed: int, melody: tuple[ThemeNote, ...]) -> Found:
    """A theme of a piece."""
    return Found(film, seed, Theme("A", "", melody[:4], melody, Fraction(16)))


def test_twins_are_themes_of_different_pieces_that_sound_alike() -> None:
    other = tune(0, 7, 3, 6, 2, 9, 1, length="1/2")
    themes = (found(1, 1, SONG), found(1, 1, SONG), found(2, 1, SONG), found(1, 2, other))

    comparison = compare(themes)

    assert comparison.pairs == 5
    assert [(one.film, two.film, value) for one, two, value in comparison.twins] == [(1, 2, 1.0), (1, 2, 1.0)]


def stated(degrees: tuple[int, ...]) -> Score:
    """The clean score whose violins play these degrees of C major, one a beat, where a theme is declared."""
    theme = Theme("A", "", SONG[:3], SONG, Fraction(4 * BARS))
    score = clean()
    section = replace(score.cues[0].sections[0], end_bar=8, theme="A", transformation="whole")
    pitches = [72 + (0, 2, 4, 5, 7, 9, 11)[degree % 7] + 12 * (degree // 7) for degree in degrees]
    score = with_part(score, "violins", *(note(beat, pitch) for beat, pitch in enumerate(pitches)))
    return replace(changed(score, sections=(section, score.cues[0].sections[1])), themes=(theme,))


def test_a_theme_that_is_played_as_declared_is_recognised() -> None:
    ((_section, value),) = recognised(stated(tuple(n.degree for n in SONG)))

    assert value == 1.0


def test_another_tune_is_not_recognised() -> None:
    ((_section, value),) = recognised(stated((7, 2, 5, 1, 8, 0, 6, 3, 9, 2, 4, 0, 5)))

    assert value < 0.6


def test_a_scene_is_the_same_each_time_and_unlike_the_next() -> None:
    assert draw_scene(4) == draw_scene(4)
    assert draw_scene(4).evidence.cuts != draw_scene(5).evidence.cuts


def test_the_theme_expert_alone_invents_what_the_whole_team_uses() -> None:
    scene = draw_scene(17)

    assert themes_of(scene, range(3, 4))[3] == on_paper(scene, 3).themes
