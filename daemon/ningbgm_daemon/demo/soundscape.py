"""What is heard of the film: wind, birds, steps, water, thunder, rain, cars, and the voice.

Sounds are float32, shape (2, samples), 48 kHz, about -1 to 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from . import speech
from .landscape import STRIDES_PER_S
from .story import DEMO_CUTS, DEMO_DISSOLVE, DEMO_FLASH, DEMO_FRAMES, FPS
from .walker import step_times

RATE_HZ = 48_000
SPEECH_START_S = 232 / FPS + 0.12
"""When the voice begins: it spans the gathering of the clouds."""

Sound = NDArray[np.float32]
_SECONDS = DEMO_FRAMES / FPS
_COUNT = round(_SECONDS * RATE_HZ)
_Envelope = Sequence[tuple[float, float]]


def soundscape() -> Sound:
    """The whole sound of the film."""
    path, lake, _, storm, city, window, home, card = (frame / FPS for frame in DEMO_CUTS)
    dawn = DEMO_DISSOLVE[0] / FPS
    mix = np.zeros((2, _COUNT), np.float32)
    mix += _hush(
        1,
        180,
        900,
        [
            (0, 0),
            (1, 0.05),
            (path, 0.06),
            (lake, 0.03),
            (9.6, 0.05),
            (12.8, 0.045),
            (storm, 0.2),
            (city, 0.05),
            (window, 0.01),
            (dawn, 0.02),
            (home, 0.05),
            (card, 0.03),
            (31.6, 0),
        ],
        0.35,
    )
    mix += _hush(
        2,
        1200,
        7000,
        [
            (12.4, 0),
            (storm, 0.02),
            (storm + 0.05, 0.10),
            (city, 0.10),
            (city + 0.05, 0.05),
            (window, 0.05),
            (window + 0.05, 0.018),
            (dawn + 1, 0),
        ],
        0.02,
    )
    mix += _hush(
        3,
        40,
        220,
        [(city - 0.02, 0), (city, 0.10), (window, 0.10), (window + 0.05, 0.03), (dawn, 0)],
        0.1,
    )
    mix += _hush(4, 500, 2400, [(lake - 0.02, 0), (lake, 0.035), (9.6, 0.035), (9.7, 0)], 0.9)
    for start, end, count, seed in ((0.6, lake, 16, 5), (dawn + 1.4, card + 1, 18, 6)):
        _birdsong(mix, start, end, count, seed)
    for start, end, pace, gain in (
        (path, lake, 1.0, 0.16),
        (storm, city, 0.9, 0.10),
        (home, card, 1.0, 0.07),
    ):
        _steps(mix, step_times(start, end, STRIDES_PER_S * pace), gain)
    _thunder(mix, DEMO_FLASH / FPS + 0.35)
    for start, side in ((15.5, -1), (16.1, 1), (16.9, -1), (17.5, 1)):
        _car(mix, start, side, window - 0.02)
    voice = speech.say() * 0.6
    first = round(SPEECH_START_S * RATE_HZ)
    mix[:, first : first + len(voice)] += voice
    return np.asarray(np.clip(mix * 0.8, -0.9, 0.9), np.float32)


def _shape(points: _Envelope) -> Sound:
    """A gain over the whole film through (second, gain) points."""
    seconds, gains = zip(*points, strict=True)
    return np.asarray(np.interp(np.arange(_COUNT) / RATE_HZ, seconds, gains), np.float32)


def _band(sound: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    return np.asarray(sosfilt(butter(2, [low, high], "bandpass", fs=RATE_HZ, output="sos"), sound))


def _hush(seed: int, low: float, high: float, points: _Envelope, gusts: float) -> Sound:
    """Wide noise in a band; `gusts` is how much it comes and goes."""
    rng = np.random.default_rng(seed)
    noise = np.stack([_band(rng.standard_normal(_COUNT), low, high) for _ in range(2)])
    noise /= noise.std()
    knots = rng.uniform(1 - gusts, 1 + gusts, int(_SECONDS * 1.5) + 2)
    swell = np.interp(np.arange(_COUNT) / RATE_HZ, np.arange(len(knots)) / 1.5, knots)
    return np.asarray(noise * swell * _shape(points), np.float32)


def _add(mix: Sound, start_s: float, sound: NDArray[np.float64], pan: float) -> None:
    """Add a mono sound at a time, panned -1 to 1, cut at the end of the film."""
    first = round(start_s * RATE_HZ)
    part = sound[: _COUNT - first]
    angle = (pan + 1) * math.pi / 4
    mix[0, first : first + len(part)] += (part * math.cos(angle)).astype(np.float32)
    mix[1, first : first + len(part)] += (part * math.sin(angle)).astype(np.float32)


def _birdsong(mix: Sound, start_s: float, end_s: float, count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(count):
        at, base, pan = (
            rng.uniform(start_s, end_s - 0.6),
            rng.uniform(2600, 4600),
            rng.uniform(-0.9, 0.9),
        )
        for i in range(int(rng.integers(2, 6))):
            length = rng.uniform(0.05, 0.11)
            time = np.arange(int(length * RATE_HZ)) / RATE_HZ
            hz = base * (
                1 + rng.uniform(-0.12, 0.28) * time / length + 0.03 * np.sin(time * 2 * math.pi * 32)
            )
            tone = np.sin(2 * math.pi * np.cumsum(hz) / RATE_HZ) * np.sin(math.pi * time / length) ** 2
            _add(mix, at + i * rng.uniform(0.10, 0.16), tone * rng.uniform(0.012, 0.035), pan)


def _steps(mix: Sound, times: list[float], gain: float) -> None:
    rng = np.random.default_rng(9)
    for i, second in enumerate(times):
        time = np.arange(int(0.16 * RATE_HZ)) / RATE_HZ
        crunch = _band(rng.standard_normal(len(time)), 500, 3200) * np.exp(-time / 0.035)
        thud = np.sin(2 * math.pi * 74 * time) * np.exp(-time / 0.04)
        _add(
            mix,
            second,
            (crunch * 0.9 + thud) * gain * rng.uniform(0.8, 1.1),
            0.12 if i % 2 else -0.12,
        )


def _thunder(mix: Sound, start_s: float) -> None:
    rng = np.random.default_rng(10)
    time = np.arange(int(3.4 * RATE_HZ)) / RATE_HZ
    rumble = _band(rng.standard_normal(len(time)), 28, 160) * np.exp(-time / 1.1)
    rumble *= np.interp(time, np.arange(0, 3.6, 0.2), rng.uniform(0.3, 1.0, 18))
    crack = _band(rng.standard_normal(len(time)), 200, 3600) * np.exp(-time / 0.22)
    rise = np.clip(time / 0.03, 0, 1)
    _add(mix, start_s, (rumble / rumble.std() * 0.20 + crack / crack.std() * 0.07) * rise, 0.2)


def _car(mix: Sound, start_s: float, side: int, end_s: float) -> None:
    rng = np.random.default_rng(int(start_s * 10))
    time = np.arange(int(1.8 * RATE_HZ)) / RATE_HZ
    time = time[time + start_s < end_s]
    near = np.exp(-(((time - 0.9) / 0.34) ** 2)) * np.clip((end_s - start_s - time) / 0.04, 0, 1)
    wheels = _band(rng.standard_normal(len(time)), 300, 4200) * near
    _add(mix, start_s, wheels / (wheels.std() + 1e-9) * 0.035, 0.7 * side)
