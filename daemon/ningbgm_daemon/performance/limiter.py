"""A look-ahead true-peak limiter that works on the peaks of milliseconds, and gains of that grain.

One gain curve is found for the mix and applied to every stem, so that the stems still add up. A *frame* is
48 samples. Peaks between samples are found by fourfold oversampling (ITU-R BS.1770-4, annex 2).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage, signal

Audio = npt.NDArray[np.float32]
Decibels = npt.NDArray[np.float32]

FRAME = 48
"""Samples of a frame: one millisecond."""
_AHEAD = 6
"""Frames of look-ahead; the smoothing reaches less far, so the gain is down when the peak comes."""
_SMOOTHING = np.hanning(11)[1:-1] / np.hanning(11).sum()
_RELEASE_DB_PER_FRAME = 0.04
_OVERSAMPLING, _TAPS = 4, 12
_QUIET_DB = 3.0
"""Frames this far under their stretch's highest cannot hold its true peak."""
_STRETCH = 170 * FRAME


class FramePeaks:
    """Measures the true peak of every frame of a sound that arrives in blocks of whole frames."""

    def __init__(self) -> None:
        window = signal.firwin(2 * _OVERSAMPLING * _TAPS + 1, 1 / _OVERSAMPLING, window=("kaiser", 6.0))
        self._filter = (window * _OVERSAMPLING).astype(np.float32)
        self._highest = 0.0

    def feed(self, block: Audio) -> Decibels:
        """Peaks of a block's frames in dBFS, float32, shape (frames,); the last frame may be short.

        Only what comes near the highest peak so far is oversampled; for the rest the peak between samples
        is taken to lie 1 dB above the peak of the samples.
        """
        short = -block.shape[1] % FRAME
        level = np.abs(block).max(axis=0)
        peaks = np.pad(level, (0, short)).reshape(-1, FRAME).max(axis=1)
        found = peaks * np.float32(10 ** (1 / 20))
        self._highest = max(self._highest, float(peaks.max(initial=0)))
        for first in range(0, block.shape[1], _STRETCH):
            stretch = level[first:first + _STRETCH]
            if self._highest and stretch.max() > self._highest * 10 ** (-14 / 20):
                fine = self._fine(block, first, min(first + _STRETCH, block.shape[1]))
                place = first // FRAME
                found[place:place + len(fine)] = np.maximum(peaks[place:place + len(fine)], fine)
        return (20 * np.log10(np.maximum(found, 1e-9))).astype(np.float32)

    def _fine(self, block: Audio, first: int, last: int) -> npt.NDArray[np.float32]:
        """Oversampled peaks of the frames that begin in a stretch."""
        first = first // FRAME * FRAME
        begin, end = max(0, first - _TAPS), min(block.shape[1], last + FRAME + _TAPS)
        fine = np.abs(signal.upfirdn(self._filter, block[:, begin:end], up=_OVERSAMPLING, axis=-1)).max(axis=0)
        start = (first - begin) * _OVERSAMPLING + _OVERSAMPLING * _TAPS
        count = -(-(last - first) // FRAME) * FRAME * _OVERSAMPLING
        wanted = fine[start:start + count]
        wanted = np.pad(wanted, (0, count - len(wanted)))
        peaks: npt.NDArray[np.float32] = wanted.reshape(-1, FRAME * _OVERSAMPLING).max(axis=1)
        return peaks


def limiting(peaks_db: Decibels, ceiling_db: float) -> Decibels:
    """Gain in dB, zero or less, for every frame, that keeps all peaks at or under the ceiling."""
    over = np.maximum(peaks_db - np.float32(ceiling_db), 0)
    if not over.any():
        return np.zeros_like(peaks_db)
    ahead = ndimage.maximum_filter1d(over, 2 * _AHEAD + 1, mode="nearest")
    slope = _RELEASE_DB_PER_FRAME * np.arange(len(ahead))
    held = np.maximum(np.maximum.accumulate(ahead + slope) - slope, 0)
    smooth = np.convolve(np.pad(held, 4, mode="edge"), _SMOOTHING, mode="valid")
    return (-np.maximum(smooth, 0)).astype(np.float32)


def gain_between(curve_db: Decibels, first: int, count: int) -> Audio:
    """Linear gain of samples `first` to `first + count`, in straight lines between the frames' middles."""
    low = max(0, (first - FRAME // 2) // FRAME)
    high = min(len(curve_db), (first + count) // FRAME + 2)
    gains = 10 ** (curve_db[low:high].astype(np.float64) / 20)
    middles = np.arange(low, high) * FRAME + FRAME / 2
    return np.interp(np.arange(first, first + count), middles, gains).astype(np.float32)
