"""Rooms: impulse responses made from scratch, and a streaming convolution with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import fft, signal

from ningbgm_agents.errors import PerformanceError
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

Audio = npt.NDArray[np.float32]
Spectrum = npt.NDArray[np.complex64]

_BANDS_HZ = (180.0, 400.0, 900.0, 2000.0, 4500.0, 9000.0, 14_000.0)
_BAND_DECAY = (0.85, 1.0, 1.0, 0.85, 0.6, 0.38)
"""Decay of each band relative to the room's: no mud below, air and walls take the top."""
_BAND_LEVEL = (0.75, 1.0, 1.0, 0.85, 0.55, 0.3)
_FLOOR_DB = 66.0


@dataclass(frozen=True)
class Room:
    """A room by its measures."""

    decay_s: float
    """Time in which the middle band falls by 60 dB."""
    pre_delay_ms: float
    build_up_ms: float
    early: float
    """Level of the first reflections against the tail."""
    level: float
    """Power of the reverberation of a sound sent in full, against the sound's own, as amplitude."""


ROOMS: Mapping[str, Room] = {
    "dry": Room(0.3, 15.0, 3.0, 1.0, 0.7),
    "room": Room(0.75, 15.0, 8.0, 0.8, 1.2),
    "hall": Room(2.1, 24.0, 25.0, 0.45, 1.5),
    "cathedral": Room(4.2, 30.0, 45.0, 0.3, 1.7),
}


@lru_cache(maxsize=4)
def impulse_response(name: str) -> Audio:
    """A room's response left and right: float32, shape (2, samples); the two sides are
    decorrelated.

    Raises:
        PerformanceError: no such room.
    """
    if name not in ROOMS:
        raise PerformanceError(f"no room {name!r}; choose one of {', '.join(ROOMS)}", room=name)
    room = ROOMS[name]
    random = np.random.default_rng(sorted(ROOMS).index(name) + 1701)
    delay = round(room.pre_delay_ms / 1000 * SAMPLE_RATE_HZ)
    count = round(room.decay_s * _FLOOR_DB / 60 * SAMPLE_RATE_HZ)
    response = np.zeros((2, delay + count))
    response[:, delay:] = _tail(room, count, random)
    response /= np.sqrt(np.square(response).sum(axis=1, keepdims=True))
    _add_reflections(response, room, delay, random)
    response /= np.sqrt(np.square(response).sum(axis=1, keepdims=True))
    high_pass = signal.butter(2, 160.0, "highpass", fs=SAMPLE_RATE_HZ, output="sos")
    filtered = signal.sosfilt(high_pass, response, axis=-1) * room.level
    fade = min(count // 4, SAMPLE_RATE_HZ // 5)
    filtered[:, -fade:] *= np.linspace(1, 0, fade) ** 2
    return np.ascontiguousarray(filtered, np.float32)


def _tail(room: Room, count: int, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Noise in bands, each with a decay of its own, that builds up quickly."""
    time = np.arange(count) / SAMPLE_RATE_HZ
    tail = np.zeros((2, count))
    edges = pairwise(_BANDS_HZ)
    for (low, high), decay, level in zip(edges, _BAND_DECAY, _BAND_LEVEL, strict=True):
        sections = signal.butter(2, (low, high), "bandpass", fs=SAMPLE_RATE_HZ, output="sos")
        noise = signal.sosfilt(sections, random.standard_normal((2, count)), axis=-1)
        noise /= np.sqrt(2 * (high - low) / SAMPLE_RATE_HZ)
        tail += level * noise * np.exp(-6.91 * time / (room.decay_s * decay)) * np.sqrt(high - low) / 60
    tail *= 1 - np.exp(-time / (room.build_up_ms / 3000))
    return tail


def _add_reflections(
    response: npt.NDArray[np.float64], room: Room, delay: int, random: np.random.Generator
) -> None:
    """Eight early reflections a side, denser and weaker as they come later."""
    spread = room.build_up_ms / 1000 * SAMPLE_RATE_HZ * 2.5
    for side in response:
        for number in range(8):
            place = delay + int(spread * (number + random.uniform(0.2, 0.9)) / 8)
            sign = 1 if random.uniform() < 0.5 else -1
            if place < len(side):
                side[place] += sign * room.early * 0.35 * 0.8**number


class Reverberation:
    """Convolves a stereo stream with a room, block by block (overlap-add)."""

    def __init__(self, room: str, block: int) -> None:
        response = impulse_response(room)
        self._block = block
        self._reach = response.shape[1]
        self._size = fft.next_fast_len(block + self._reach, real=True)
        self._spectrum: Spectrum = fft.rfft(response, self._size, axis=-1)
        self._tail = np.zeros((2, self._size), np.float32)
        self._sounding = 0

    def process(self, send: Audio | None) -> Audio | None:
        """The reverberation of the next block, shape (2, block); None in and out stand for
        silence."""
        if send is None and self._sounding <= 0:
            return None
        out: Audio = self._tail[:, : self._block].copy()
        self._tail[:, : -self._block] = self._tail[:, self._block :]
        self._tail[:, -self._block :] = 0
        self._sounding -= self._block
        if send is not None:
            spectrum = fft.rfft(send, self._size, axis=-1)
            spectrum *= self._spectrum
            wet = fft.irfft(spectrum, self._size, axis=-1, overwrite_x=True)
            out += wet[:, : self._block]
            self._tail[:, : -self._block] += wet[:, self._block :]
            self._sounding = self._reach
        return out
