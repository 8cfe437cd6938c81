"""What a piece of sound is like, in numbers: colour, rhythm, harmony, width. NumPy and SciPy alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from scipy.signal import find_peaks, resample_poly, stft

Floats = npt.NDArray[np.float64]

RATE_HZ = 24_000
_SIZE, _HOP = 2048, 512
_BANDS = 18
_FLOOR = 1e-10
_AUDIBLE = 1e-4
"""What lies 40 dB under the loudest band of the piece counts little as an onset."""

NAMES = (
    *(f"band {n}" for n in range(_BANDS)),
    *(f"movement of band {n}" for n in range(0, _BANDS, 3)),
    "centroid", "spread of the centroid", "flatness",
    "onsets a second", "strength of onsets", "pulse", "period of the pulse",
    "entropy of the chroma", "clarity of the chroma",
    "spread of the level", "width",
)  # fmt: skip
"""The features, in order."""


def print_of(path: Path) -> Floats:
    """The features of a stereo sound file, shape (features,)."""
    sound, rate = soundfile.read(path, dtype="float64", always_2d=True)
    stereo = resample_poly(sound, RATE_HZ, rate, axis=0)
    return print_of_sound(stereo)


def print_of_sound(stereo: Floats) -> Floats:
    """The same of samples at 24 kHz, shape (samples, channels), -1 to 1."""
    mono = stereo.mean(axis=1)
    frequencies, _times, bins = stft(
        mono, RATE_HZ, nperseg=_SIZE, noverlap=_SIZE - _HOP, padded=False, boundary=None
    )
    power = np.abs(bins) ** 2 + _FLOOR
    sounding = np.flatnonzero(power.sum(axis=0) > power.sum(axis=0).max() * 1e-5)
    power = power[:, sounding[0] : sounding[-1] + 1]
    bands = _banded(power, frequencies)
    level = 10 * np.log10(power.sum(axis=0))
    audible = bands + _AUDIBLE * bands.max()
    flux = np.maximum(np.diff(np.log10(audible), axis=1), 0).mean(axis=0)
    return np.array(
        [
            *10 * np.log10(bands.mean(axis=1) / bands.mean(axis=1).sum()),
            *np.std(np.diff(10 * np.log10(bands[::3]), axis=1), axis=1),
            *_colour(power, frequencies),
            *_rhythm(flux),
            *_harmony(power, frequencies),
            float(np.std(level)),
            _width(stereo),
        ]
    )


def _banded(power: Floats, frequencies: Floats) -> Floats:
    """Energy in bands of equal width to the ear, 40 Hz to 11 kHz (mel), shape (bands, frames)."""
    mel = 2595 * np.log10(1 + np.array([40.0, 11_000.0]) / 700)
    edges = 700 * (10 ** (np.linspace(*mel, _BANDS + 1) / 2595) - 1)
    rows = [power[(frequencies >= a) & (frequencies < b)].sum(axis=0) for a, b in pairwise(edges)]
    return np.array(rows) + _FLOOR


def _colour(power: Floats, frequencies: Floats) -> tuple[float, float, float]:
    centroids = (frequencies[:, None] * power).sum(axis=0) / power.sum(axis=0)
    flatness = np.exp(np.log(power).mean(axis=0)) / power.mean(axis=0)
    return (
        float(np.log2(centroids.mean())),
        float(np.std(np.log2(centroids))),
        float(np.log10(flatness.mean())),
    )


def _rhythm(flux: Floats) -> tuple[float, float, float, float]:
    """Onsets a second, how strong they stand out, how steady the pulse is, and its period in seconds."""
    frame_s = _HOP / RATE_HZ
    peaks, facts = find_peaks(flux, prominence=2.0 * np.median(flux) + 1e-9, distance=4)
    prominence = float(np.mean(facts["prominences"])) if len(peaks) else 0.0
    moved = flux - flux.mean()
    echo = np.correlate(moved, moved, "full")[len(moved) - 1 :]
    first, last = round(0.1 / frame_s), min(round(1.0 / frame_s), len(echo) - 1)
    best = first + int(np.argmax(echo[first : last + 1]))
    return (
        len(peaks) / (len(flux) * frame_s),
        prominence,
        float(echo[best] / (echo[0] + _FLOOR)),
        best * frame_s,
    )


def _harmony(power: Floats, frequencies: Floats) -> tuple[float, float]:
    """Entropy of the chroma in bits, and how far its strongest note stands out of each frame."""
    heard = (frequencies > 100) & (frequencies < 2000)
    classes = np.round(12 * np.log2(frequencies[heard] / 440)).astype(int) % 12
    chroma = np.array([power[heard][classes == number].sum(axis=0) for number in range(12)])
    share = chroma.sum(axis=1) / chroma.sum()
    entropy = float(-(share * np.log2(share + _FLOOR)).sum())
    return entropy, float((chroma.max(axis=0) / chroma.sum(axis=0)).mean())


def _width(stereo: Floats) -> float:
    """Energy of the sides against the middle, in decibels."""
    if stereo.shape[1] < 2:
        return -60.0
    middle, sides = stereo[:, 0] + stereo[:, 1], stereo[:, 0] - stereo[:, 1]
    return float(10 * np.log10((np.mean(sides**2) + _FLOOR) / (np.mean(middle**2) + _FLOOR)))
