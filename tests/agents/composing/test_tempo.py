"""The tempo map meets its anchors to the sample, bends little, and bars without gaps."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbgm_agents.composing.tempo import MAX_BEND, Anchor, plan_tempo

SECOND = 48_000


def anchors(seconds: list[float], place: str = "beat") -> tuple[Anchor, ...]:
    middle = [Anchor(round(s * SECOND), 0.8, place) for s in seconds[:-1]]  # type: ignore[arg-type]  # a literal
    return (
        Anchor(0, 1.0, "downbeat", True),
        *middle,
        Anchor(round(seconds[-1] * SECOND), 1.0, "downbeat", True),
    )


def test_an_even_film_gets_its_even_tempo() -> None:
    plan = plan_tempo(anchors([2.0, 4.0, 6.0, 8.0], "downbeat"), 10 * SECOND, (118.0, 120.0))

    assert plan.met == (0, 1, 2, 3, 4)
    assert {round(segment.bpm, 6) for segment in plan.tempo_map.segments} == {120.0}
    assert all(bar.beats == 4 for bar in plan.tempo_map.bars)


def test_an_odd_bar_serves_a_heavy_hit_between_downbeats() -> None:
    plan = plan_tempo(anchors([5.0, 9.0], "downbeat"), 12 * SECOND, (120.0,))

    assert plan.met == (0, 1, 2)
    assert [int(bar.beats) for bar in plan.tempo_map.bars[:3]] in ([4, 4, 2], [4, 3, 3], [5, 5, 4])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([72.0, 96.0, 124.0]))
def test_what_is_met_lies_on_the_grid_to_the_sample(seed: int, bpm: float) -> None:
    dice = random.Random(seed)
    times, at = [], 0.0
    while at < 20:
        at += dice.uniform(0.6, 5.0)
        times.append(at)

    plan = plan_tempo(anchors(times), round((at + 3) * SECOND), (bpm, bpm + 5))

    all_anchors = anchors(times)
    for index in plan.met:
        beat = plan.tempo_map.beat(all_anchors[index].sample)
        assert beat.denominator in (1, 2, 4, 8)
        assert plan.tempo_map.sample(beat) == all_anchors[index].sample
    if len(plan.met) > 2:
        for segment in plan.tempo_map.segments:
            assert abs(segment.bpm / plan.tempo_map.base_bpm - 1) <= MAX_BEND + 0.002


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_bars_follow_each_other_and_cover_the_cue(seed: int) -> None:
    dice = random.Random(seed)
    times = [*sorted({round(dice.uniform(1, 30), 2) for _ in range(9)}), 32.0]

    tempo = plan_tempo(anchors(times, "downbeat"), 35 * SECOND, (100.0, 108.0)).tempo_map

    for before, after in zip(tempo.bars, tempo.bars[1:], strict=False):
        assert before.start_beat + before.beats == after.start_beat
    assert tempo.bars[0].start_beat == 0
    assert tempo.segments[-1].end_sample >= 35 * SECOND
    for segment, following in zip(tempo.segments, tempo.segments[1:], strict=False):
        assert (segment.end_beat, segment.end_sample) == (following.start_beat, following.start_sample)


@pytest.mark.parametrize("last_s", [0.3, 0.7, 1.1])
def test_the_shortest_cue_has_a_tempo_too(last_s: float) -> None:
    plan = plan_tempo(anchors([last_s]), round((last_s + 0.3) * SECOND), (76.0, 90.0))

    assert plan.tempo_map.sample(plan.tempo_map.beat(round(last_s * SECOND))) == round(last_s * SECOND)
    assert plan.tempo_map.sample(Fraction(0)) == 0
