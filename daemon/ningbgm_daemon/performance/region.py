"""What a SoundFont zone means for one note: generators resolved to physical units."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from .hydra import (
    END,
    END_COARSE,
    LOOP_END,
    LOOP_END_COARSE,
    LOOP_START,
    LOOP_START_COARSE,
    START,
    START_COARSE,
    Modulator,
    SampleHeader,
    Zone,
)

_DEFAULTS = {
    8: 13500,
    21: -12000,
    23: -12000,
    25: -12000,
    26: -12000,
    27: -12000,
    28: -12000,
    30: -12000,
    33: -12000,
    34: -12000,
    35: -12000,
    36: -12000,
    38: -12000,
    46: -1,
    47: -1,
    56: 100,
    58: -1,
}
"""Generators whose value at rest is not zero (SoundFont 2.04, section 8.1.3)."""
_MOST_GAIN_DB = -24.0
"""Attenuation below none: a zone may be louder than its recording, as kicks are (FluidSynth plays so too)."""
_ATTENUATION_SCALE = 0.4
"""EMU's chips, and FluidSynth after them, play 0.4 dB for each decibel of a zone's attenuation."""
_SHORTEST_RELEASE = -7200
"""Timecents; a faster release clicks (FluidSynth clips there too)."""
_FILTER, _PITCH_FROM_VIBRATO = 8, 6


@dataclass(frozen=True)
class Envelope:
    """Delay, attack, hold and decay in seconds, a sustain level, release in seconds."""

    delay_s: float
    attack_s: float
    hold_s: float
    decay_s: float
    sustain: float
    """Below full: decibels for volume (0 to 144), a share of 1 for modulation (0 full, 1
    nothing)."""
    release_s: float
    """Time that a fall through the whole range (96 dB) would take."""


@dataclass(frozen=True)
class Oscillator:
    """A slow sine: vibrato and tremolo."""

    delay_s: float
    rate_hz: float
    pitch_cents: float
    filter_cents: float = 0.0
    volume_db: float = 0.0


@dataclass(frozen=True)
class Region:
    """One sample as it sounds for one key and velocity."""

    sample: int
    start: int
    """Offset from the sample's first point."""
    end: int
    """Offset from the sample's last point, zero or negative."""
    loop_start: int
    """Offset from the header's loop start."""
    loop_end: int
    looped: bool
    root_key: int
    """Key at which the sample sounds as recorded."""
    cents: float
    """Pitch above the recording, from key, tuning and scale."""
    gain: float
    """Linear, from attenuation and velocity."""
    pan: float
    """-1 left to 1 right."""
    cutoff_cents: float
    """Low-pass cutoff in absolute cents (8.176 Hz is 0)."""
    resonance_db: float
    volume: Envelope
    modulation: Envelope
    modulation_to_filter: float
    modulation_to_pitch: float
    vibrato: Oscillator
    tremolo: Oscillator
    choke: int
    """Exclusive class; 0 for none. A note stops the others of its class."""


def resolve(preset: Zone, instrument: Zone, header: SampleHeader, key: int, velocity: int) -> Region:
    """The region that a preset zone over an instrument zone makes of a note (section 9.4)."""
    values = _sum(preset.generators, instrument.generators)
    key = values[46] if 0 <= values.get(46, -1) <= 127 else key
    velocity = values[47] if 1 <= values.get(47, -1) <= 127 else velocity
    for modulator in instrument.modulators + preset.modulators:
        amount = modulator.amount * _source(modulator.source, key, velocity)
        values[modulator.target] = values.get(modulator.target, _DEFAULTS.get(modulator.target, 0)) + round(
            amount * (_source(modulator.scale, key, velocity) if modulator.scale else 1.0)
        ) * _adds(modulator)

    def get(kind: int) -> int:
        return values.get(kind, _DEFAULTS.get(kind, 0))

    root = get(58) if 0 <= get(58) <= 127 else header.root_key
    scale = min(max(get(56), 0), 1200)
    cents = (key - root) * scale + get(51) * 100 + get(52) + header.correction_cents
    attenuation_db = _ATTENUATION_SCALE * get(48) / 10 - 40 * math.log10(max(velocity, 1) / 127)
    return Region(
        instrument.target,
        get(START) + 32768 * get(START_COARSE),
        get(END) + 32768 * get(END_COARSE),
        get(LOOP_START) + 32768 * get(LOOP_START_COARSE),
        get(LOOP_END) + 32768 * get(LOOP_END_COARSE),
        get(54) & 3 in (1, 3),
        root,
        min(max(float(cents), -9600.0), 9600.0),
        10 ** (-min(max(attenuation_db, _MOST_GAIN_DB), 144.0) / 20),
        min(max(get(17) / 500, -1.0), 1.0),
        min(max(float(get(_FILTER)), 1500.0), 13500.0),
        min(max(get(9) / 10, 0.0), 96.0),
        Envelope(
            _seconds(get(33)),
            _seconds(get(34)),
            _seconds(get(35) + get(39) * (60 - key)),
            _seconds(get(36) + get(40) * (60 - key)),
            min(max(get(37) / 10, 0.0), 144.0),
            _seconds(max(get(38), _SHORTEST_RELEASE)),
        ),
        Envelope(
            _seconds(get(25)),
            _seconds(get(26)),
            _seconds(get(27) + get(31) * (60 - key)),
            _seconds(get(28) + get(32) * (60 - key)),
            min(max(get(29) / 1000, 0.0), 1.0),
            _seconds(get(30)),
        ),
        float(get(11)),
        float(get(7)),
        Oscillator(_seconds(get(23)), _hertz(get(24)), float(get(_PITCH_FROM_VIBRATO))),
        Oscillator(_seconds(get(21)), _hertz(get(22)), float(get(5)), float(get(10)), get(13) / 10),
        get(57),
    )


def _sum(preset: Mapping[int, int], instrument: Mapping[int, int]) -> dict[int, int]:
    values = dict(instrument)
    for kind, amount in preset.items():
        values[kind] = values.get(kind, _DEFAULTS.get(kind, 0)) + amount
    return values


def _adds(modulator: Modulator) -> bool:
    """Loudness from velocity is built in; the default velocity filter is off, as in FluidSynth."""
    return modulator.target != 48 and not (
        modulator.source == 0x0102 and modulator.target == _FILTER and modulator.amount == -2400
    )


def _source(code: int, key: int, velocity: int) -> float:
    """A modulator source at its value for a note (section 8.2); controllers stand at rest."""
    index, controller = code & 0x7F, code >> 7 & 1
    if controller or index not in (0, 2, 3):
        return 0.0
    share = 1.0 if index == 0 else (velocity if index == 2 else key) / 127
    if code >> 8 & 1 and index:
        share = 1 - share
    shape = code >> 10
    if shape == 1:
        share = _concave(share)
    elif shape == 2:
        share = 1 - _concave(1 - share)
    elif shape == 3:
        share = float(share >= 0.5)
    return 2 * share - 1 if code >> 9 & 1 else share


def _concave(share: float) -> float:
    return 1.0 if share >= 1 else min(1.0, max(0.0, -40 / 96 * math.log10(1 - share)))


def _seconds(timecents: float) -> float:
    return 0.0 if timecents <= -12000 else float(2.0 ** (min(timecents, 8000.0) / 1200))


def _hertz(cents: float) -> float:
    return float(8.175798915643707 * 2.0 ** (min(max(cents, -16000.0), 4500.0) / 1200))
