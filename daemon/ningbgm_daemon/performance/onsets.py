"""Onsets as an ear finds them: the rise of the mel spectrum in decibels, refined in the wave
itself.

The spectral flux is librosa's (`onset_strength`, `onset_detect` at their defaults), so that anybody
can check us with it; it alone reads a few milliseconds late in dense music, hence the refinement.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import fft, ndimage

from ningbgm_agents.timeline import SAMPLE_RATE_HZ

Floats = npt.NDArray[np.float64]
Mono = npt.NDArray[np.float32]

WINDOW = 2048
FINE_HOP, COARSE_HOP = 128, 512
REACH = SAMPLE_RATE_HZ * 7 // 100
"""An onset belongs to a hit when it lies within 70 ms of it."""
CONTEXT = SAMPLE_RATE_HZ * 2 // 5
"""Sound needed on both sides of a hit to judge it."""
_MELS = 128
_TOP_DB = 80.0
_LEAST_FLUX, _LEAST_SHARE = 0.5, 0.12
_PICK_DELTA = 0.07
_REFINE_BACK, _REFINE_ON = SAMPLE_RATE_HZ * 24 // 1000, SAMPLE_RATE_HZ * 8 // 1000
_LEAST_RISE_DB = 3.0
_GRAIN = 12
"""Samples: the refinement works on quarters of a millisecond."""


def flux(levels_db: Floats) -> Floats:
    """Mean rise over the bands from frame to frame: shape (frames,), 0 for the first."""
    rise = np.maximum(np.diff(levels_db, axis=1, prepend=levels_db[:, :1]), 0)
    curve: Floats = rise.mean(axis=0)
    return curve


def mel_levels(sound: Mono, hop: int) -> Floats:
    """Mel spectrum in dB of frames that lie wholly in the sound: shape (bands, frames)."""
    frames = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::hop]
    window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    power = np.square(np.abs(fft.rfft(frames * window, axis=-1)))
    levels: Floats = 10 * np.log10(np.maximum(mel_bands() @ power.T, 1e-10))
    return levels


def onset_near(sound: Mono, expected: int) -> int | None:
    """The sample of the onset that belongs to `expected`; None where nothing begins near it.

    `sound` is mono, float32, shape (samples,), with `CONTEXT` samples on both sides where there are
    any.
    """
    padded = np.pad(sound, WINDOW // 2)
    levels = mel_levels(padded, FINE_HOP)
    curve = flux(np.maximum(levels, levels.max() - _TOP_DB))
    times = np.arange(len(curve)) * FINE_HOP + WINDOW // 2
    near = np.flatnonzero(np.abs(times - expected) <= REACH)
    if not len(near):
        return None
    highest = float(curve[near].max())
    if highest < max(_LEAST_FLUX, _LEAST_SHARE * float(curve.max())):
        return None
    peaks = [i for i in near if curve[i] >= 0.5 * highest and curve[i] == curve[max(0, i - 6) : i + 7].max()]
    best = (
        min(peaks, key=lambda i: abs(int(times[i]) - expected)) if peaks else int(near[curve[near].argmax()])
    )
    return _refined(sound, int(times[best]))


def _refined(sound: Mono, rough: int) -> int:
    """The steepest rise of short energy around a rough onset."""
    first = max(0, rough - _REFINE_BACK - SAMPLE_RATE_HZ // 100)
    piece = sound[first : rough + _REFINE_ON + SAMPLE_RATE_HZ // 100].astype(np.float64)
    if len(piece) < SAMPLE_RATE_HZ // 50:
        return rough
    edge = np.square(np.diff(piece, prepend=piece[:1]))
    grains = edge[: len(edge) // _GRAIN * _GRAIN].reshape(-1, _GRAIN).mean(axis=1)
    floor = float(grains.max()) * 1e-5 + 1e-16
    after = ndimage.uniform_filter1d(grains, 12, origin=-6, mode="nearest") + floor
    before = ndimage.uniform_filter1d(grains, 24, origin=11, mode="nearest")
    before = np.roll(before, 1) + floor
    rise = 10 * np.log10(after / before)
    low, high = (rough - _REFINE_BACK - first) // _GRAIN, (rough + _REFINE_ON - first) // _GRAIN
    window = rise[max(low, 1) : high]
    if not len(window) or float(window.max()) < _LEAST_RISE_DB:
        return rough
    return first + (max(low, 1) + int(window.argmax())) * _GRAIN


class OnsetCount:
    """Counts the onsets of a sound that arrives in pieces."""

    def __init__(self) -> None:
        self._rest = np.zeros(WINDOW // 2, np.float32)
        self._last: Floats | None = None
        self._flux: list[Floats] = []

    def feed(self, sound: Mono) -> None:
        """Take in the next piece, mono."""
        joined = np.concatenate([self._rest, sound])
        frames = max(0, (len(joined) - WINDOW) // COARSE_HOP + 1)
        self._rest = joined[frames * COARSE_HOP :]
        if not frames:
            return
        levels = np.maximum(mel_levels(joined[: (frames - 1) * COARSE_HOP + WINDOW], COARSE_HOP), -45.0)
        before = levels[:, :1] if self._last is None else self._last
        self._flux.append(flux(np.concatenate([before, levels], axis=1))[1:])
        self._last = levels[:, -1:]

    def count(self) -> int:
        """Onsets so far, picked as librosa picks them."""
        curve = np.concatenate(self._flux) if self._flux else np.zeros(0)
        return len(picked(curve, COARSE_HOP))


def picked(curve: Floats, hop: int) -> npt.NDArray[np.intp]:
    """Frames of a flux curve that are onsets (peak picking of librosa's `onset_detect`)."""
    if not len(curve) or float(np.ptp(curve)) == 0:
        return np.zeros(0, np.intp)
    curve = (curve - curve.min()) / np.ptp(curve)
    wait, average = SAMPLE_RATE_HZ * 3 // 100 // hop, SAMPLE_RATE_HZ // 10 // hop
    history = np.pad(curve, (wait, 0))
    highest = np.lib.stride_tricks.sliding_window_view(history, wait + 1).max(axis=1)
    sums = np.cumsum(np.concatenate([[0.0], curve]))
    places = np.arange(len(curve))
    low, high = np.maximum(places - average, 0), np.minimum(places + average + 1, len(curve))
    means = (sums[high] - sums[low]) / (high - low)
    candidates = np.flatnonzero((curve >= highest) & (curve >= means + _PICK_DELTA))
    kept: list[int] = []
    for place in candidates:
        if not kept or place - kept[-1] > wait:
            kept.append(int(place))
    return np.array(kept, np.intp)


@lru_cache(maxsize=1)
def mel_bands() -> npt.NDArray[np.float32]:
    """Triangular filters of equal area, Slaney's scale: float32, shape (bands, WINDOW // 2 + 1)."""
    edges = _hertz_of_mel(np.linspace(0, _mel_of_hertz(SAMPLE_RATE_HZ / 2), _MELS + 2))
    bins = np.arange(WINDOW // 2 + 1) * SAMPLE_RATE_HZ / WINDOW
    widths = np.diff(edges)
    ramps = edges[:, None] - bins[None, :]
    lower, upper = -ramps[:-2] / widths[:-1, None], ramps[2:] / widths[1:, None]
    bands = np.maximum(0, np.minimum(lower, upper)) * (2 / (edges[2:] - edges[:-2]))[:, None]
    return bands.astype(np.float32)


def _mel_of_hertz(hertz: float) -> float:
    return hertz * 3 / 200 if hertz < 1000 else 15 + float(np.log(hertz / 1000)) * 27 / float(np.log(6.4))


def _hertz_of_mel(mels: Floats) -> Floats:
    out: Floats = np.where(mels < 15, mels * 200 / 3, 1000 * np.exp((mels - 15) * np.log(6.4) / 27))
    return out
