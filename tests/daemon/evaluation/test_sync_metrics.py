"""Sync, accents and energy on cases whose answer can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ningbgm_daemon.evaluation.metrics.accents import a_minute, accent_precision, accents
from ningbgm_daemon.evaluation.metrics.energy import energy_tie
from ningbgm_daemon.evaluation.metrics.sync import chance, corrected, hit_errors, share_met


def test_late_is_positive_and_the_median_keeps_its_sign() -> None:
    errors = hit_errors([1.0, 2.0, 3.0], [1.02, 2.03, 2.9])

    assert errors is not None
    assert errors.median_ms == pytest.approx(20)
    assert errors.p95_ms == pytest.approx(np.percentile([20, 30, 100], 95))


def test_without_cuts_or_onsets_there_is_no_error() -> None:
    assert hit_errors([], [1.0]) is None
    assert hit_errors([1.0], []) is None


def test_a_cut_at_exactly_the_tolerance_is_met() -> None:
    assert share_met([1.0, 2.0, 3.0, 4.0], [1.04, 2.041, 3.0], 0.04) == 0.5


def test_silence_meets_no_cut() -> None:
    assert share_met([1.0], [], 0.1) == 0.0
    assert share_met([], [1.0], 0.1) is None


@pytest.mark.parametrize(("tolerance_s", "expected"), [(0.04, 0.16), (0.07, 0.28), (0.1, 0.40), (0.25, 1.0)])
def test_chance_at_120_bpm_is_what_theory_says(tolerance_s: float, expected: float) -> None:
    beats = [0.25 + 0.5 * i for i in range(200)]

    assert chance(beats, tolerance_s, 0.0, 100.0) == pytest.approx(expected)


def test_onsets_that_stand_close_are_not_counted_twice() -> None:
    assert chance([1.0, 1.01], 0.05, 0.0, 10.0) == pytest.approx(0.011)


def test_random_onsets_are_corrected_to_nothing() -> None:
    dice = np.random.default_rng(1)
    onsets, cuts = dice.uniform(0, 2000, 2000), dice.uniform(0, 2000, 4000)

    left = corrected(share_met(cuts, onsets, 0.07), chance(onsets.tolist(), 0.07, 0, 2000))

    assert left == pytest.approx(0, abs=0.03)


def test_perfect_sync_is_corrected_to_one_and_certain_chance_to_nothing_known() -> None:
    assert corrected(1.0, 0.3) == 1.0
    assert corrected(0.1, 0.3) == pytest.approx(-0.2857, abs=1e-4)
    assert corrected(1.0, 1.0) is None
    assert corrected(1.0, 0.8) == 1.0
    assert corrected(1.0, 0.81) is None, "one cut of five is too little to divide by"


def test_accents_are_the_onsets_that_stand_out() -> None:
    assert accents([1, 2, 3, 4, 5], [1, 1, 1, 1, 9]) == (5,)
    assert accents([1, 2], [3, 3]) == ()
    assert accents([], []) == ()


def test_precision_counts_accents_that_the_picture_gives_a_reason() -> None:
    assert accent_precision([1.0, 2.0, 3.0, 4.0], [1.05, 3.0]) == 0.5
    assert a_minute(6, 30.0) == 12


def test_a_curve_is_tied_to_itself_by_one_shift_alone() -> None:
    curve = np.random.default_rng(2).random(50)

    tie = energy_tie(curve, curve)

    assert tie is not None
    assert tie.rho == pytest.approx(1)
    assert tie.p == pytest.approx(1 / 50)


def test_a_reversed_rise_is_tied_the_other_way() -> None:
    tie = energy_tie(np.arange(20.0), -np.arange(20.0))

    assert tie is not None
    assert tie.rho == pytest.approx(-1)
    assert tie.p == 1.0


def test_the_rank_correlation_is_that_of_spearman() -> None:
    from scipy.stats import spearmanr

    dice = np.random.default_rng(3)
    one, other = dice.integers(0, 9, 40).astype(float), dice.integers(0, 9, 40).astype(float)

    tie = energy_tie(one, other)

    assert tie is not None
    assert tie.rho == pytest.approx(spearmanr(one, other).statistic)


def test_what_does_not_move_has_no_tie() -> None:
    assert energy_tie(np.ones(20), np.arange(20.0)) is None
    assert energy_tie(np.arange(5.0), np.arange(5.0)) is None
