"""Cues that run into each other: where they may, how the first is held and how the next takes it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from composing_film import composed, draw, score_of

from ningbgm_agents.brief import Brief, Joins, Silence
from ningbgm_agents.composing.bench import ComposingBench, Opening, Standing
from ningbgm_agents.composing.progression import spell
from ningbgm_agents.composing.segue import FOLLOWED, followed, paces, taken_up
from ningbgm_agents.composing.spotting import spot
from ningbgm_agents.direction import Direction
from ningbgm_agents.score import Cue, Key, Score
from ningbgm_agents.timeline import Marker, Span

BEGINNINGS = (Marker(0, "music in"), Marker(22 * 24, "music in"))


def one_feeling(share: float) -> tuple[float, float, float]:
    return 0.3, 0.0, 0.2


def darker_early(share: float) -> tuple[float, float, float]:
    return (0.7, 0.0, 0.2) if share < 0.4 else (-0.7, 0.0, 0.2)


def darker_late(share: float) -> tuple[float, float, float]:
    return (0.7, 0.0, 0.2) if share < 0.52 else (-0.7, 0.0, 0.2)


def tense(share: float) -> tuple[float, float, float]:
    return 0.0, 0.4, 0.9


def marked(joins: Joins, palette: str = "orchestral", silences: tuple[Silence, ...] = ()) -> Score:
    """A film of 44 s in which a marker wants music to begin again at 22 s."""
    film = draw(44, mean_shot_s=3.0, seed=3, markers=BEGINNINGS)
    return score_of(composed(film, palette, Brief(seed=1, joins=joins, silences=silences)))


def long_film(feeling: Callable[[float], tuple[float, float, float]]) -> ComposingBench:
    """A film that is too long for one cue."""
    return composed(draw(170, mean_shot_s=5.0, seed=2, feeling=feeling), "chamber")


def closing(score: Score, cue: Cue) -> int:
    """The sample of a cue on which its last chord is struck."""
    return next(hit.sample for hit in cue.hits if hit.kind == "end") - score.first_sample(cue)


def test_a_story_that_goes_on_runs_from_cue_to_cue() -> None:
    first, second = score_of(long_film(one_feeling)).cues[:2]

    assert first.ending == "segue"
    assert first.span.end == second.span.start


@pytest.mark.parametrize("feeling", [darker_early, tense])
def test_another_feeling_or_a_height_is_followed_by_a_breath(
    feeling: Callable[[float], tuple[float, float, float]],
) -> None:
    first, second = score_of(long_film(feeling)).cues[:2]

    assert first.ending == "ring_out"
    assert first.span.end < second.span.start


def test_where_a_marker_lets_music_begin_there_is_a_breath_before_it() -> None:
    first, second = marked("follow").cues

    assert first.ending == "ring_out"
    assert first.span.end < second.span.start == BEGINNINGS[1].frame


def test_a_wish_joins_what_the_story_would_part_and_parts_what_it_would_join() -> None:
    assert [cue.ending for cue in marked("segue").cues] == ["segue", "ring_out"]
    apart = draw(170, mean_shot_s=5.0, seed=2, feeling=one_feeling)
    parted = score_of(composed(apart, "chamber", Brief(seed=1, joins="apart"))).cues
    assert "segue" not in {cue.ending for cue in parted}


def test_nothing_rings_over_a_silence_that_was_asked_for() -> None:
    silences = (Silence(20.0, 21.5, "asked for"),)

    score = marked("segue", silences=silences)

    assert "segue" not in {cue.ending for cue in score.cues if cue.span.end <= 20 * 24}


@pytest.mark.parametrize("palette", ["orchestral", "electronic", "lofi"])
def test_the_last_chord_is_held_to_the_next_cue_and_dies_away_inside_its_own_file(palette: str) -> None:
    score = marked("segue", palette)
    first = score.cues[0]
    length, struck = score.sample_count(first), closing(score, first)

    held = [n for p in first.parts if p.stem == "harmony" for n in p.notes if abs(n.start - struck) < 4800]
    ends = [note.start + note.duration for part in first.parts for note in part.notes]
    levels = [p.expression[-1] for p in first.parts if p.expression]

    assert 2.0 * 48_000 <= length - struck <= 5.0 * 48_000
    assert max(note.start + note.duration for note in held) > length - 16_000
    assert max(ends) <= length
    assert all(point.value == 0.0 and point.sample <= length for point in levels)


@pytest.mark.parametrize("palette", ["orchestral", "electronic", "chamber", "minimal"])
def test_the_next_cue_takes_up_key_chord_and_pace(palette: str) -> None:
    first, second = marked("segue", palette).cues

    assert second.sections[0].key.tonic == first.sections[-1].key.tonic
    assert len(set(first.chords[-1].pitches) & set(second.chords[0].pitches)) >= 2
    assert followed(first.tempo_map.base_bpm, second.tempo_map.base_bpm)


def test_a_held_chord_belongs_to_both_modes_where_the_mode_changes() -> None:
    film = draw(44, mean_shot_s=3.0, seed=3, markers=BEGINNINGS, feeling=darker_late)
    first, second = score_of(composed(film, "chamber", Brief(seed=1, joins="segue"))).cues

    assert second.sections[0].key.scale != first.sections[-1].key.scale
    third = {(first.sections[-1].key.tonic + step) % 12 for step in (3, 4)}
    assert not third & set(first.chords[-1].pitches)


def test_a_first_chord_that_shares_nothing_gives_way_to_the_tonic() -> None:
    key = Key(0, "ionian")
    strange = spell("bVII", key, Fraction(0), Fraction(8))

    chords = taken_up(spell("I", key, Fraction(-8), Fraction(0)), key, (strange,))

    assert [chord.degree for chord in chords] == ["I", "bVII"]
    assert [chord.start_beat for chord in chords] == [0, 4]
    assert chords[-1].end_beat == 8


def test_paces_stand_in_a_simple_relation() -> None:
    found = paces(120.0, 56.0, 84.0, 70.0)

    assert found
    assert all(abs(bpm / 60 - 1) <= 1.05 * FOLLOWED or abs(bpm / 80 - 1) <= 1.05 * FOLLOWED for bpm in found)
    assert not followed(100.0, 112.0)


def test_the_same_seed_gives_the_same_join() -> None:
    assert marked("segue") == marked("segue")


def test_no_two_cues_overlap_and_all_hits_are_met() -> None:
    bench = long_film(one_feeling)
    score = score_of(bench)

    assert all(a.span.end <= b.span.start for a, b in pairwise(score.cues))
    assert not [finding for finding in bench.findings if finding.severity == "error"]


def test_a_silence_asked_for_at_a_cues_end_is_not_rung_over() -> None:
    first = draw(44, mean_shot_s=3.0, seed=3, markers=BEGINNINGS)
    plain = score_of(composed(first, "chamber", Brief(seed=1, joins="segue")))
    bench = composed(first, "chamber", Brief(seed=1, joins="segue"))
    asked = Direction((), (Span(460, plain.cues[0].span.end),))
    opening = Opening("1m1", plain.cues[0].span, direction=asked)
    standing = Standing(plain.cues[1:], (opening,), plain.themes, bench.tonic, plain.room, ())

    (plan,) = spot(replace(bench, standing=standing))

    assert plan.ending == "ring_out"
    assert plan.stop == 460
