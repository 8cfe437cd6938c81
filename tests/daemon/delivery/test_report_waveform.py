"""The outline of a sound file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from ningbgm_daemon.delivery.report_waveform import waveform


def test_the_outline_has_the_peaks_in_their_places(tmp_path: Path) -> None:
    sound = np.zeros((300_000, 2))
    sound[150_010] = (0.5, -0.75)
    soundfile.write(tmp_path / "a.wav", sound, 48_000, subtype="PCM_24")

    wave = waveform(tmp_path / "a.wav", 100)

    assert wave.sample_count == 300_000
    assert len(wave.high) == 100
    assert (wave.high[50], wave.low[50]) == pytest.approx((0.5, -0.75), abs=0.001)
    assert sum(wave.high) == pytest.approx(0.5, abs=0.001)


def test_a_level_is_the_power_of_its_stretch(tmp_path: Path) -> None:
    sound = np.concatenate([np.full(48_000, 0.1), np.full(48_000, 0.01)])
    soundfile.write(tmp_path / "a.wav", sound, 48_000, subtype="PCM_24")

    wave = waveform(tmp_path / "a.wav", 2)

    assert wave.level_db == pytest.approx((-20, -40), abs=0.1)


def test_a_file_shorter_than_its_points_has_a_point_a_sample(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.array([0.1, -0.2, 0.3]), 48_000, subtype="PCM_24")

    wave = waveform(tmp_path / "a.wav", 100)

    assert wave.high == pytest.approx((0.1, 0.0, 0.3), abs=0.001)
    assert wave.low == pytest.approx((0.0, -0.2, 0.0), abs=0.001)
