"""Phrases broaden before the last chord and at their turns, in the styles that do so, and every hit stays."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from composing_film import composed, draw, only_cue, score_of

from ningbgm_agents.composing.tempo import MAX_BEND
from ningbgm_agents.palette import load_palette, palette_names, rules_broken
from ningbgm_agents.score import Cue, Score

FILM = draw(40, mean_shot_s=6.0, seed=5)


def last_beats(score: Score, cue: Cue) -> list[int]:
    """Samples of the last eight beats before the last chord."""
    tempo = cue.tempo_map
    struck = next(hit.sample for hit in cue.hits if hit.kind == "end") - score.first_sample(cue)
    end = tempo.beat(struck)
    return [tempo.sample(end - back + 1) - tempo.sample(end - back) for back in range(8, 0, -1)]


def test_a_string_quartet_broadens_over_the_last_two_bars() -> None:
    score = score_of(composed(draw(40, mean_shot_s=0, seed=5), "chamber"))

    beats = last_beats(score, score.cues[0])

    assert all(after >= before - 1 for before, after in pairwise(beats))
    assert 1.03 < beats[-1] / beats[0] < 1.12


@pytest.mark.parametrize("palette", ["electronic", "rock", "lofi", "minimal", "lounge"])
def test_a_style_with_a_beat_keeps_it_to_the_end(palette: str) -> None:
    score = score_of(composed(draw(40, mean_shot_s=0, seed=5), palette))

    beats = last_beats(score, score.cues[0])

    assert max(beats) - min(beats) <= 2


@pytest.mark.parametrize("palette", palette_names())
def test_hits_stay_on_their_samples_and_the_tempo_within_its_limits(palette: str) -> None:
    bench = composed(FILM, palette)
    score, cue = score_of(bench), only_cue(bench)
    struck = {note.start for part in cue.parts for note in part.notes if note.hit}

    assert {hit.sample - score.first_sample(cue) for hit in cue.hits} <= struck
    assert all(hit.sample == score.edit.sample(hit.frame) for hit in cue.hits)
    for segment in cue.tempo_map.segments[:-1]:
        assert abs(segment.bpm / cue.tempo_map.base_bpm - 1) <= MAX_BEND + 0.002


def test_the_anchors_of_the_tempo_map_are_those_of_strict_time() -> None:
    free = only_cue(composed(FILM, "chamber")).tempo_map
    strict = only_cue(composed(FILM, replace(load_palette("chamber"), rubato=0.0))).tempo_map

    anchors = {(segment.start_beat, segment.start_sample) for segment in strict.segments}
    assert anchors < {(segment.start_beat, segment.start_sample) for segment in free.segments}
    assert free.segments[-1].end_sample == strict.segments[-1].end_sample


def test_a_palette_is_told_how_free_it_may_be() -> None:
    broken = list(rules_broken(replace(load_palette("chamber"), rubato=1.5)))

    assert [one.where for one in broken] == [("rubato",)]
