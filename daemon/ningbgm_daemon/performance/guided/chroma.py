"""Pitch classes over time: those that the score wants, those that a sound has, and how well they agree."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import fft, ndimage

from ningbgm_agents.score import Part
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

Floats = npt.NDArray[np.float64]
Mono = npt.NDArray[np.float32]

STEP = SAMPLE_RATE_HZ // 50
"""Samples of a step of the guide: 20 ms, so that a model that looks closely can see each attack."""
COARSE = 5
"""Steps of the guide that are heard as one step of a sound's chroma: 100 ms."""
_WINDOW = 16_384
_LOW_HZ, _HIGH_HZ = 50.0, 2200.0
_HELD = 0.6
"""Weight of a note that is held, as a share of its attack."""
_FADES_S = 0.4
_OVERTONES = ((0, 1.0), (7, 0.25), (4, 0.08))
"""What a pitch class sounds like as chroma: itself, its third and its fifth partial."""
_SMOOTH = 6


def chroma_of_notes(parts: Sequence[Part], first: int, count: int) -> npt.NDArray[np.float32]:
    """Pitch classes of the notes from sample `first` of the cue on: shape (steps of `STEP`, 12), 0 to 1.

    A note weighs most on its attack. Drum kits have no pitch.
    """
    steps = -(-count // STEP)
    weights = np.zeros((steps, 12), np.float32)
    for part in parts:
        if part.instrument.kit:
            continue
        for note in part.notes:
            low = max(0, (note.start - first) // STEP)
            high = min(steps, (note.start + note.duration - first) // STEP)
            if low >= high:
                continue
            age_s = (np.arange(low, high) * STEP + first - note.start) / SAMPLE_RATE_HZ
            weight = note.velocity / 127 * (_HELD + (1 - _HELD) * np.exp(-np.maximum(age_s, 0) / _FADES_S))
            column = weights[low:high, note.pitch % 12]
            np.maximum(column, weight.astype(np.float32), out=column)
    return weights


def wanted_chroma(parts: Sequence[Part], count: int) -> Floats:
    """What the chroma of a good performance is like: shape (steps of 100 ms, 12)."""
    fine = chroma_of_notes(parts, 0, count).astype(np.float64)
    whole = np.pad(fine, ((0, -len(fine) % COARSE), (0, 0))).reshape(-1, COARSE, 12).mean(axis=1)
    wanted: Floats = sum((share * np.roll(whole, shift, axis=1) for shift, share in _OVERTONES), whole * 0)
    return wanted


def chroma_of_sound(sound: Mono) -> Floats:
    """Chroma of mono sound at 48 kHz whose ends are padded with silence: shape (steps of 100 ms, 12)."""
    hop = STEP * COARSE
    steps = -(-len(sound) // hop)
    padded = np.pad(sound, (_WINDOW // 2 - hop // 2, _WINDOW + steps * hop - len(sound)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::hop][:steps]
    levels = np.abs(fft.rfft(frames * np.hanning(_WINDOW).astype(np.float32), axis=-1))
    chroma: Floats = (np.sqrt(levels) @ _bins()).astype(np.float64)
    return chroma


def agreement(wanted: Floats, heard: Floats) -> Floats:
    """Correlation of two chromas where something is wanted, for each of twelve transpositions of the first.

    The first is that of the score as it is written; 0 everywhere where there is nothing to compare.
    """
    steps = min(len(wanted), len(heard))
    wanted, heard = _smooth(wanted[:steps]), _smooth(heard[:steps])
    active = wanted.max(axis=1, initial=0) > 0.05
    if active.sum() < 2:
        return np.zeros(12)
    told, played = _centred(wanted[active]), _centred(heard[active])
    scale = np.sqrt(np.square(told).sum() * np.square(played).sum())
    if scale <= 0:
        return np.zeros(12)
    return np.array([float((np.roll(told, shift, axis=1) * played).sum() / scale) for shift in range(12)])


def _smooth(chroma: Floats) -> Floats:
    smooth: Floats = ndimage.uniform_filter1d(chroma, _SMOOTH, axis=0) if len(chroma) else chroma
    return smooth


def _centred(chroma: Floats) -> Floats:
    """Each step less its mean, and all steps of one weight."""
    centred = chroma - chroma.mean(axis=1, keepdims=True)
    norm = np.sqrt(np.square(centred).sum(axis=1, keepdims=True))
    unit: Floats = np.divide(centred, norm, out=np.zeros_like(centred), where=norm > 1e-9)
    return unit


@lru_cache(maxsize=1)
def _bins() -> npt.NDArray[np.float32]:
    """Which bin of the spectrum belongs to which pitch class: shape (bins, 12)."""
    hertz = fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE_HZ)
    bins = np.zeros((len(hertz), 12), np.float32)
    for index in np.flatnonzero((hertz >= _LOW_HZ) & (hertz <= _HIGH_HZ)):
        pitch = 69 + 12 * np.log2(hertz[index] / 440)
        nearest = round(pitch)
        bins[index, nearest % 12] = np.cos(np.pi * (pitch - nearest)) ** 2 / np.sqrt(hertz[index])
    return bins
