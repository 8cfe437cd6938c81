"""Synthesised layers: sounds that film music needs and that no General MIDI instrument has.

All are band-limited, stereo and deterministic: chance is seeded by the part's name and the pitch.
Levels are those of a sampled note at full velocity (peaks near 0.3).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import fft, signal

from ningbgm_agents.score import Patch
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .voice import Voice, finish

Audio = npt.NDArray[np.float32]
_Random = np.random.Generator

_TABLE = 2048
_MIDDLE_SAW = 2.2
"""Weight of the saw that is in tune: less, and the low partials beat."""
_ONE_SHOT_S: Mapping[str, float] = {"pulse": 1.6, "sub": 3.0, "noise": 0.5, "impact": 5.0}
_RELEASE_S: Mapping[str, float] = {"pad": 3.2, "pulse": 0.35, "shimmer": 4.5}
_PAD_SETTLE = 64
"""Samples at 24 kHz that a pad is made longer, so that bringing it up leaves no edge."""
_LEVELS: Mapping[str, float] = {
    "pad": 0.32,
    "pulse": 0.36,
    "sub": 0.34,
    "riser": 0.4,
    "noise": 0.4,
    "impact": 0.75,
    "shimmer": 0.26,
}
"""Peak at full velocity."""


def layer_length(patch: Patch, held: int, lengths: tuple[int, ...]) -> int:
    """How many samples to render for a note held for `held`: risers exactly that, hits their own
    length."""
    if patch == "riser":
        return max(held, 1)
    if patch in _ONE_SHOT_S:
        return round(_ONE_SHOT_S[patch] * SAMPLE_RATE_HZ)
    return next((length for length in lengths if held <= length), lengths[-1])


def layer(patch: Patch, pitch: int, count: int, player: str) -> Voice:
    """The voice of a layer at a MIDI pitch, `count` samples long; `player` seeds its chance."""
    random = np.random.default_rng(zlib.crc32(f"{player}/{patch}/{pitch}".encode()))
    hertz = 440.0 * 2 ** ((pitch - 69) / 12)
    sound = _PATCHES[patch](hertz, count, random).astype(np.float32)
    sound *= np.float32(_LEVELS[patch] / max(float(np.abs(sound).max()), 1e-9))
    if patch == "riser":
        return Voice(sound, release_s=0.01)
    if patch in _ONE_SHOT_S:
        ends = count // 8
        sound[:, -ends:] *= np.linspace(1, 0, ends, dtype=np.float32)
    return finish(sound, count, _RELEASE_S.get(patch, 0.2), rings=patch in ("sub", "noise", "impact"))


def _pad(hertz: float, count: int, random: _Random) -> Audio:
    """Seven detuned saws, the middle one strongest, behind a filter that opens slowly and breathes.

    Its filter leaves nothing above 10 kHz, so it is made at 24 kHz and brought up: half the work.
    """
    half = -(-count // 2) + _PAD_SETTLE
    time = _time(half) * 2
    opening = 0.55 * (1 - np.exp(-time / 1.4)) + 0.25 * np.sin(2 * np.pi * 0.11 * time + random.uniform(0, 6))
    opening = np.clip(opening + 0.15, 0, 1).astype(np.float32)
    dark, bright = (_saw_table(hertz, cutoff, top_hz=11_000.0) for cutoff in (420.0, 2600.0))
    sound = np.zeros((2, half), np.float32)
    for cents, pan in zip((-9, -5.5, -2.5, 0, 3, 6, 9.5), (-0.9, 0.7, -0.4, 0, 0.5, -0.7, 0.9), strict=True):
        drift = 1.2 * np.sin(2 * np.pi * random.uniform(0.05, 0.2) * time + random.uniform(0, 6))
        phase = _phase(2 * hertz * 2 ** ((cents + drift) / 1200), half, random.uniform())
        wave = _read_between(dark, bright, opening, phase)
        wave *= np.float32(_MIDDLE_SAW if cents == 0 else 1)
        angle = (pan + 1) * np.pi / 4
        sound[0] += wave * np.float32(np.cos(angle))
        sound[1] += wave * np.float32(np.sin(angle))
    risen = (sound * _swell(time, 0.05, 0.6, 0.7)).astype(np.float32)
    return np.ascontiguousarray(signal.resample_poly(risen, 2, 1, axis=1)[:, :count])


def _pulse(hertz: float, count: int, random: _Random) -> Audio:
    """A plucked synthesiser: two saws a shade apart whose filter snaps shut."""
    time = _time(count)
    tables = [_saw_table(hertz, cutoff) for cutoff in (350.0, 1100.0, 4200.0)]
    snap, body = np.exp(-time / 0.035), np.exp(-time / 0.16)
    sound = np.empty((2, count), np.float32)
    for side, cents in enumerate((-5.0, 5.0)):
        phase = _phase(np.full(1, hertz * 2 ** (cents / 1200)), count, 0.25 * side)
        low, middle, high = (_read(table, phase) for table in tables)
        sound[side] = (0.5 * low + body * middle + 0.8 * snap * high) * np.exp(-time / 0.3)
    return sound * np.minimum(time / 0.001, 1)


def _sub(hertz: float, count: int, random: _Random) -> Audio:
    """A deep sine that falls into its pitch, warm enough to be heard on small speakers."""
    while hertz < 32:
        hertz *= 2
    time = _time(count)
    phase = _phase(hertz * (1 + 1.6 * np.exp(-time / 0.028)), count, 0.0)
    sine = np.sin(2 * np.pi * phase) * np.exp(-time / 0.75)
    mono = np.tanh(1.8 * sine) + 0.12 * np.sin(2 * np.pi * 2 * phase) * np.exp(-time / 0.25)
    return _both(mono * np.minimum(time / 0.0015, 1))


def _riser(hertz: float, count: int, random: _Random) -> Audio:
    """Air and a rising tone that swell towards the last sample and stop on it."""
    time, share = _time(count), np.linspace(0, 1, count)
    sound = np.zeros((2, count))
    for centre in (350.0, 700.0, 1400.0, 2800.0, 5600.0, 10_500.0):
        place = np.log2(centre / 350) / 5
        weight = np.exp(-((((share**1.3) - place) / 0.28) ** 2))
        for side in range(2):
            sound[side] += weight * _band_noise(count, centre / 1.5, centre * 1.5, random)
    tone = _read(_saw_table(2 * hertz, 3500.0), _phase(hertz / 2 * 4 ** (share**1.6), count, 0.0))
    beat = 1 - 0.35 * share * (0.5 + 0.5 * np.cos(2 * np.pi * _phase(4 + 10 * share**2, count, 0.0)))
    sound = sound / max(float(np.abs(sound).max()), 1e-9) + 0.22 * tone
    swell = 10 ** (-38 / 20 * (1 - share) ** 1.15) * beat
    ends = np.minimum((count - 1 - np.arange(count)) / (0.003 * SAMPLE_RATE_HZ), 1)
    return np.asarray(sound * swell * ends * np.minimum(time / 0.02, 1), np.float32)


def _noise(hertz: float, count: int, random: _Random) -> Audio:
    """A short breath of noise around the pitch, two octaves up: a tick, a brush, a shaker."""
    time = _time(count)
    centre = min(max(4 * hertz, 1200.0), 9000.0)
    envelope = (np.exp(-time / 0.012) + 0.35 * np.exp(-time / 0.055)) * np.minimum(time / 0.0006, 1)
    common = _band_noise(count, centre / 1.8, centre * 1.8, random)
    sides = [0.8 * common + 0.45 * _band_noise(count, centre / 1.8, centre * 1.8, random) for _ in range(2)]
    return np.asarray(np.stack(sides) * envelope, np.float32)


def _impact(hertz: float, count: int, random: _Random) -> Audio:
    """A boom with its crack on the first sample, a falling body and a wide, dark tail."""
    time = _time(count)
    while hertz > 60:
        hertz /= 2
    hertz = max(hertz, 30.0)
    phase = _phase(hertz * (1 + 2.4 * np.exp(-time / 0.035)), count, 0.25)
    boom = np.tanh(1.6 * np.sin(2 * np.pi * phase)) * np.exp(-time / 1.1)
    sides = []
    for _ in range(2):
        crack = _band_noise(count, 900, 7000, random) * np.exp(-time / 0.008)
        thud = _band_noise(count, 70, 420, random) * np.exp(-time / 0.09)
        tail = _band_noise(count, 90, 900, random) * np.exp(-time / 1.3) * (1 - np.exp(-time / 0.05))
        sides.append(boom + 0.75 * crack + 0.9 * thud + 0.16 * tail)
    return np.asarray(np.stack(sides) * np.minimum((time + 1 / SAMPLE_RATE_HZ) / 0.0004, 1), np.float32)


def _shimmer(hertz: float, count: int, random: _Random) -> Audio:
    """Bowed glass: partials that come and go, and a little air above them."""
    while hertz < 500:
        hertz *= 2
    time = _time(count)
    sound = np.zeros((2, count))
    for ratio, level in ((1, 1.0), (2, 0.55), (2.997, 0.3), (4.02, 0.2), (5.43, 0.12), (6.8, 0.08)):
        if hertz * ratio > 15_000:
            continue
        for side in range(2):
            rate, start = random.uniform(0.12, 0.6), random.uniform(0, 6)
            breath = 0.6 + 0.4 * np.sin(2 * np.pi * rate * time + start)
            detune = 2 ** (random.uniform(-4, 4) / 1200)
            sound[side] += level * breath * np.sin(2 * np.pi * (hertz * ratio * detune * time + start))
    for side in range(2):
        sound[side] += 0.07 * _band_noise(count, 6000, 11_000, random)
    return np.asarray(sound * _swell(time, 0.03, 0.5, 0.9), np.float32)


_PATCHES: Mapping[str, Callable[[float, int, _Random], Audio]] = {
    "pad": _pad,
    "pulse": _pulse,
    "sub": _sub,
    "riser": _riser,
    "noise": _noise,
    "impact": _impact,
    "shimmer": _shimmer,
}


def _time(count: int) -> npt.NDArray[np.float64]:
    return np.arange(count) / SAMPLE_RATE_HZ


def _both(mono: npt.NDArray[np.float64]) -> Audio:
    return np.stack([mono, mono]).astype(np.float32)


def _swell(time: npt.NDArray[np.float64], attack_s: float, first: float, swell_s: float) -> Audio:
    """Up to `first` in `attack_s`, and on to 1 more slowly: the note is heard on its beat, then
    blooms."""
    quick = first * np.minimum(time / attack_s, 1)
    slow = (1 - first) * (1 - np.exp(-time / swell_s))
    return np.asarray(quick + slow, np.float32)


def _phase(hertz: npt.NDArray[np.float64], count: int, start: float) -> npt.NDArray[np.float64]:
    """Cycles run through at every sample, from `start`; one frequency or one a sample."""
    if hertz.size == 1:
        return np.asarray(start + np.arange(count) * (float(hertz[0]) / SAMPLE_RATE_HZ))
    phase = np.empty(count)
    phase[0] = start
    np.cumsum(hertz[:-1] / SAMPLE_RATE_HZ, out=phase[1:])
    phase[1:] += start
    return phase


@lru_cache(maxsize=64)
def _saw_table(hertz: float, cutoff_hz: float, top_hz: float = 16_000.0) -> Audio:
    """One cycle of a saw without harmonics above `top_hz`, rounded off above a cutoff."""
    number = np.arange(1, min(int(top_hz / hertz), _TABLE // 4) + 1)
    levels = 1 / number / np.sqrt(1 + (number * hertz / cutoff_hz) ** 4)
    spectrum = np.zeros(_TABLE // 2 + 1, np.complex128)
    spectrum[1 : len(number) + 1] = -0.5j * _TABLE * levels
    cycle = fft.irfft(spectrum)
    return np.append(cycle, cycle[0]).astype(np.float32)


def _read(table: Audio, phase: npt.NDArray[np.float64]) -> Audio:
    place = (phase - np.floor(phase)) * _TABLE
    index = place.astype(np.int64)
    share = (place - index).astype(np.float32)
    low = table.take(index)
    wave: Audio = low + share * (table.take(index + 1) - low)
    return wave


def _read_between(
    dark: Audio, bright: Audio, opening: npt.NDArray[np.floating], phase: npt.NDArray[np.float64]
) -> Audio:
    """Two cycles read at the same places and blended: 0 is all dark, 1 all bright."""
    place = (phase - np.floor(phase)) * _TABLE
    index = place.astype(np.int32)
    share = (place - index).astype(np.float32)
    following = index + 1
    low, high = dark.take(index), dark.take(following)
    low += opening * (bright.take(index) - low)
    high += opening * (bright.take(following) - high)
    wave: Audio = low + share * (high - low)
    return wave


def _band_noise(count: int, low_hz: float, high_hz: float, random: _Random) -> npt.NDArray[np.float64]:
    """Noise of unit power between two frequencies."""
    sections = signal.butter(2, (low_hz, min(high_hz, 20_000.0)), "bandpass", fs=SAMPLE_RATE_HZ, output="sos")
    settle = 4096
    noise = signal.sosfilt(sections, random.standard_normal(count + settle))[settle:]
    out: npt.NDArray[np.float64] = noise / np.sqrt(2 * (high_hz - low_hz) / SAMPLE_RATE_HZ)
    return out
