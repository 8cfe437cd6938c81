"""Themes of one film are dealt from decks: rhythms do not come again before all others had their turn."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from composing_film import composed, draw

from ningbgm_agents.composing.contours import CONTOURS, degrees_of
from ningbgm_agents.composing.rhythms import Rhythm, motif_rhythms, reply_rhythms, rhythm_of
from ningbgm_agents.composing.theme import invent
from ningbgm_agents.composing.traits import FORMS, deal

STYLES = [(lively, pushed) for lively in (False, True) for pushed in (False, True)]


def lengths(rhythm: Rhythm) -> list[Fraction]:
    return [length for _, length in rhythm]


@pytest.mark.parametrize(("lively", "pushed"), STYLES)
def test_no_two_of_fifty_seeds_share_the_rhythm_of_a_motif(lively: bool, pushed: bool) -> None:
    dealt = [deal("a film", seed, place, lively, pushed) for seed in range(50) for place in (0, 1)]

    assert len({traits.motif for traits in dealt}) == 100


def test_a_deck_is_dealt_to_its_end_before_it_begins_again() -> None:
    deck = motif_rhythms(True, False)

    dealt = [deal("a film", number, 0, True, False).motif for number in range(len(deck))]

    assert set(dealt) == set(deck)
    assert deal("a film", len(deck), 0, True, False).motif == dealt[0]


def test_films_have_their_own_order() -> None:
    orders = {tuple(deal(film, n, 0, True, False).motif for n in range(8)) for film in range(20)}

    assert len(orders) == 20


def test_variations_of_a_seed_have_other_motifs() -> None:
    film = draw(40)

    rhythms = {
        tuple((note.beat, note.length) for note in composed(film, variation=variation).themes[0].motif)
        for variation in range(4)
    }

    assert len(rhythms) == 4


@pytest.mark.parametrize(("lively", "pushed"), STYLES)
def test_every_motif_rhythm_can_be_tapped(lively: bool, pushed: bool) -> None:
    for rhythm in motif_rhythms(lively, pushed):
        beats = [beat for beat, _ in rhythm]
        assert 3 <= len(rhythm) <= 6
        assert len(set(lengths(rhythm))) > 1
        assert all(before + length == beat for (before, length), beat in zip(rhythm, beats[1:], strict=False))
        assert rhythm[-1][0] + rhythm[-1][1] == 4
        assert lively or max(lengths(rhythm)) >= Fraction(3, 2)


def test_an_orchestra_is_not_pushed_over_its_beats() -> None:
    assert rhythm_of("1 2 1 4") not in motif_rhythms(True, False)
    assert rhythm_of("1 2 1 4") in motif_rhythms(True, True)
    assert rhythm_of("3 3 2") in motif_rhythms(True, False)


@pytest.mark.parametrize("lively", [False, True])
def test_a_reply_rests_on_its_last_note_and_breathes(lively: bool) -> None:
    assert len(reply_rhythms(lively)) > 25
    for rhythm in reply_rhythms(lively):
        beat, length = rhythm[-1]
        assert length >= 1
        assert beat + length == Fraction(7, 2)


@pytest.mark.parametrize("contour", CONTOURS)
@pytest.mark.parametrize("count", [3, 4, 5, 6])
def test_a_contour_goes_where_its_name_says(contour: str, count: int) -> None:
    for seed in range(30):
        degrees = degrees_of(contour, count, random.Random(seed))
        steps = [b - a for a, b in pairwise(degrees)]
        first, last, top, bottom = degrees[0], degrees[-1], max(degrees), min(degrees)
        holds = {
            "arch": top > first and top > last,
            "bowl": bottom < first and bottom < last,
            "ascent": last > first,
            "descent": last < first,
            "wave": any(step > 0 for step in steps) and any(step < 0 for step in steps),
            "pedal": 0 in steps,
            "leap and fill": abs(steps[0]) >= 4 and steps[0] * steps[1] < 0,
            "turn": len({step > 0 for step in steps}) == 2,
        }
        assert len(degrees) == count
        assert holds[contour]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_climbs_once_and_comes_home(form: object) -> None:
    for number in range(200):
        traits = deal("a film", number, 0, True, True)
        if traits.form == form:
            theme = invent("A", "a walker", True, random.Random(number), traits)
            degrees = [note.degree for note in theme.melody]
            assert degrees.count(max(degrees)) == 1
            assert 16 <= theme.melody[degrees.index(max(degrees))].beat < 24
            assert degrees[-1] == 0
            return
    raise AssertionError("no number of two hundred gave this form")
