"""Boundaries, joins, tempo and key on cases with a known answer."""

from __future__ import annotations

import numpy as np
import pytest

from ningbgm_daemon.evaluation.metrics.chance import estimate
from ningbgm_daemon.evaluation.metrics.form import (
    boundary_f,
    join_steps,
    key_agrees,
    key_of,
    largest_tempo_step,
    novelty_boundaries,
    tempo_agrees,
)


def test_a_boundary_is_matched_once() -> None:
    assert boundary_f([10.0, 20.0], [10.2, 10.3, 30.0], 0.5) == pytest.approx(2 * 1 / 5)
    assert boundary_f([10.0], [10.5], 0.5) == 1
    assert boundary_f([10.0], [], 0.5) == 0
    assert boundary_f([], [10.0], 0.5) is None


def test_a_late_boundary_leaves_the_earlier_one_to_its_own() -> None:
    assert boundary_f([1.0, 2.0], [1.9, 2.4], 0.95) == 1


def test_a_change_of_sound_is_a_boundary() -> None:
    one, other = np.eye(12)[0], np.eye(12)[7]
    features = np.array([one] * 20 + [other] * 24)

    assert novelty_boundaries(features, 2.0) == pytest.approx((10.0,), abs=0.5)


def test_a_sound_that_stays_has_no_boundary() -> None:
    assert novelty_boundaries(np.ones((40, 12)), 2.0) == ()
    assert novelty_boundaries(np.ones((3, 12)), 2.0) == ()


def test_a_join_is_judged_by_the_seconds_around_it() -> None:
    levels = np.array([-20.0] * 40 + [-14.0] * 40)
    centroids = np.array([500.0] * 40 + [2000.0] * 40)
    chroma = np.array([np.eye(12)[0]] * 40 + [np.eye(12)[5]] * 40)

    steps = join_steps([4.0], levels, centroids, chroma, 10.0)

    assert steps is not None
    assert (steps.loudness_db, steps.centroid, steps.chroma) == pytest.approx((6, 2, 1))
    assert join_steps([0.2], levels, centroids, chroma, 10.0) is None


def test_the_largest_tempo_step_is_a_share_of_the_tempo_before() -> None:
    assert largest_tempo_step([100, 106, 106, 103]) == pytest.approx(0.06)
    assert largest_tempo_step([100]) == 0
    assert largest_tempo_step([]) is None


def test_a_tempo_may_be_heard_as_half_or_double() -> None:
    assert tempo_agrees(100, 109)
    assert tempo_agrees(100, 52)
    assert tempo_agrees(100, 195)
    assert not tempo_agrees(100, 120)
    assert not tempo_agrees(100, 150)


def test_relative_and_parallel_keys_agree_and_the_dominant_does_not() -> None:
    c_major, a_minor, c_minor, g_major = (0, True), (9, False), (0, False), (7, True)

    assert key_agrees(c_major, c_major)
    assert key_agrees(c_major, a_minor)
    assert key_agrees(a_minor, c_major)
    assert key_agrees(c_major, c_minor)
    assert not key_agrees(c_major, g_major)
    assert not key_agrees(c_major, (9, True))


@pytest.mark.parametrize("tonic", range(12))
def test_a_scale_with_a_strong_triad_is_its_key(tonic: int) -> None:
    major, minor = np.zeros(12), np.zeros(12)
    major[[0, 2, 4, 5, 7, 9, 11]] = (3, 1, 2, 1, 2, 1, 1)
    minor[[0, 2, 3, 5, 7, 8, 10]] = (3, 1, 2, 1, 2, 1, 1)

    assert key_of(np.roll(major, tonic)) == (tonic, True)
    assert key_of(np.roll(minor, tonic)) == (tonic, False)


def test_silence_has_no_key() -> None:
    assert key_of(np.zeros(12)) is None


def test_an_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    values = np.random.default_rng(8).normal(3, 1, 200).tolist()

    first = estimate(values)

    assert first is not None
    assert first.low < first.mean < first.high
    assert first.high - first.low == pytest.approx(2 * 1.96 / 200**0.5, rel=0.2)
    assert first == estimate(values)


def test_items_without_a_value_are_left_out() -> None:
    found = estimate([1.0, None, 1.0, float("nan")])

    assert found is not None
    assert (found.mean, found.low, found.high, found.count) == (1, 1, 1, 2)
    assert estimate([None]) is None
