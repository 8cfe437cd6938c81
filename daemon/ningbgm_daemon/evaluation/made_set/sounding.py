"""The sound of the made set: air and, in some films, a voice. Float32, shape (2, samples), 48 kHz."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, sosfilt

from ningbgm_daemon.demo.speech import say

from .plan import CATEGORIES, FPS, LENGTH_FRAMES, OUTLINES

RATE_HZ = 48_000
_VOICE_DBFS = -22.0
"""Level of the voice, RMS."""

Sound = npt.NDArray[np.float32]


def sound_of(category: str) -> tuple[Sound, tuple[tuple[float, float], ...]]:
    """The sound of a category's film, and where in it somebody speaks."""
    outline, count = OUTLINES[category], LENGTH_FRAMES * RATE_HZ // FPS
    dice = np.random.default_rng(CATEGORIES.index(category))
    band = butter(2, [150, 1800], "bandpass", fs=RATE_HZ, output="sos")
    air = sosfilt(band, dice.standard_normal((2, count)), axis=1)
    mix = air / air.std() * 10 ** (outline.hush_db / 20)
    spans: tuple[tuple[float, float], ...] = ()
    if outline.speech_s is not None:
        voice = say(seed=CATEGORIES.index(category)).astype(np.float64)
        voice *= 10 ** (_VOICE_DBFS / 20) / np.sqrt(np.mean(np.square(voice)))
        first = round(outline.speech_s * RATE_HZ)
        mix[:, first : first + len(voice)] += voice[: count - first]
        spans = ((outline.speech_s, round(outline.speech_s + len(voice) / RATE_HZ, 3)),)
    return np.clip(mix, -1, 1).astype(np.float32), spans
