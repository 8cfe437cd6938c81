"""How high a voice speaks, on sounds whose height is known."""

import numpy as np
import pytest

from ningbgm_daemon.media.voice_pitch import height_of, pitches_of

RATE = 16_000


def windows_of(sound: np.ndarray) -> np.ndarray:
    """Windows of 32 ms."""
    return sound[: len(sound) // 512 * 512].reshape(-1, 512).astype(np.float32)


def voice(hz: float, strongest: int = 1, seconds: float = 1.0) -> np.ndarray:
    """A tone of ten harmonics, one of them the strongest, as vowels have it."""
    times = np.arange(int(seconds * RATE)) / RATE
    return sum(
        (1.0 if n == strongest else 0.4 / n) * np.sin(2 * np.pi * hz * n * times + n) for n in range(1, 11)
    )


@pytest.mark.parametrize("hz", [82.0, 110.0, 155.0, 220.0, 330.0])
@pytest.mark.parametrize("strongest", [1, 2, 4])
def test_a_voice_is_heard_at_its_fundamental(hz: float, strongest: int) -> None:
    height = height_of(pitches_of(windows_of(voice(hz, strongest))))

    assert height == pytest.approx(hz, rel=0.04)


def test_it_is_heard_through_noise() -> None:
    noisy = voice(120.0) + np.random.default_rng(1).normal(0, 0.3, RATE)

    assert height_of(pitches_of(windows_of(noisy))) == pytest.approx(120.0, rel=0.04)


def test_noise_silence_and_nothing_have_no_height() -> None:
    noise = np.random.default_rng(1).normal(0, 0.3, RATE)

    assert height_of(pitches_of(windows_of(noise))) == 0.0
    assert height_of(pitches_of(windows_of(np.zeros(RATE)))) == 0.0
    assert height_of(pitches_of(np.zeros((0, 512), np.float32))) == 0.0


def test_a_single_tone_is_not_yet_a_voice() -> None:
    assert height_of(pitches_of(windows_of(voice(120.0, seconds=0.1)))) == 0.0
