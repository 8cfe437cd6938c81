"""The pulse of recorded music: onsets, how dense they are, and the tempo that they agree on.

Spectral flux, its autocorrelation and a resonance around 112 beats a minute, where listeners tap most
readily (Parncutt 1994; van Noorden and Moelants 1999).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage, signal

Floats = npt.NDArray[np.float64]
_HOP, _WINDOW = 220, 1024
_SLOWEST_BPM, _FASTEST_BPM = 50.0, 210.0
_FAVOURED_BPM, _WIDTH_OCTAVES = 112.0, 0.9
_BEATS = 8
"""Multiples of a beat at which the flux must agree: more make the tempo finer."""
_LEAST_RISE = 0.06
"""Share of the spectrum that must rise at once to be an onset: less is the beating of held notes."""
_LEAST_AGREEMENT = 0.12
"""Autocorrelation under which there is no pulse that anybody would tap."""


@dataclass(frozen=True)
class Pulse:
    """Onsets and tempo."""

    bpm: float | None
    """None where no pulse stands out."""
    confidence: float
    """0 to 1: how far the onsets repeat after a beat."""
    onsets_per_minute: float


def find_pulse(sound: npt.NDArray[np.float32], rate_hz: int) -> Pulse:
    """The pulse of mono sound, shape (samples,)."""
    flux = _flux(sound)
    step_s = _HOP / rate_hz
    if len(flux) * step_s < 2.0 or not flux.any():
        return Pulse(None, 0.0, 0.0)
    onsets = _onsets(flux, step_s) / (len(sound) / rate_hz / 60)
    bpm, agreement = _tempo(flux, step_s)
    if agreement < _LEAST_AGREEMENT:
        return Pulse(None, round(max(agreement, 0.0), 3), round(onsets, 1))
    return Pulse(round(bpm, 1), round(min(1.0, agreement), 3), round(onsets, 1))


def _flux(sound: npt.NDArray[np.float32]) -> Floats:
    """Rise of the logarithmic spectrum from one hop to the next, as a share of the whole of it."""
    if len(sound) < 2 * _WINDOW:
        return np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP]
    window = np.hanning(_WINDOW).astype(np.float32)
    rises, levels, before = [], [], np.zeros(_WINDOW // 2 + 1, np.float32)
    for first in range(0, len(frames), 2048):
        spectrum = np.log1p(
            50 * np.abs(np.fft.rfft(frames[first : first + 2048] * window)).astype(np.float32)
        )
        steps = np.diff(np.vstack([before[None, :], spectrum]), axis=0)
        rises.append(np.maximum(steps, 0).sum(axis=1))
        levels.append(spectrum.sum(axis=1))
        before = spectrum[-1]
    flux = np.concatenate(rises).astype(np.float64)
    flux[0] = 0.0
    flux = np.maximum(flux - ndimage.uniform_filter1d(flux, 87), 0)
    loudness = float(np.quantile(np.concatenate(levels), 0.75))
    told: Floats = flux / max(loudness, 1e-9)
    return told


def _onsets(flux: Floats, step_s: float) -> int:
    """Peaks that stand out from their surroundings, at least 60 ms apart."""
    floor = max(_LEAST_RISE, 0.1 * float(np.quantile(flux, 0.98)))
    peaks, _ = signal.find_peaks(flux, height=floor, prominence=floor, distance=max(1, round(0.06 / step_s)))
    return len(peaks)


def _tempo(flux: Floats, step_s: float) -> tuple[float, float]:
    """The tempo whose multiples agree best, and the autocorrelation after one beat and two."""
    smooth = ndimage.gaussian_filter1d(flux, 1.5)
    smooth -= smooth.mean()
    size = 1 << (2 * len(smooth) - 1).bit_length()
    spectrum = np.fft.rfft(smooth, size)
    same = np.fft.irfft(spectrum * spectrum.conj(), size)[: len(smooth)]
    same /= np.maximum(same[0], 1e-12) * (1 - np.arange(len(same)) / len(same)).clip(0.05)
    tempi = np.geomspace(_SLOWEST_BPM, _FASTEST_BPM, 1200)
    lags = 60 / tempi / step_s
    places = np.arange(len(same))
    reach = [k for k in range(1, _BEATS + 1) if k * lags.max() < 0.8 * len(same)] or [1]
    agreement = np.mean([np.interp(k * lags, places, same) for k in reach], axis=0)
    halves = np.interp(lags / 2, places, same)
    favour = np.exp(-0.5 * (np.log2(tempi / _FAVOURED_BPM) / _WIDTH_OCTAVES) ** 2)
    best = int(np.argmax((agreement + 0.2 * halves) * favour))
    bpm = float(tempi[best])
    once = max(float(np.interp(k * 60 / bpm / step_s, places, same)) for k in reach[:4])
    return _refined(bpm, same, step_s, reach), once


def _refined(bpm: float, same: Floats, step_s: float, reach: list[int]) -> float:
    """The tempo within 1.5 % whose farthest multiples agree best."""
    fine = bpm * np.linspace(0.985, 1.015, 121)
    places = np.arange(len(same))
    agreement = np.mean([np.interp(k * 60 / fine / step_s, places, same) for k in reach], axis=0)
    return float(fine[int(np.argmax(agreement))])
