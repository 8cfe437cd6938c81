"""The sound of one held key: sample, pitch, filter and envelopes of its regions, summed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import signal

from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .region import Envelope, Region
from .soundfont import SoundFont

Audio = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

RANGE_DB = 96.0
"""Envelopes fall through this many decibels in their decay or release time."""
_OPEN_CENTS = 13_000.0
"""A still filter above this (15 kHz) is left out."""
_FILTER_STEP = 240
"""Samples for which a moving filter stands still: 5 ms."""
_STEADY_S, _CROSSFADE_S = 8.0, 1.0
_SEARCH_S = 0.4
"""The peak of an attack is looked for in this much of the sound."""
_ADDED_RATE_HZ, _ADDED_DELAY_S, _ADDED_SWELL_S = 5.4, 0.35, 0.5


@dataclass(frozen=True)
class Voice:
    """A note's sound while its key is held, and how it may begin and end."""

    sound: Audio
    """float32, shape (2, samples), 48 kHz."""
    release_s: float
    """Time to fall by 96 dB once the key is let go."""
    loop_start: int | None = None
    """From here the sound repeats for as long as it is held; None where it ends by itself."""
    lead: int = 0
    """Samples before anything can be heard: two hundredths of the attack's peak."""
    onset: int = 0
    """Samples until half of the attack's peak."""
    choke: int = 0
    """Notes of one choke group stop each other; 0 for none."""
    rings: bool = False
    """True where letting go does not end it (drums)."""

    @property
    def nbytes(self) -> int:
        """Bytes of its sound."""
        return self.sound.nbytes


def render(font: SoundFont, regions: tuple[Region, ...], count: int, vibrato_cents: float = 0.0,
           rings: bool = False) -> Voice:
    """Render up to `count` samples of a held key.

    `vibrato_cents` adds a vibrato that sets in after a third of a second, as players do.
    """
    parts = [(region, _region_sound(font, region, count, vibrato_cents)) for region in regions]
    length = max((len(sound) for _, sound in parts), default=0)
    stereo = np.zeros((2, max(length, 1)), np.float32)
    for region, sound in parts:
        angle = (region.pan + 1) * np.pi / 4
        stereo[0, :len(sound)] += sound * np.float32(region.gain * np.cos(angle))
        stereo[1, :len(sound)] += sound * np.float32(region.gain * np.sin(angle))
    return finish(
        stereo, count,
        release_s=max((region.volume.release_s for region in regions), default=0.01),
        choke=next((region.choke for region in regions if region.choke), 0), rings=rings,
    )


def finish(sound: Audio, count: int, release_s: float, choke: int = 0, rings: bool = False) -> Voice:
    """A voice of a rendered sound: its attack is measured and, where it holds on, its end made a loop."""
    loop_start = None
    if sound.shape[1] == count and count >= 2 * _STEADY_S * SAMPLE_RATE_HZ:
        loop_start = _loop(sound)
    lead, onset = _attack(sound)
    return Voice(sound, max(release_s, 0.005), loop_start, lead, onset, choke, rings)


def _loop(sound: Audio) -> int | None:
    """Make the end of a steady sound run into its middle; a dying sound is left to end."""
    fade = round(_CROSSFADE_S * SAMPLE_RATE_HZ)
    start = sound.shape[1] - round(_STEADY_S * SAMPLE_RATE_HZ)
    before, end = sound[:, start - fade:start], sound[:, -fade:]
    levels = [float(np.sqrt(np.mean(np.square(piece)))) for piece in (before, end)]
    if levels[1] < 0.7 * levels[0] or levels[0] == 0:
        end *= np.linspace(1, 0, fade, dtype=np.float32)
        return None
    angle = np.linspace(0, np.pi / 2, fade, dtype=np.float32)
    end *= np.cos(angle)
    end += before * np.sin(angle)
    return start


def _attack(sound: Audio) -> tuple[int, int]:
    """Samples until two hundredths, and until half, of the attack's peak."""
    level = np.abs(sound[:, :round(_SEARCH_S * SAMPLE_RATE_HZ)]).max(axis=0)
    peak = float(level.max())
    if peak == 0:
        return 0, 0
    return int(np.argmax(level > 0.02 * peak)), int(np.argmax(level >= 0.5 * peak))


def _region_sound(font: SoundFont, region: Region, count: int, vibrato_cents: float) -> Audio:
    """One region without pan and gain: float32, shape (samples,)."""
    points = font.points(region.sample)
    loop_start, loop_end = font.loop(region.sample)
    loop_start, loop_end = loop_start + region.loop_start, min(loop_end + region.loop_end, len(points))
    first, last = max(0, region.start), min(len(points), len(points) + region.end)
    looped = region.looped and first < loop_end and 0 <= loop_start < loop_end - 3
    step = font.header(region.sample).rate_hz / SAMPLE_RATE_HZ * 2 ** (region.cents / 1200)
    level = _volume(region.volume, count)
    count = len(level)
    if not looped:
        count = min(count, int((last - first - 2) / step) + 1)
    if count <= 0 or last - first < 4:
        return np.zeros(0, np.float32)
    positions = first + _travel(region, step, count, vibrato_cents)
    if looped:
        over = positions >= loop_end
        positions[over] = loop_start + (positions[over] - loop_start) % (loop_end - loop_start)
        tail = points[loop_start:loop_start + 4]
        points = np.concatenate([points[:loop_end], tail])
    elif vibrato_cents or _moves_pitch(region):
        positions = positions[:int(np.searchsorted(positions, last - 2))]
    sound = _interpolate(points, positions)
    sound = _filtered(sound, region)
    sound *= level[:len(sound)]
    if region.tremolo.volume_db:
        sound *= 10 ** (-region.tremolo.volume_db / 20 * _swing(region.tremolo.delay_s,
                                                                 region.tremolo.rate_hz, len(sound)))
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


def _travel(region: Region, step: float, count: int, vibrato_cents: float) -> Floats:
    """Distance from the first point at every sample, in points."""
    if not (vibrato_cents or _moves_pitch(region)):
        return step * np.arange(count, dtype=np.float64)
    cents = np.zeros(count)
    for wave in (region.vibrato, region.tremolo):
        if wave.pitch_cents:
            cents += wave.pitch_cents * _swing(wave.delay_s, wave.rate_hz, count)
    if vibrato_cents:
        time = np.arange(count) / SAMPLE_RATE_HZ - _ADDED_DELAY_S
        cents += (vibrato_cents * np.clip(time / _ADDED_SWELL_S, 0, 1)
                  * np.sin(2 * np.pi * _ADDED_RATE_HZ * np.maximum(time, 0)))
    if region.modulation_to_pitch:
        cents += region.modulation_to_pitch * _modulation(region.modulation, np.arange(count))
    travel = np.empty(count)
    travel[0] = 0
    np.cumsum(step * np.exp2(cents[:-1] / 1200), out=travel[1:])
    return travel


def _swing(delay_s: float, rate_hz: float, count: int) -> Floats:
    time = np.maximum(np.arange(count) / SAMPLE_RATE_HZ - delay_s, 0)
    wave: Floats = np.sin(2 * np.pi * rate_hz * time)
    return wave


def _volume(envelope: Envelope, count: int) -> Audio:
    """Gain while the key is held, up to `count` samples or until it has died away."""
    delay, attack, hold = (round(x * SAMPLE_RATE_HZ)
                           for x in (envelope.delay_s, envelope.attack_s, envelope.hold_s))
    floor = min(envelope.sustain / 100, 1.0)
    fall = round(max(envelope.decay_s, 1e-3) * floor * SAMPLE_RATE_HZ)
    steady = delay + attack + hold + fall
    if floor >= 0.9:
        count = min(count, steady)
    level = np.ones(max(count, 0), np.float32)
    level[:delay] = 0
    rise = level[delay:delay + attack]
    rise[:] = np.arange(1, len(rise) + 1, dtype=np.float32) / np.float32(max(attack, 1))
    decay = level[delay + attack + hold:steady]
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
    cutoffs = (region.cutoff_cents + region.modulation_to_filter * _modulation(region.modulation, steps)
               + region.tremolo.filter_cents * _swing(
                   region.tremolo.delay_s, region.tremolo.rate_hz, len(sound))[::_FILTER_STEP])
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
    """A two-pole low-pass (Bristow-Johnson), as loud at rest as FluidSynth's relative to its resonance."""
    hertz = 8.1758 * 2 ** (min(max(cents, 1500.0), 13_500.0) / 1200)
    omega = 2 * np.pi * min(hertz, 0.45 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    alpha, cosine = np.sin(omega) / (2 * resonance), np.cos(omega)
    scale = np.sqrt(0.5 ** 0.5 / resonance) / (1 + alpha)
    side = (1 - cosine) / 2 * scale
    section = np.array([[side, 2 * side, side, 1, -2 * cosine / (1 + alpha), (1 - alpha) / (1 + alpha)]],
                       np.float32)
    out, after = signal.sosfilt(section, sound, zi=state)
    return out, after
