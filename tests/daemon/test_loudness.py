import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbgm_daemon.loudness import (
    BLOCK_SAMPLES,
    KWeighting,
    TruePeak,
    integrated,
    loudness_range,
    momentary,
)


def uneven(seconds: int, seed: int = 1) -> np.ndarray:
    """Noise whose level changes every half second."""
    rng = np.random.default_rng(seed)
    levels = np.repeat(rng.uniform(0.001, 0.4, seconds * 2), 24_000)
    return (rng.standard_normal((2, seconds * 48_000)) * levels * 0.3).astype(np.float32)


def blocks_of(audio: np.ndarray) -> np.ndarray:
    return KWeighting(audio.shape[0]).blocks(audio)


@pytest.mark.parametrize("level_db", [-12.0, -23.0, -40.0])
def test_a_stereo_kilohertz_reads_as_its_level(level_db: float) -> None:
    time_s = np.arange(48_000 * 6) / 48_000
    sine = np.tile(10 ** (level_db / 20) * np.sin(2 * np.pi * 1000 * time_s), (2, 1))

    assert integrated(blocks_of(sine)) == pytest.approx(level_db, abs=0.05)


def test_silence_reads_as_minus_seventy() -> None:
    assert integrated(blocks_of(np.zeros((2, 96_000)))) == -70.0
    assert integrated(np.zeros(0)) == -70.0
    assert momentary(blocks_of(np.zeros((2, 96_000)))).max() == -70.0


def test_it_agrees_with_pyloudnorm() -> None:
    audio = uneven(20)

    ours = integrated(blocks_of(audio))

    theirs = pyloudnorm.Meter(48_000).integrated_loudness(audio.T.astype(np.float64))
    assert ours == pytest.approx(theirs, abs=0.1)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs the ffmpeg binary")
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_it_agrees_with_ffmpeg(tmp_path: Path, channels: int) -> None:
    audio = np.concatenate([uneven(12, seed) for seed in range(3)])[:channels]
    path = tmp_path / "a.wav"
    soundfile.write(path, audio.T, 48_000, subtype="FLOAT")
    peak = TruePeak()
    peak.feed(audio)

    report = subprocess.run(
        ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True, text=True, check=True,
    ).stderr.rsplit("Summary:", 1)[1]  # fmt: skip

    values = dict(line.split(":") for line in report.splitlines() if "I:" in line or "Peak:" in line)
    values = {name.strip(): float(value.split()[0]) for name, value in values.items()}
    assert integrated(blocks_of(audio)) == pytest.approx(values["I"], abs=0.15)
    assert peak.dbtp == pytest.approx(values["Peak"], abs=0.4)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=12))
def test_pieces_of_any_length_give_the_same(lengths: list[int]) -> None:
    audio = uneven(4)
    edges = np.minimum(np.cumsum([0, *lengths, 200_000]), audio.shape[1])
    weighting, peak, whole = KWeighting(2), TruePeak(), TruePeak()

    pieces = [audio[:, a:b] for a, b in pairwise(edges)]
    energies = np.concatenate([weighting.blocks(piece) for piece in pieces])
    for piece in pieces:
        peak.feed(piece)
    whole.feed(audio)

    np.testing.assert_allclose(energies, blocks_of(audio), rtol=1e-6)
    assert peak.dbtp == pytest.approx(whole.dbtp, abs=1e-3)


def test_a_block_is_a_tenth_of_a_second_and_the_rest_waits() -> None:
    weighting = KWeighting(1)

    assert len(weighting.blocks(np.ones((1, BLOCK_SAMPLES - 1)))) == 0
    assert len(weighting.blocks(np.ones((1, 1)))) == 1


def test_true_peak_sees_between_the_samples() -> None:
    time_s = np.arange(48_000) / 48_000
    sine = (np.sin(2 * np.pi * 12_000 * time_s + np.pi / 4) * np.hanning(48_000))[None]
    peak = TruePeak()

    peak.feed(sine)

    assert 20 * np.log10(np.abs(sine).max()) == pytest.approx(-3.0, abs=0.02)
    assert peak.dbtp == pytest.approx(0.0, abs=0.05)
    assert TruePeak().dbtp == -np.inf


def test_the_lfe_of_surround_is_not_counted() -> None:
    audio = np.zeros((6, 96_000))
    audio[3] = np.random.default_rng(1).normal(0, 0.3, 96_000)

    assert integrated(blocks_of(audio)) == -70.0


def test_loudness_range_is_the_distance_of_two_levels() -> None:
    time_s = np.arange(48_000 * 20) / 48_000
    sine = np.sin(2 * np.pi * 1000 * time_s)
    audio = np.tile(np.concatenate([sine * 0.1, sine * 0.1 / 10 ** (10 / 20)]), (2, 1))

    assert loudness_range(blocks_of(audio)) == pytest.approx(10, abs=0.3)
