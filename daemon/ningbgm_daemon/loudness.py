"""Loudness and peak of sound that arrives in pieces (ITU-R BS.1770-4, EBU R128, EBU Tech 3342).

Sound is float32 or float64, shape (channels, samples), full scale at 1, 48 kHz. Nothing here keeps
more than a fraction of a second of it. A *block* is 100 ms: its energy is the mean square of the
K-weighted sound, summed over the channels with their weights.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import signal

Floats = npt.NDArray[np.float64]
Audio = npt.NDArray[np.float32] | npt.NDArray[np.float64]

RATE_HZ = 48_000
BLOCK_SAMPLES = RATE_HZ // 10
SILENCE_LUFS = -70.0
"""The absolute gate; what is quieter counts as silence and reads as this."""

_HIGH_SHELF = (
    1.53512485958697,
    -2.69169618940638,
    1.19839281085285,
    1.0,
    -1.69065929318241,
    0.73248077421585,
)
_HIGH_PASS = (1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621)
_SURROUND = {5: (1.0, 1.0, 1.0, 1.41, 1.41), 6: (1.0, 1.0, 1.0, 0.0, 1.41, 1.41)}
_WINDOW = 4
_OVERSAMPLING, _TAPS_A_PHASE = 4, 16


class KWeighting:
    """Turns sound into K-weighted block energies; five and six channels are read as surround.

    Six channels stand in the order left, right, centre, LFE (not counted), left and right surround.
    """

    def __init__(self, channels: int) -> None:
        self._sections = np.array([_HIGH_SHELF, _HIGH_PASS])
        self._state = np.zeros((2, channels, 2))
        self._weights = np.array(_SURROUND.get(channels, (1.0,) * channels))
        self._rest = np.zeros(0)

    def blocks(self, audio: Audio) -> Floats:
        """The energies, shape (blocks,), of the blocks that `audio` completes; the rest waits."""
        if audio.shape[-1] == 0:
            return np.zeros(0)
        weighted, self._state = signal.sosfilt(self._sections, audio, axis=-1, zi=self._state)
        power = np.concatenate([self._rest, self._weights @ np.square(weighted)])
        whole = len(power) // BLOCK_SAMPLES * BLOCK_SAMPLES
        self._rest = power[whole:]
        energies: Floats = power[:whole].reshape(-1, BLOCK_SAMPLES).mean(axis=1)
        return energies


class TruePeak:
    """The highest level between the samples, by fourfold oversampling (BS.1770-4, annex 2)."""

    def __init__(self) -> None:
        taps = _OVERSAMPLING * _TAPS_A_PHASE
        window = signal.firwin(taps + 1, 1 / _OVERSAMPLING, window=("kaiser", 7.0))
        self._filter = (window * _OVERSAMPLING).astype(np.float32)
        self._tail: npt.NDArray[np.float32] | None = None
        self._peak = 0.0

    def feed(self, audio: Audio) -> None:
        """Take in the next piece."""
        if audio.shape[-1] == 0:
            return
        tail = self._tail
        if tail is None:
            tail = np.zeros((audio.shape[0], _TAPS_A_PHASE), np.float32)
        joined = np.concatenate([tail, audio.astype(np.float32, copy=False)], axis=1)
        self._peak = max(self._peak, float(np.abs(audio).max()), self._between(joined))
        self._tail = joined[:, -_TAPS_A_PHASE:]

    @property
    def dbtp(self) -> float:
        """The peak so far in dBTP; -inf for digital silence."""
        peak = self._peak
        if self._tail is not None:
            peak = max(peak, self._between(np.pad(self._tail, ((0, 0), (0, _TAPS_A_PHASE)))))
        return 20 * float(np.log10(peak)) if peak > 0 else -np.inf

    def _between(self, joined: npt.NDArray[np.float32]) -> float:
        """The highest absolute value after the first `_TAPS_A_PHASE` samples, oversampled."""
        fine = signal.upfirdn(self._filter, joined, up=_OVERSAMPLING, axis=-1)
        first, last = _TAPS_A_PHASE * _OVERSAMPLING, joined.shape[1] * _OVERSAMPLING
        return float(np.abs(fine[:, first:last]).max())


def integrated(blocks: Floats) -> float:
    """The loudness of the whole in LUFS, gated at -70 LUFS and 10 LU below; -70 for silence."""
    windows = _windowed(blocks, _WINDOW)
    loud = windows[windows > _energy(SILENCE_LUFS)]
    if not len(loud):
        return SILENCE_LUFS
    gate = loud.mean() / 10
    return _lufs_of(float(loud[loud > gate].mean()))


def momentary(blocks: Floats) -> Floats:
    """The loudness in LUFS over the 400 ms that end with each block, shape (blocks,); -70 or more.

    At the start the window is as long as the sound.
    """
    if not len(blocks):
        return np.zeros(0)
    sums = np.cumsum(blocks)
    sums[_WINDOW:] = sums[_WINDOW:] - sums[:-_WINDOW]
    means = sums / np.minimum(np.arange(1, len(blocks) + 1), _WINDOW)
    curve: Floats = np.maximum(lufs(means), SILENCE_LUFS)
    return curve


def loudness_range(blocks: Floats) -> float:
    """The loudness range in LU (EBU Tech 3342: 3 s windows, gated at -70 LUFS and 20 LU below)."""
    windows = _windowed(blocks, 30)
    loud = windows[windows > _energy(SILENCE_LUFS)]
    if not len(loud):
        return 0.0
    levels = lufs(loud[loud > loud.mean() / 100])
    low, high = np.percentile(levels, [10, 95])
    return float(high - low)


def lufs(energy: Floats) -> Floats:
    """Energies as loudness in LUFS."""
    levels: Floats = -0.691 + 10 * np.log10(np.maximum(energy, 1e-12))
    return levels


def _lufs_of(energy: float) -> float:
    return float(lufs(np.array([energy]))[0])


def _energy(level: float) -> float:
    return float(10 ** ((level + 0.691) / 10))


def _windowed(blocks: Floats, size: int) -> Floats:
    """Means over `size` neighbouring blocks, one for each step of a block."""
    if len(blocks) < size:
        return blocks.mean(keepdims=True) if len(blocks) else blocks
    means: Floats = np.lib.stride_tricks.sliding_window_view(blocks, size).mean(axis=1)
    return means
