"""The CLAP score of a piece, with its own words and with those of others."""

from __future__ import annotations

import numpy as np
import pytest

from ningbgm_daemon.evaluation.metrics.likeness import likeness


def test_a_piece_fits_words_by_the_cosine_with_the_mean_of_its_windows() -> None:
    windows = np.array([[2.0, 0.0], [0.0, 0.5]])

    found = likeness(windows, np.array([3.0, 0.0]), [np.array([0.0, 1.0]), np.array([-1.0, 0.0])])

    half = float(np.sqrt(0.5))
    assert found.own == pytest.approx(half)
    assert found.others == pytest.approx((half - half) / 2)
    assert found.gain == pytest.approx(half)


def test_without_other_words_there_is_no_chance() -> None:
    found = likeness(np.ones((1, 3)), np.ones(3), [])

    assert found.own == pytest.approx(1)
    assert found.others is None
    assert found.gain is None
