"""A look-ahead true-peak limiter that works on the peaks of milliseconds, and gains of that grain.

One gain curve is found for the mix and applied to every stem, so that the stems still add up. A
*frame* is 48 samples. Peaks between samples are found by fourfold oversampling (ITU-R BS.1770-4,
annex 2).
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
_OVERSAMPLING, _TAPS = 4, 8
_STRETCH = 20
"""Frames that are oversampled together."""


class FramePeaks:
    """Measures the true peak of every frame of a sound that arrives in blocks of whole frames."""

    def __init__(self, within_db: float) -> None:
        """Oversample what comes within `within_db` of the highest sample so far.

        Peaks between samples rise less than 3 dB over their neighbours in music, so that 3.5 finds
        the highest of all.
        """
        window = signal.firwin(2 * _OVERSAMPLING * _TAPS + 1, 1 / _OVERSAMPLING, window=("kaiser", 6.0))
        self._filter = (window * _OVERSAMPLING).astype(np.float32)
        self._within = 10 ** (-within_db / 20)
        self._highest_sample, self._highest = 0.0, 0.0

    @property
    def highest_db(self) -> float:
        """The highest true peak so far, dBTP; -180 for silence."""
        return 20 * float(np.log10(max(self._highest, 1e-9)))

    def feed(self, block: Audio) -> Decibels:
        """Peaks of a block's frames in dBFS, float32, shape (frames,); the last frame may be short.

        Where nothing is oversampled the peak between samples is taken to lie 1 dB above the
        samples'.
        """
        short = -block.shape[1] % FRAME
        peaks = np.pad(np.abs(block).max(axis=0), (0, short)).reshape(-1, FRAME).max(axis=1)
        found = peaks * np.float32(10 ** (1 / 20))
        self._highest_sample = max(self._highest_sample, float(peaks.max(initial=0)))
        for first in range(0, len(peaks), _STRETCH):
            near = peaks[first : first + _STRETCH]
            if self._highest_sample and near.max() > self._highest_sample * self._within:
                fine = np.maximum(near, self._fine(block, first * FRAME, len(near)))
                found[first : first + len(near)] = fine
                self._highest = max(self._highest, float(fine.max()))
        levels: Decibels = (20 * np.log10(np.maximum(found, 1e-9))).astype(np.float32)
        return levels

    def _fine(self, block: Audio, first: int, frames: int) -> npt.NDArray[np.float32]:
        """Oversampled peaks of `frames` frames from sample `first`."""
        begin, end = max(0, first - _TAPS), min(block.shape[1], first + frames * FRAME + _TAPS)
        fine = np.abs(signal.upfirdn(self._filter, block[:, begin:end], up=_OVERSAMPLING, axis=-1)).max(
            axis=0
        )
        start, count = (first - begin + _TAPS) * _OVERSAMPLING, frames * FRAME * _OVERSAMPLING
        wanted = fine[start : start + count]
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
    gains: Decibels = (-np.maximum(smooth, 0)).astype(np.float32)
    return gains


def gain_between(curve_db: Decibels, first: int, count: int) -> Audio:
    """Linear gain of samples `first` to `first + count`, in straight lines between the frames'
    middles."""
    low = max(0, (first - FRAME // 2) // FRAME)
    high = min(len(curve_db), (first + count) // FRAME + 2)
    gains = 10 ** (curve_db[low:high].astype(np.float64) / 20)
    middles = np.arange(low, high) * FRAME + FRAME / 2
    return np.asarray(np.interp(np.arange(first, first + count), middles, gains), np.float32)
