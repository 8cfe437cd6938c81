"""Themes have a motif that one could tap, breathe, climb once, come home, and return in other shapes."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ningbgm_agents.composing.rhythms import rhythm_of
from ningbgm_agents.composing.theme import BARS, bar_of, develop, invent
from ningbgm_agents.composing.transforming import transformed
from ningbgm_agents.score import Theme, ThemeNote

F = Fraction
WAYS = ("whole", "opening", "head", "augmented", "halved", "inverted", "fragments", "answer")


def theme(seed: int = 3, lively: bool = True) -> Theme:
    return invent("A", "a walker", lively, random.Random(seed))


def test_a_rhythm_is_read_in_half_beats() -> None:
    assert rhythm_of("3 1 -2 2") == ((F(0), F(3, 2)), (F(3, 2), F(1, 2)), (F(3), F(1)))


@given(st.integers(0, 100_000), st.booleans())
def test_a_motif_fills_no_more_than_a_bar_with_notes_of_two_lengths(seed: int, lively: bool) -> None:
    motif = theme(seed, lively).motif

    assert 3 <= len(motif) <= 6
    assert motif[-1].beat + motif[-1].length <= 4
    assert len({note.length for note in motif}) > 1
    assert len({note.degree for note in motif}) > 1


@given(st.integers(0, 100_000), st.booleans())
def test_a_theme_is_one_voice_that_begins_with_its_motif_and_breathes(seed: int, lively: bool) -> None:
    made = theme(seed, lively)

    ends = [note.beat + note.length for note in made.melody]
    assert all(end <= after.beat for end, after in zip(ends, made.melody[1:], strict=False))
    assert bar_of(made.melody, 0) == made.motif
    assert ends[-1] < made.beats
    for reply in (1, 3):
        last = bar_of(made.melody, reply)[-1]
        assert last.length >= 1 or last.beat + last.length < 4


@given(st.integers(0, 100_000), st.booleans())
def test_a_theme_can_be_sung(seed: int, lively: bool) -> None:
    degrees = [note.degree for note in theme(seed, lively).melody]

    assert max(degrees) - min(degrees) <= 13
    assert max(abs(b - a) for a, b in pairwise(degrees)) <= 9


def test_themes_of_many_seeds_are_many() -> None:
    melodies = {theme(seed, seed % 2 == 0).melody for seed in range(300)}
    rhythms = {tuple((n.beat, n.length) for n in theme(seed).motif) for seed in range(300)}

    assert len(melodies) == 300
    assert len(rhythms) > 80


def test_a_given_motif_is_kept() -> None:
    motif = (ThemeNote(F(0), F(1), 0), ThemeNote(F(1), F(1), 4), ThemeNote(F(2), F(2), 3))

    made = develop("A", "a walker", motif, random.Random(1))

    assert made.motif == motif
    assert bar_of(made.melody, 0) == motif


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("bars", range(1, 17))
def test_a_theme_returns_over_any_number_of_bars(how: str, bars: int) -> None:
    notes = transformed(theme(), how, bars)

    assert notes
    assert all(0 <= note.beat < 4 * bars for note in notes)


@pytest.mark.parametrize("bars", range(2, BARS + 1))
def test_whole_means_idea_height_and_close_however_short(bars: int) -> None:
    made = theme()

    notes = transformed(made, "whole", bars)

    degrees = [note.degree for note in notes]
    assert notes[: len(made.motif)] == made.motif
    assert degrees[-1] == 0
    assert bars < 4 or max(degrees) == max(note.degree for note in made.melody)


def test_an_opening_keeps_the_highest_note_for_later() -> None:
    made = theme()

    opening = transformed(made, "opening", 8)

    assert max(note.degree for note in opening) < max(note.degree for note in made.melody)


def test_augmented_is_the_idea_at_half_the_pace() -> None:
    made = theme()

    slow = transformed(made, "augmented", 4)

    count = len(made.motif)
    assert [n.degree for n in slow[:count]] == [n.degree for n in made.motif]
    assert [n.beat for n in slow[:count]] == [2 * n.beat for n in made.motif]


def test_inverted_mirrors_every_step() -> None:
    made = theme()

    straight = transformed(made, "opening", 4)
    mirrored = transformed(made, "inverted", 4)

    steps = [b.degree - a.degree for a, b in pairwise(straight)]
    assert [b.degree - a.degree for a, b in pairwise(mirrored)] == [-step for step in steps]


def test_an_answer_lets_the_others_begin() -> None:
    notes = transformed(theme(), "answer", 8)

    assert {int(note.beat // 4) for note in notes} == {1, 3, 5, 7}
