"""How high a voice speaks: its fundamental frequency, by autocorrelation.

The autocorrelation of the tapered window is divided by the taper's own (Boersma, "Accurate short-term
analysis of the fundamental frequency", 1993), so that long periods are not at a disadvantage; of peaks
that are nearly as high the shortest period counts, or a voice would be heard an octave low.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_RATE_HZ = 16_000
_LOWEST_HZ, _HIGHEST_HZ = 65.0, 420.0
_VOICED = 0.55
"""Correlation with itself a period later from which a window is a tone."""
_OCTAVE_COST = 0.03
"""What a period of twice the length has to be better by."""
_LEAST_VOICED = 6
"""Windows of 32 ms that have to be tones before a voice has a height."""


def pitches_of(windows: npt.NDArray[np.float32]) -> Floats:
    """The fundamental of each window in Hz, 0 where it is no tone.

    Args:
        windows: 16 kHz mono sound, shape (windows, samples), 512 samples or more each.
    """
    if not len(windows):
        return np.zeros(0)
    size = windows.shape[1]
    taper = np.hanning(size)
    lags = np.arange(int(_RATE_HZ / _HIGHEST_HZ), int(_RATE_HZ / _LOWEST_HZ) + 1)
    tapered = (windows - windows.mean(axis=1, keepdims=True)) * taper
    alike = _autocorrelation(tapered)[:, lags] / np.maximum(_autocorrelation(taper[None])[:, lags], 1e-3)
    scored = alike - _OCTAVE_COST * np.log2(lags / lags[0])
    best = scored.argmax(axis=1)
    heights = alike[np.arange(len(alike)), best]
    inside = (best > 0) & (best < len(lags) - 1) & (heights >= _VOICED)
    pitches: Floats = np.where(inside, _RATE_HZ / lags[best], 0.0)
    return pitches


def height_of(pitches: Floats) -> float:
    """How high a voice lies, in Hz: the median of its tones; 0 where there are too few."""
    voiced = pitches[pitches > 0]
    return round(float(np.median(voiced)), 1) if len(voiced) >= _LEAST_VOICED else 0.0


def _autocorrelation(windows: Floats) -> Floats:
    """Of each row, 1 at lag 0 (0 everywhere for silence)."""
    size = windows.shape[1]
    power = np.abs(np.fft.rfft(windows, 2 * size, axis=1)) ** 2
    correlation: Floats = np.fft.irfft(power, axis=1)[:, :size]
    return correlation / np.maximum(correlation[:, :1], 1e-9)
