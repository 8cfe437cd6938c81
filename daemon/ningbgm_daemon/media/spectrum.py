"""What the spectrum of the sound tells, measured as it streams by: onsets, tone, music."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import signal

Floats = npt.NDArray[np.float64]
Mono = npt.NDArray[np.float32]

RATE_HZ = 16_000
HOP_S = 0.016
"""Time between two values of `flux` and `level_db`."""
TONE_HOP_S = 0.064
"""Time between two values of `flatness` and `pitch_class`."""
_HOP, _WINDOW = 256, 512
_TONE_HOP, _TONE_WINDOW = 1024, 4096
_LOWEST_HZ, _HIGHEST_HZ = 110.0, 3_500.0


class Spectrum:
    """Measures 16 kHz mono sound that comes in pieces."""

    def __init__(self) -> None:
        self._fine = _Framer(_WINDOW, _HOP)
        self._long = _Framer(_TONE_WINDOW, _TONE_HOP)
        self._before: npt.NDArray[np.float32] | None = None
        self._flux: list[npt.NDArray[np.float32]] = []
        self._level: list[npt.NDArray[np.float32]] = []
        self._flatness: list[npt.NDArray[np.float32]] = []
        self._classes: list[npt.NDArray[np.int64]] = []
        frequencies = np.arange(_TONE_WINDOW // 2 + 1, dtype=np.float64) * RATE_HZ / _TONE_WINDOW
        self._band = np.flatnonzero((frequencies >= _LOWEST_HZ) & (frequencies <= _HIGHEST_HZ))
        self._to_class = _class_matrix(frequencies[self._band])

    def feed(self, mono: Mono) -> None:
        """Take in the next piece, float32, shape (samples,)."""
        self._measure_onsets(self._fine.frames(mono))
        self._measure_tone(self._long.frames(mono))

    def flux(self) -> Floats:
        """Rise of the spectrum at each 16 ms, in log units, shape (frames,)."""
        return _joined(self._flux)

    def level_db(self) -> Floats:
        """Level of each 16 ms in dBFS, shape (frames,)."""
        return _joined(self._level)

    def flatness(self) -> Floats:
        """Spectral flatness of each 64 ms, 0 (tone) to 1 (noise), shape (frames,)."""
        return _joined(self._flatness)

    def pitch_class(self) -> npt.NDArray[np.int64]:
        """The strongest of the twelve pitch classes of each 64 ms; -1 where it is silent."""
        return np.concatenate(self._classes) if self._classes else np.zeros(0, np.int64)

    def _measure_onsets(self, frames: Mono) -> None:
        if not len(frames):
            return
        power = np.square(frames).mean(axis=1)
        self._level.append(10 * np.log10(power + 1e-10))
        windowed = frames * np.hanning(_WINDOW).astype(np.float32)
        logs = np.log1p(100 * np.abs(np.fft.rfft(windowed, axis=1))).astype(np.float32)
        before = logs[:1] if self._before is None else self._before
        steps = np.diff(np.concatenate([before, logs]), axis=0)
        self._flux.append(np.maximum(steps, 0).mean(axis=1))
        self._before = logs[-1:]

    def _measure_tone(self, frames: Mono) -> None:
        if not len(frames):
            return
        windowed = frames * np.hanning(_TONE_WINDOW).astype(np.float32)
        power = np.square(np.abs(np.fft.rfft(windowed, axis=1)))[:, self._band] + 1e-10
        geometric = np.exp(np.log(power).mean(axis=1))
        self._flatness.append((geometric / power.mean(axis=1)).astype(np.float32))
        classes = (power @ self._to_class).argmax(axis=1)
        silent = np.square(frames).mean(axis=1) < 1e-7
        self._classes.append(np.where(silent, -1, classes))


class Decimator:
    """Brings 48 kHz mono sound that comes in pieces down to 16 kHz."""

    _TAPS = 61

    def __init__(self) -> None:
        self._filter = signal.firwin(self._TAPS, 7_400, fs=48_000).astype(np.float32)
        self._rest = np.zeros(self._TAPS // 2, np.float32)

    def feed(self, mono: Mono) -> Mono:
        """The next samples at 16 kHz, float32, shape (samples,)."""
        joined = np.concatenate([self._rest, mono])
        count = max((len(joined) - self._TAPS) // 3 + 1, 0)
        if count == 0:
            self._rest = joined
            return np.zeros(0, np.float32)
        used = joined[: (count - 1) * 3 + self._TAPS]
        down = signal.upfirdn(self._filter, used, down=3)
        first = (self._TAPS - 1) // 3
        self._rest = joined[count * 3 :]
        samples: Mono = down[first : first + count].astype(np.float32)
        return samples


class _Framer:
    """Cuts sound that comes in pieces into overlapping frames."""

    def __init__(self, size: int, hop: int) -> None:
        self._size, self._hop = size, hop
        self._rest = np.zeros(size // 2, np.float32)

    def frames(self, mono: Mono) -> Mono:
        """Complete frames, shape (frames, size); frame `i` is centred on `i * hop`."""
        joined = np.concatenate([self._rest, mono])
        if len(joined) < self._size:
            self._rest = joined
            return np.zeros((0, self._size), np.float32)
        views = np.lib.stride_tricks.sliding_window_view(joined, self._size)[:: self._hop]
        self._rest = joined[len(views) * self._hop :]
        return views


def _class_matrix(frequencies: Floats) -> npt.NDArray[np.float32]:
    """Shares of the twelve pitch classes, shape (frequencies, 12)."""
    pitches = np.round(69 + 12 * np.log2(frequencies / 440)).astype(int) % 12
    shares: npt.NDArray[np.float32] = np.eye(12, dtype=np.float32)[pitches]
    return shares


def _joined(parts: list[npt.NDArray[np.float32]]) -> Floats:
    return np.concatenate(parts).astype(np.float64) if parts else np.zeros(0)
