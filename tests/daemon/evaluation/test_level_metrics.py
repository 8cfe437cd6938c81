"""Levels on tones whose loudness is known."""

from __future__ import annotations

import numpy as np
import pytest

from ningbgm_daemon.evaluation.metrics.level import (
    loudness,
    silent_share,
    speech_clearance_lu,
    tail_ratio,
)

RATE = 48_000


def tone(seconds: float, level_dbfs: float, channels: int = 2) -> np.ndarray:
    """A sine of 997 Hz, shape (channels, samples)."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    wave = 10 ** (level_dbfs / 20) * np.sin(2 * np.pi * 997 * time_s)
    return np.tile(wave.astype(np.float32), (channels, 1))


def test_a_stereo_tone_of_minus_23_dbfs_reads_minus_23_lufs() -> None:
    heard = loudness(tone(5, -23))

    assert heard is not None
    assert heard.integrated_lufs == pytest.approx(-23, abs=0.1)
    assert heard.true_peak_dbtp == pytest.approx(-23, abs=0.1)
    assert heard.range_lu == pytest.approx(0, abs=0.1)


def test_tones_twenty_apart_have_a_range_of_nearly_twenty() -> None:
    heard = loudness(np.concatenate([tone(20, -40), tone(20, -20)], axis=1))

    assert heard is not None
    assert heard.range_lu == pytest.approx(20, abs=0.5)


def test_silence_has_no_loudness() -> None:
    assert loudness(np.zeros((2, RATE), np.float32)) is None
    assert loudness(tone(0.2, -20)) is None
    assert tail_ratio(np.zeros((2, RATE), np.float32)) is None


def test_a_steady_tone_does_not_end_and_one_with_silence_after_it_does() -> None:
    steady = tone(4, -20)
    ended = np.concatenate([steady, np.zeros((2, RATE), np.float32)], axis=1)

    assert tail_ratio(steady) == pytest.approx(1, abs=0.01)
    assert tail_ratio(ended) == 0


def test_music_twelve_under_the_speech_clears_it_by_twelve() -> None:
    assert speech_clearance_lu(tone(5, -20), tone(5, -32), [(1.0, 3.0)]) == pytest.approx(12, abs=0.1)


def test_music_is_judged_only_where_somebody_speaks() -> None:
    music = np.concatenate([tone(2, -10), tone(2, -40), tone(1, -10)], axis=1)

    assert speech_clearance_lu(tone(5, -20), music, [(2.1, 3.9)]) == pytest.approx(20, abs=0.3)
    assert speech_clearance_lu(tone(5, -20), music, []) is None


def test_the_share_of_wanted_silence_that_is_silent() -> None:
    music = np.concatenate([np.zeros((2, RATE), np.float32), tone(1, -30)], axis=1)

    assert silent_share(music, [(0.0, 2.0)]) == pytest.approx(0.5)
    assert silent_share(music, [(2.0, 4.0)]) == 1
    assert silent_share(music, []) is None
