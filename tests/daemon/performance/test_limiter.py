from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from ningbgm_daemon.performance.balance import PEAK_MARGIN_DB
from ningbgm_daemon.performance.limiter import FRAME, FramePeaks, gain_between, limiting


def noisy(seed: int, count: int = 96_000) -> np.ndarray:
    random = np.random.default_rng(seed)
    sound = random.standard_normal((2, count)) * 0.1
    for place in random.integers(2000, count - 2000, 12):
        sound[:, place : place + 400] += random.uniform(0.5, 1.6) * np.hanning(400)
    return sound.astype(np.float32)


@pytest.mark.parametrize("seed", range(4))
def test_no_true_peak_passes_the_ceiling(seed: int) -> None:
    sound = noisy(seed)
    peaks = FramePeaks(9.0).feed(sound)

    gain = gain_between(limiting(peaks, -3.0), 0, sound.shape[1])

    fine = signal.resample_poly(sound * gain, 8, 1, axis=1)
    assert 20 * np.log10(np.abs(fine).max()) <= -3.0 + PEAK_MARGIN_DB
    assert 20 * np.log10(np.abs(fine).max()) > -3.6


def test_what_stays_under_the_ceiling_is_left_alone() -> None:
    sound = noisy(1) * 0.2

    assert not limiting(FramePeaks(9.0).feed(sound), -1.0).any()


def test_a_peak_between_two_samples_is_found() -> None:
    time = np.arange(48_000)
    sound = np.stack([np.sin(np.pi / 2 * time + np.pi / 4)] * 2).astype(np.float32) * 0.7
    fade = np.minimum(1, np.minimum(time, time[::-1]) / 4000).astype(np.float32)
    found = FramePeaks(3.5)

    found.feed(sound * fade)

    assert np.abs(sound).max() == pytest.approx(0.495, abs=0.01)
    assert found.highest_db == pytest.approx(20 * np.log10(0.7), abs=0.1)


def test_the_gain_is_down_before_the_peak_and_comes_back_slowly() -> None:
    peaks = np.full(1000, -20, np.float32)
    peaks[500] = 2

    curve = limiting(peaks, -1.0)

    assert not curve[:490].any()
    assert curve[500] <= -3
    assert curve[520] < curve[540] < curve[570] <= 0
    assert np.abs(np.diff(curve)).max() < 1.0


def test_gains_of_neighbouring_blocks_meet() -> None:
    curve = np.linspace(-12, 0, 100).astype(np.float32)

    whole = gain_between(curve, 0, 100 * FRAME)
    pieces = np.concatenate([gain_between(curve, i, 1200) for i in range(0, 4800, 1200)])

    np.testing.assert_allclose(whole, pieces, rtol=1e-5)
