"""Width for what was recorded with one microphone, made so that the sum of both channels stays what it was.

The sides get what the middle plays, scattered over some milliseconds as by the walls next to a player, and
the middle itself is not touched (after Lauridsen's experiment of 1954, in which one delayed copy is added to
the left and taken from the right). Played through one loudspeaker, the scattered part is gone and nothing
else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import signal

from ningbgm_agents.timeline import SAMPLE_RATE_HZ

Audio = npt.NDArray[np.float32]

AMOUNTS: Mapping[str, float] = {
    "harmony": 0.62,
    "motion": 0.68,
    "melody": 0.5,
    "drums": 0.45,
    "hits": 0.5,
}
"""Amplitude of the sides that a stem gets, against its middle; a bass and a voice get none."""
_FIRST_MS, _LAST_MS, _ECHOES = 5.0, 27.0, 26
_WEAKEST_DB = -14.0
"""The last echo against the first."""
_MONO_BELOW_HZ = 220.0
"""What lies lower stays in the middle: depths on two sides are a weak bass."""


class Spread:
    """Widens one stem block by block."""

    def __init__(self, stem: str) -> None:
        self._amount = AMOUNTS.get(stem, 0.0)
        self._filter = signal.butter(2, _MONO_BELOW_HZ, "highpass", fs=SAMPLE_RATE_HZ, output="sos")
        self._state = np.zeros((len(self._filter), 2))
        self._before = np.zeros(_echoes()[0][-1], np.float32)

    def apply(self, block: Audio) -> None:
        """Widen the next block in place, shape (2, samples)."""
        if not self._amount:
            return
        middle = (block[0] + block[1]) * np.float32(0.5 * self._amount)
        heard = np.concatenate([self._before, middle])
        self._before = heard[-len(self._before) :]
        if not heard.any() and not self._state.any():
            return
        places, levels = _echoes()
        reach = places[-1]
        scattered = np.zeros(len(middle), np.float32)
        for place, level in zip(places, levels, strict=True):
            scattered += heard[reach - place : len(heard) - place] * np.float32(level)
        high, self._state = signal.sosfilt(self._filter, scattered, zi=self._state)
        self._state[np.abs(self._state) < 1e-12] = 0
        sides = high.astype(np.float32)
        block[0] += sides
        block[1] -= sides


@lru_cache(maxsize=1)
def _echoes() -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Places in samples and levels of the echoes: one in each of equal spans, of power one in all."""
    random = np.random.default_rng(1954)
    span = (_LAST_MS - _FIRST_MS) / _ECHOES
    times = _FIRST_MS + span * (np.arange(_ECHOES) + random.uniform(0.1, 0.9, _ECHOES))
    levels = random.choice([-1.0, 1.0], _ECHOES) * 10 ** (np.linspace(0, _WEAKEST_DB, _ECHOES) / 20)
    levels /= np.sqrt(np.square(levels).sum())
    places = np.round(times * SAMPLE_RATE_HZ / 1000).astype(int)
    return tuple(int(place) for place in places), tuple(float(level) for level in levels)
