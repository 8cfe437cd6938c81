"""The key of recorded music: which notes are heard, against the profiles of major and minor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ningbgm_agents.brief import Mode

_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
"""How well listeners find that each note fits into a key (Krumhansl and Kessler 1982)."""
_WINDOW, _HOP = 8192, 4096
_LOWEST_HZ, _HIGHEST_HZ = 65.0, 1400.0
_THIRD_PARTIAL, _FIFTH_PARTIAL = 0.3, 0.12
"""How loud they are heard beside their note, in the mean of instruments."""


@dataclass(frozen=True)
class Tonality:
    """A key, and how clearly it stands out."""

    tonic: int | None
    """Pitch class (0 is C); None where no key stands out."""
    mode: Mode | None
    confidence: float
    """0 to 1: how well the notes fit the key, less how well they fit the nearest other one."""


def find_tonality(sound: npt.NDArray[np.float32], rate_hz: int) -> Tonality:
    """The key of mono sound, shape (samples,)."""
    heard = _chroma(sound, rate_hz)
    if heard is None or float(heard.std()) < 0.02:
        return Tonality(None, None, 0.0)
    fits: list[tuple[float, int, Mode]] = []
    heard = _without_overtones(heard)
    for tonic in range(12):
        turned = np.roll(heard, -tonic)
        fits.append((float(np.corrcoef(turned, _MAJOR)[0, 1]), tonic, "major"))
        fits.append((float(np.corrcoef(turned, _MINOR)[0, 1]), tonic, "minor"))
    fits.sort(reverse=True)
    (best, tonic, mode), (second, *_) = fits[:2]
    confidence = round(max(0.0, min(1.0, best * (0.5 + 5 * (best - second)))), 3)
    return Tonality(tonic, mode, confidence) if best > 0.5 else Tonality(None, None, confidence)


def _without_overtones(heard: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What is left when each note's third and fifth partial are taken for what they are."""
    overtones = _THIRD_PARTIAL * np.roll(heard, 7) + _FIFTH_PARTIAL * np.roll(heard, 4)
    return np.asarray(np.maximum(heard - overtones, 0.0))


def _chroma(sound: npt.NDArray[np.float32], rate_hz: int) -> npt.NDArray[np.float64] | None:
    """How much each pitch class is heard, the loudest 1; every moment counts alike."""
    if len(sound) < _WINDOW:
        return None
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / rate_hz)
    used = (frequencies > _LOWEST_HZ) & (frequencies < _HIGHEST_HZ)
    notes = 69 + 12 * np.log2(frequencies[used] / 440)
    near = np.maximum(0, 1 - np.abs(notes - np.round(notes)) / 0.4)
    classes = np.round(notes).astype(int) % 12
    window = np.hanning(_WINDOW).astype(np.float32)
    total = np.zeros(12)
    frames = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP]
    for first in range(0, len(frames), 256):
        levels = np.abs(np.fft.rfft(frames[first : first + 256] * window))[:, used] ** 0.67
        peaks = levels * (levels >= np.roll(levels, 1, axis=1)) * (levels >= np.roll(levels, -1, axis=1))
        sums = np.stack([(peaks * near * (classes == c)).sum(axis=1) for c in range(12)], axis=1)
        whole = sums.sum(axis=1, keepdims=True)
        total += np.divide(sums, whole, out=np.zeros_like(sums), where=whole > 1e-6).sum(axis=0)
    return total / total.max() if total.max() > 0 else None
