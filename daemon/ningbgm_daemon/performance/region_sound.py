"""The sound of one region of a SoundFont: the sample at its pitch, behind its filter and
envelopes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import signal

from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .region import Envelope, Region
from .samples import Samples

Audio = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

RANGE_DB = 96.0
"""Envelopes fall through this many decibels in their decay or release time."""
_OPEN_CENTS = 13_000.0
"""A still filter above this (15 kHz) is left out."""
_FILTER_STEP = 240
"""Samples for which a moving filter stands still: 5 ms."""
_SLIDE_S = 0.09
_ADDED_RATE_HZ, _ADDED_DELAY_S, _ADDED_SWELL_S = 5.4, 0.35, 0.5


def region_sound(
    font: Samples, region: Region, count: int, vibrato_cents: float, slide_cents: float = 0.0
) -> Audio:
    """Up to `count` samples of one region, without pan and gain: float32, shape (samples,)."""
    points = font.points(region.sample)
    loop_start, loop_end = font.loop(region.sample)
    loop_start, loop_end = (
        loop_start + region.loop_start,
        min(loop_end + region.loop_end, len(points)),
    )
    first, last = max(0, region.start), min(len(points), len(points) + region.end)
    looped = region.looped and first < loop_end and 0 <= loop_start < loop_end - 3
    step = font.header(region.sample).rate_hz / SAMPLE_RATE_HZ * 2 ** (region.cents / 1200)
    level = _volume(region.volume, count)
    count = len(level)
    if not looped:
        count = min(count, int((last - first - 2) / step) + 1)
    if count <= 0 or last - first < 4:
        return np.zeros(0, np.float32)
    positions = first + _travel(region, step, count, vibrato_cents, slide_cents)
    if looped:
        over = positions >= loop_end
        positions[over] = loop_start + (positions[over] - loop_start) % (loop_end - loop_start)
        tail = points[loop_start : loop_start + 4]
        points = np.concatenate([points[:loop_end], tail])
    elif vibrato_cents or slide_cents or _moves_pitch(region):
        positions = positions[: int(np.searchsorted(positions, last - 2))]
    sound = _interpolate(points, positions)
    sound = _filtered(sound, region)
    sound *= level[: len(sound)]
    if region.tremolo.volume_db:
        sound *= 10 ** (
            -region.tremolo.volume_db
            / 20
            * _swing(region.tremolo.delay_s, region.tremolo.rate_hz, len(sound))
        )
    return sound


def _interpolate(points: Audio, positions: Floats) -> Audio:
    """Cubic (Catmull-Rom) between the points around each position."""
    index = positions.astype(np.int64)
    x = (positions - index).astype(np.float32)
    last = len(points) - 1
    a, b = points.take(np.maximum(index - 1, 0)), points.take(np.minimum(index, last))
    c, d = points.take(np.minimum(index + 1, last)), points.take(np.minimum(index + 2, last))
    half = np.float32(0.5)
    cubic = half * (d - a) + np.float32(1.5) * (b - c)
    square = a - np.float32(2.5) * b + c + c - half * d
    sound: Audio = ((cubic * x + square) * x + half * (c - a)) * x + b
    return sound


def _moves_pitch(region: Region) -> bool:
    return bool(region.vibrato.pitch_cents or region.tremolo.pitch_cents or region.modulation_to_pitch)


def _travel(region: Region, step: float, count: int, vibrato_cents: float, slide_cents: float) -> Floats:
    """Distance from the first point at every sample, in points."""
    if not (vibrato_cents or slide_cents or _moves_pitch(region)):
        return step * np.arange(count, dtype=np.float64)
    cents = np.zeros(count)
    for wave in (region.vibrato, region.tremolo):
        if wave.pitch_cents:
            cents += wave.pitch_cents * _swing(wave.delay_s, wave.rate_hz, count)
    if vibrato_cents:
        time = np.arange(count) / SAMPLE_RATE_HZ - _ADDED_DELAY_S
        cents += (
            vibrato_cents
            * np.clip(time / _ADDED_SWELL_S, 0, 1)
            * np.sin(2 * np.pi * _ADDED_RATE_HZ * np.maximum(time, 0))
        )
    if slide_cents:
        glide = np.clip(1 - np.arange(count) / (_SLIDE_S * SAMPLE_RATE_HZ), 0, 1)
        cents += slide_cents * glide * glide
    if region.modulation_to_pitch:
        cents += region.modulation_to_pitch * _modulation(region.modulation, np.arange(count))
    travel = np.empty(count)
    travel[0] = 0
    np.cumsum(step * np.exp2(cents[:-1] / 1200), out=travel[1:])
    return travel


def _swing(delay_s: float, rate_hz: float, count: int) -> Floats:
    """A triangle between -1 and 1 that starts upwards from 0 after its delay."""
    time = np.maximum(np.arange(count) / SAMPLE_RATE_HZ - delay_s, 0)
    wave: Floats = 1 - 4 * np.abs((rate_hz * time + 0.25) % 1 - 0.5)
    return wave


def _volume(envelope: Envelope, count: int) -> Audio:
    """Gain while the key is held, up to `count` samples or until it has died away."""
    delay, attack, hold = (
        round(x * SAMPLE_RATE_HZ) for x in (envelope.delay_s, envelope.attack_s, envelope.hold_s)
    )
    floor = min(envelope.sustain / 100, 1.0)
    fall = round(max(envelope.decay_s, 1e-3) * floor * SAMPLE_RATE_HZ)
    steady = delay + attack + hold + fall
    if floor >= 0.9:
        count = min(count, steady)
    level = np.ones(max(count, 0), np.float32)
    level[:delay] = 0
    rise = level[delay : delay + attack]
    rise[:] = np.arange(1, len(rise) + 1, dtype=np.float32) / np.float32(max(attack, 1))
    decay = level[delay + attack + hold : steady]
    share = np.arange(len(decay), dtype=np.float32) / np.float32(max(fall, 1))
    decay[:] = np.exp(share * np.float32(-floor * RANGE_DB / 20 * np.log(10)))
    level[steady:] = 10 ** (-floor * RANGE_DB / 20)
    return level


def _modulation(envelope: Envelope, samples: npt.NDArray[np.int64]) -> Floats:
    """The modulation envelope, 0 to 1, at given samples."""
    time = samples / SAMPLE_RATE_HZ - envelope.delay_s
    rise = np.clip(time / max(envelope.attack_s, 1e-4), 0, 1)
    after = np.maximum(time - envelope.attack_s - envelope.hold_s, 0)
    fall = np.minimum(after / max(envelope.decay_s, 1e-4), envelope.sustain)
    level: Floats = np.where(time < 0, 0.0, np.where(after > 0, 1 - fall, rise))
    return level


def _filtered(sound: Audio, region: Region) -> Audio:
    """The sound behind the region's low-pass, which its envelope and tremolo may move."""
    resonance = 10 ** ((region.resonance_db - 3.01) / 20)
    still = not (region.modulation_to_filter or region.tremolo.filter_cents)
    if still and region.cutoff_cents >= _OPEN_CENTS and region.resonance_db == 0:
        return sound
    if still:
        return _low_pass(sound, region.cutoff_cents, resonance, np.zeros((1, 2), np.float32))[0]
    steps = np.arange(0, len(sound), _FILTER_STEP)
    cutoffs = (
        region.cutoff_cents
        + region.modulation_to_filter * _modulation(region.modulation, steps)
        + region.tremolo.filter_cents
        * _swing(region.tremolo.delay_s, region.tremolo.rate_hz, len(sound))[::_FILTER_STEP]
    )
    out, state = np.empty_like(sound), np.zeros((1, 2), np.float32)
    for first, last, cutoff in _stretches(np.round(cutoffs / 10) * 10, len(sound)):
        out[first:last], state = _low_pass(sound[first:last], cutoff, resonance, state)
    return out


def _stretches(cutoffs: Floats, count: int) -> Iterator[tuple[int, int, float]]:
    """First and last sample of each stretch of one cutoff."""
    turns = np.flatnonzero(np.diff(cutoffs, prepend=np.nan))
    for turn, after in zip(turns, [*turns[1:], len(cutoffs)], strict=True):
        yield int(turn) * _FILTER_STEP, min(int(after) * _FILTER_STEP, count), float(cutoffs[turn])


def _low_pass(sound: Audio, cents: float, resonance: float, state: Audio) -> tuple[Audio, Audio]:
    """A two-pole low-pass (Bristow-Johnson), quieter by the square root of its resonance."""
    hertz = 8.1758 * 2 ** (min(max(cents, 1500.0), 13_500.0) / 1200)
    omega = 2 * np.pi * min(hertz, 0.45 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    alpha, cosine = np.sin(omega) / (2 * resonance), np.cos(omega)
    scale = np.sqrt(0.5**0.5 / resonance) / (1 + alpha)
    side = (1 - cosine) / 2 * scale
    section = np.array(
        [[side, 2 * side, side, 1, -2 * cosine / (1 + alpha), (1 - alpha) / (1 + alpha)]],
        np.float32,
    )
    out, after = signal.sosfilt(section, sound, zi=state)
    return out, after
