"""What is heard of a temp track: tempo, key, density, brightness and course; its notes are not looked at."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import signal

from ningbgm_agents.brief import Likeness
from ningbgm_agents.errors import MediaError

from .decode import read_sound
from .pulse import find_pulse
from .tonality import find_tonality

Floats = npt.NDArray[np.float64]
_RATE_HZ = 22_050
_LONGEST_S = 900
"""Seconds that are listened to: a longer film tells no more of its music."""
_SHORTEST_S = 1.0
_STEPS = 24
_LOW_HZ = 150.0
_LEAST_RANGE_DB = 6.0
"""Differences in loudness below this are no course that anybody would follow."""


def hear_likeness(path: Path) -> Likeness:
    """What is measured of the sound of a file, a sound or a film.

    Raises:
        MediaError: it cannot be read, or has no sound that could be followed.
    """
    if not path.is_file():
        raise MediaError(f"there is no file {path} to be like", path=str(path))
    blocks = list(islice(read_sound(path, rate_hz=_RATE_HZ, channels=1), 2 * _LONGEST_S))  # of about a second
    sound = np.concatenate(blocks, axis=1)[0, : _LONGEST_S * _RATE_HZ] if blocks else np.zeros(0, np.float32)
    if len(sound) < _SHORTEST_S * _RATE_HZ or float(np.abs(sound).max(initial=0.0)) < 1e-4:
        raise MediaError(f"{path} has no sound that music could be like; give another track", path=str(path))
    pulse, tonality = find_pulse(sound, _RATE_HZ), find_tonality(sound, _RATE_HZ)
    course, range_lu = _course(sound)
    brightness, low = _colour(sound)
    return Likeness(
        path.name,
        round(len(sound) / _RATE_HZ, 2),
        pulse.bpm,
        pulse.confidence,
        tonality.tonic,
        tonality.mode,
        tonality.confidence,
        pulse.onsets_per_minute,
        brightness,
        low,
        course,
        range_lu,
    )


def _course(sound: npt.NDArray[np.float32]) -> tuple[tuple[float, ...], float]:
    """Loudness in equal steps, softest 0 and loudest 1, and the range between them in decibels."""
    powers = [float(np.square(part.astype(np.float64)).mean()) for part in np.array_split(sound, _STEPS)]
    loudest = max(powers)
    levels = 10 * np.log10(np.maximum(powers, 1e-4 * loudest))
    low, high = float(levels.min()), float(levels.max())
    span = max(high - low, _LEAST_RANGE_DB)
    values = tuple(round(float((level - high) / span + 1), 3) for level in levels)
    soft, loud = np.quantile(levels, (0.1, 0.95))
    return values, round(float(loud - soft), 1)


def _colour(sound: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Middle of the spectral centroid where there is sound, and the share of energy in the bass."""
    frequencies, _, power = signal.spectrogram(sound, _RATE_HZ, nperseg=2048, noverlap=0)
    energy = power.sum(axis=0)
    heard = energy > 1e-3 * float(energy.max())
    amplitude = np.sqrt(power[:, heard])
    centroids = (frequencies[:, None] * amplitude).sum(axis=0) / np.maximum(amplitude.sum(axis=0), 1e-12)
    low = float(power[frequencies < _LOW_HZ].sum() / max(float(power.sum()), 1e-12))
    return round(float(np.median(centroids)), 1), round(low, 4)
