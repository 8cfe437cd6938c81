"""Finds where a singer sings the notes: where the pitch of each grows loud; singing has few clear attacks.

A pitch that has half of its loudness counts as begun, which is how the SoundFont's own slow sounds are timed.
The way through what is found keeps within the limits of `guided.alignment`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ningbgm_agents.lyrics import SungTone
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .guided.alignment import HOP, Warp, best_warp, widest_offset

Audio = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
_WINDOW, _LENGTH = 4096, 8192
_CHUNK = 1000
"""Steps that are heard at once."""
_HARMONICS = 2
"""Higher ones are those of other notes, too."""
_CENTS = 35
_BEFORE, _AFTER = 40, 60
"""Steps around the beginning of a syllable that tell where it is."""
_SPACING = SAMPLE_RATE_HZ // 4
_NEAR, _LEVEL = 30, 85
"""Percentile of a pitch's loudness in a note and so many steps around it that is its full loudness."""


def find_sung_warp(sound: Audio, syllables: Sequence[SungTone]) -> Warp:
    """How to bring a sung line, mono at 48 kHz, onto its notes; `syllables` are their first tones."""
    count = len(sound)
    inside = [one for one in _apart(syllables) if HOP * _BEFORE < one.start < count - HOP * _AFTER]
    if not inside or not sound.any():
        return Warp((0, count), (0, count))
    heard = _heard(sound, sorted({tone.pitch for tone in inside}))
    widest = widest_offset(count)
    rewards = [_reward(heard[tone.pitch], tone, inside, widest) for tone in inside]
    return best_warp(count, [tone.start for tone in inside], np.stack(rewards))


def _apart(syllables: Sequence[SungTone]) -> list[SungTone]:
    kept: list[SungTone] = []
    for tone in sorted(syllables, key=lambda one: one.start):
        if not kept or tone.start - kept[-1].start >= _SPACING:
            kept.append(tone)
    return kept


def _heard(sound: Audio, pitches: Sequence[int]) -> dict[int, Floats]:
    """How loud each pitch is at each step."""
    steps = len(sound) // HOP
    padded = np.pad(sound, (_WINDOW // 2, _WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][:steps]
    window = np.hanning(_WINDOW).astype(np.float32)
    heard = {pitch: np.zeros(steps) for pitch in pitches}
    for first in range(0, steps, _CHUNK):
        levels = np.abs(np.fft.rfft(frames[first : first + _CHUNK] * window, _LENGTH, axis=1))
        for pitch, curve in heard.items():
            curve[first : first + _CHUNK] = sum(levels[:, band].max(axis=1) for band in _bands(pitch))
    return heard


def _bands(pitch: int) -> list[slice]:
    """The bins of each of a pitch's harmonics."""
    base = 440 * 2 ** ((pitch - 69) / 12) * _LENGTH / SAMPLE_RATE_HZ
    low, high = (2 ** (cents / 1200) for cents in (-_CENTS, _CENTS))
    return [slice(int(base * n * low), int(base * n * high) + 2) for n in range(1, _HARMONICS + 1)]


def _reward(heard: Floats, tone: SungTone, others: Sequence[SungTone], widest: int) -> Floats:
    """How well a note's beginning is found at each offset from -widest to widest: about 1 where it is."""
    step = tone.start // HOP
    after = min(_AFTER, max(1, tone.duration // HOP))
    snippet = np.concatenate([np.full(_BEFORE, -0.5), np.full(after, 0.5)])
    for other in others:
        if other.pitch == tone.pitch and other.start < tone.start:
            last = min(_BEFORE, (other.start + other.duration) // HOP - step + _BEFORE)
            snippet[: max(0, last)] = 0
    around = _padded(heard, step - widest - _BEFORE, 2 * widest + _BEFORE + after)
    full = max(float(np.percentile(_padded(heard, step - _NEAR, after + 2 * _NEAR), _LEVEL)), 1e-9)
    curve = np.clip(around / full, 0, 1) - 0.5
    reward: Floats = np.correlate(curve, snippet, "valid") / max(float(np.square(snippet).sum()), 1e-9)
    return reward


def _padded(curve: Floats, first: int, count: int) -> Floats:
    """Steps of a curve that is 0 outside."""
    piece = np.zeros(count)
    low, high = max(0, first), min(len(curve), first + count)
    if low < high:
        piece[low - first : high - first] = curve[low:high]
    return piece
