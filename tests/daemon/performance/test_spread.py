from __future__ import annotations

import numpy as np
import pytest

from ningbgm_daemon.performance.spread import AMOUNTS, Spread

BLOCK = 4800


def noise(blocks: int = 20) -> np.ndarray:
    random = np.random.default_rng(4)
    one = random.standard_normal(blocks * BLOCK) * 0.1
    return np.stack([one, one]).astype(np.float32)


def spread(sound: np.ndarray, stem: str, block: int = BLOCK) -> np.ndarray:
    """The sound widened in blocks."""
    widener, made = Spread(stem), sound.copy()
    for first in range(0, sound.shape[1], block):
        widener.apply(made[:, first : first + block])
    return made


def sides_db(sound: np.ndarray) -> float:
    """Power of the sides against the middle."""
    middle, sides = sound[0] + sound[1], sound[0] - sound[1]
    return float(10 * np.log10(np.square(sides).sum() / np.square(middle).sum() + 1e-12))


def tone(hz: float) -> np.ndarray:
    one = 0.3 * np.sin(2 * np.pi * hz * np.arange(20 * BLOCK) / 48_000)
    return np.stack([one, one]).astype(np.float32)


@pytest.mark.parametrize("stem", sorted(AMOUNTS))
def test_the_sum_of_both_channels_stays_what_it_was(stem: str) -> None:
    sound = noise()

    made = spread(sound, stem)

    assert np.abs(made.sum(axis=0) - sound.sum(axis=0)).max() < 1e-6


@pytest.mark.parametrize("stem", sorted(AMOUNTS))
def test_the_sides_are_under_the_middle_by_what_the_stem_gets(stem: str) -> None:
    made = spread(noise(), stem)

    assert sides_db(made) == pytest.approx(20 * np.log10(AMOUNTS[stem]), abs=0.7)


def test_depths_stay_in_the_middle() -> None:
    assert sides_db(spread(tone(60), "harmony")) < -18
    assert sides_db(spread(tone(2000), "harmony")) > -18


@pytest.mark.parametrize("stem", ["bass", "voice"])
def test_a_bass_and_a_voice_are_left_alone(stem: str) -> None:
    sound = noise()

    assert np.array_equal(spread(sound, stem), sound)


def test_the_length_of_a_block_is_not_heard() -> None:
    sound = noise()

    assert np.abs(spread(sound, "motion", 512) - spread(sound, "motion")).max() < 1e-6


def test_silence_stays_silent() -> None:
    assert not spread(np.zeros((2, BLOCK), np.float32), "harmony").any()
