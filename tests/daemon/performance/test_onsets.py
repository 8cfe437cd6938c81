from __future__ import annotations

import warnings

import librosa
import numpy as np
import pytest

from ningbgm_daemon.performance.onsets import COARSE_HOP, CONTEXT, OnsetCount, mel_bands, onset_near

RATE = 48_000


def hits_on_a_bed(places: list[int], seconds: int, bed: float, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    time = np.arange(seconds * RATE) / RATE
    sound = bed * sum(np.sin(2 * np.pi * f * time) for f in (220, 277, 330, 440))
    burst = random.standard_normal(9600) * np.exp(-np.arange(9600) / 1500) * 0.3
    for place in places:
        sound[place : place + 9600] += burst
    return np.asarray(sound, np.float32)


def librosa_onsets(sound: np.ndarray, hop: int = 128) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(librosa.onset.onset_detect(
            y=sound, sr=RATE, hop_length=hop, units="samples"
        ))  # fmt: skip


@pytest.mark.parametrize("bed", [0.0, 0.02, 0.06])
def test_an_onset_is_found_within_a_millisecond(bed: float) -> None:
    places = [30_000, 71_234, 130_001, 180_500]
    sound = hits_on_a_bed(places, 5, bed)

    found = [onset_near(sound[p - CONTEXT : p + CONTEXT], CONTEXT) for p in places]

    assert [abs(f - CONTEXT) < 48 if f is not None else None for f in found] == [True] * 4


@pytest.mark.parametrize("bed", [0.0, 0.02])
def test_librosa_finds_the_same_onsets(bed: float) -> None:
    places = [30_000, 71_234, 130_001, 180_500]
    sound = hits_on_a_bed(places, 5, bed)
    theirs = librosa_onsets(sound)

    for place in places:
        ours = onset_near(sound[place - CONTEXT : place + CONTEXT], CONTEXT)
        assert ours is not None
        assert np.abs(theirs - (place - CONTEXT + ours)).min() <= 0.010 * RATE


@pytest.mark.parametrize("late_ms", [-40, -15, 15, 40])
def test_a_hit_that_is_off_is_measured_as_off(late_ms: int) -> None:
    place = 96_000
    sound = hits_on_a_bed([place + late_ms * 48], 4, 0.02)

    found = onset_near(sound[place - CONTEXT : place + CONTEXT], CONTEXT)

    assert found is not None
    assert (found - CONTEXT) / 48 == pytest.approx(late_ms, abs=1.0)


def test_where_nothing_begins_nothing_is_found() -> None:
    bed = hits_on_a_bed([], 3, 0.05)

    assert onset_near(bed[48_000 : 48_000 + 2 * CONTEXT], CONTEXT) is None
    assert onset_near(np.zeros(2 * CONTEXT, np.float32), CONTEXT) is None


def test_the_mel_filters_are_those_of_librosa() -> None:
    theirs = librosa.filters.mel(sr=RATE, n_fft=2048, n_mels=128)

    np.testing.assert_allclose(mel_bands(), theirs, atol=1e-6)


def test_onsets_are_counted_as_librosa_counts_them_however_they_arrive() -> None:
    places = list(range(20_000, 450_000, 20_000))
    sound = hits_on_a_bed(places, 10, 0.02)
    whole, pieces = OnsetCount(), OnsetCount()

    whole.feed(sound)
    for first in range(0, len(sound), 7_777):
        pieces.feed(sound[first : first + 7_777])

    assert whole.count() == pieces.count()
    assert whole.count() == pytest.approx(len(places), abs=1)
    assert whole.count() == pytest.approx(len(librosa_onsets(sound, COARSE_HOP)), abs=3)
