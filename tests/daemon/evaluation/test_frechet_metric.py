"""The Fréchet distance against its closed form, against a root of matrices, and its way to infinity."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import sqrtm

from ningbgm_daemon.evaluation.metrics.frechet import (
    FEWEST_FOR_INFINITY,
    frechet_at_infinity,
    frechet_distance,
    frechet_estimate,
)


def cloud(seed: int, count: int, mean: float, spread: tuple[float, ...]) -> np.ndarray:
    """So many points whose mean and spread are exactly as asked, no axis leaning on another."""
    points = np.random.default_rng(seed).standard_normal((count, len(spread)))
    points -= points.mean(axis=0)
    points = points @ np.linalg.inv(np.linalg.cholesky(np.cov(points.T)).T)
    return mean + points * np.array(spread)


def test_two_normal_distributions_have_the_distance_of_the_closed_form() -> None:
    one, other = cloud(1, 200, 0.0, (1.0, 2.0, 3.0)), cloud(2, 300, 0.5, (2.0, 2.0, 1.0))

    found = frechet_distance(one, other)

    # axes on their own: (m1 - m2)² + (s1 - s2)² for each
    assert found == pytest.approx(3 * 0.25 + 1 + 0 + 4)


@pytest.mark.parametrize("count", [2, 5, 40])
def test_a_set_has_no_distance_from_itself_nor_from_its_order(count: int) -> None:
    points = np.random.default_rng(3).standard_normal((count, 12))

    assert frechet_distance(points, points) == pytest.approx(0, abs=1e-9)
    assert frechet_distance(points, points[::-1]) == pytest.approx(0, abs=1e-9)


def test_it_is_what_the_root_of_the_matrices_says() -> None:
    dice = np.random.default_rng(4)
    one = dice.standard_normal((60, 8)) @ dice.standard_normal((8, 8))
    other = dice.standard_normal((80, 8)) @ dice.standard_normal((8, 8)) + 0.3
    first, second = np.cov(one.T), np.cov(other.T)
    apart = one.mean(axis=0) - other.mean(axis=0)

    expected = apart @ apart + np.trace(first + second - 2 * sqrtm(first @ second).real)

    assert frechet_distance(one, other) == pytest.approx(float(expected), rel=1e-8)
    assert frechet_distance(other, one) == pytest.approx(float(expected), rel=1e-8)


def test_one_sound_has_no_distance() -> None:
    assert frechet_distance(np.zeros((1, 4)), np.zeros((9, 4))) is None
    assert frechet_estimate([], np.zeros((9, 4))) is None
    assert frechet_estimate([np.zeros((1, 4))], np.zeros((9, 4))) is None


def test_few_sounds_are_told_too_far_and_infinity_takes_that_out() -> None:
    dice = np.random.default_rng(5)
    reference, ours = dice.standard_normal((20_000, 16)), dice.standard_normal((FEWEST_FOR_INFINITY, 16))

    told, endless = frechet_distance(ours, reference), frechet_at_infinity(ours, reference)

    assert told is not None
    assert endless is not None
    assert told > 0.15, "of one distribution, and yet apart"
    assert abs(endless) < told / 3
    assert frechet_at_infinity(ours[1:], reference) is None


def test_the_interval_holds_the_distance_and_is_wider_for_fewer_pieces() -> None:
    dice = np.random.default_rng(6)
    reference = dice.standard_normal((500, 4))
    pieces = [dice.normal(1.0, 0.2, 4) + dice.standard_normal((5, 4)) * 0.3 for _ in range(24)]

    many, few = frechet_estimate(pieces, reference), frechet_estimate(pieces[:4], reference)

    assert many is not None
    assert few is not None
    assert many.low < many.mean < many.high
    assert many.mean == frechet_distance(np.concatenate(pieces), reference)
    assert (many.count, few.count) == (120, 20)
    assert few.high - few.low > many.high - many.low
