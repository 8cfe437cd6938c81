"""Even curves from uneven measures: means over the quarters of a second."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ningbgm_agents.evidence import Curve

RATE_HZ = 4.0
"""Every curve of the senses has this rate."""

Values = npt.NDArray[np.float64]


def curve_of(name: str, values: npt.NDArray[np.floating], source: str, confidence: float = 1.0) -> Curve:
    """Values that are already even, as a curve."""
    rounded = tuple(round(float(value), 4) for value in values)
    return Curve(name, RATE_HZ, rounded, source, confidence)


def curve_length(duration_s: float) -> int:
    """How many values a curve of this duration has; at least one."""
    return max(math.ceil(duration_s * RATE_HZ - 1e-6), 1)


def binned(times_s: npt.NDArray[np.floating], values: npt.NDArray[np.floating], length: int) -> Values:
    """Means of the values that fall into each quarter of a second, shape (length,).

    NaN is left out; an empty quarter gets what lies between its neighbours, and 0 if all are empty.
    """
    known = np.isfinite(values)
    places = np.clip((times_s[known] * RATE_HZ).astype(np.int64), 0, length - 1)
    sums = np.bincount(places, weights=values[known], minlength=length)
    counts = np.bincount(places, minlength=length)
    filled = np.flatnonzero(counts)
    if not len(filled):
        return np.zeros(length)
    means = sums[filled] / counts[filled]
    even: Values = np.interp(np.arange(length), filled, means)
    return even


def smoothed(values: Values, seconds: float) -> Values:
    """A running mean over `seconds`, the ends held."""
    width = max(round(seconds * RATE_HZ), 1)
    padded = np.pad(values, (width // 2, width - 1 - width // 2), mode="edge")
    even: Values = np.convolve(padded, np.full(width, 1 / width), mode="valid")
    return even
