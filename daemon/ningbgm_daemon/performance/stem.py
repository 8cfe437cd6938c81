"""One stem of one cue: its parts' notes, their place in the mix and their share of the room, in blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import signal

from ningbgm_agents.score import ControlPoint, Part
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .room import Reverberation
from .sampler import Sampler
from .sounding import MOST_PRE_ROLL, Sounding, sound_note

Audio = npt.NDArray[np.float32]

BLOCK = 27 * 4800
"""Samples rendered at a time: 2.7 s, whole milliseconds and whole blocks of loudness."""
_STEP = 64
_LOOK_AHEAD_STEPS = 8
"""Expression is averaged over the 10 ms ahead: steps do not click, and a jump is done when its note begins."""
_LOUDNESS_EXPONENT = 5 / 3
"""Half as loud is ten decibels less (Stevens' law for loudness)."""
_SPEECH_HZ, _SPEECH_Q = 2000.0, 0.8


def render_stem(parts: Sequence[Part], count: int, room: str, sampler: Sampler) -> Iterator[Audio]:
    """The stem's sound in blocks: float32, shape (2, up to BLOCK), `count` samples in all."""
    buses = [_Bus(group, sampler) for group in _grouped(parts)]
    reverberation = Reverberation(room, BLOCK)
    for first in range(0, count, BLOCK):
        dry = np.zeros((2, BLOCK), np.float32)
        send: Audio | None = None
        for bus in buses:
            sound = bus.block(first)
            if sound is None:
                continue
            dry += sound
            if bus.reverb > 0:
                shared = sound * np.float32(bus.reverb)
                send = shared if send is None else send + shared
        wet = reverberation.process(send)
        if wet is not None:
            dry += wet
        yield dry[:, : count - first]


def _grouped(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts that share filters and reverberation, in the order of their first."""
    groups: dict[tuple[float, float, float], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.high_pass_hz, part.speech_dip_db, part.reverb), []).append(part)
    return list(groups.values())


class _Bus:
    """Parts that run through one set of filters."""

    def __init__(self, parts: Sequence[Part], sampler: Sampler) -> None:
        self.reverb = parts[0].reverb
        self._players = [_Player(part, sampler) for part in parts]
        self._sections = _filters(parts[0].high_pass_hz, parts[0].speech_dip_db)
        self._state = np.zeros((len(self._sections), 2, 2))
        self._ringing = False

    def block(self, first: int) -> Audio | None:
        """The next block, or None for silence."""
        sound = np.zeros((2, BLOCK), np.float32)
        heard = [player.add_to(sound, first) for player in self._players]
        if not any(heard) and not self._ringing:
            self._state[:] = 0
            return None
        self._ringing = any(heard)
        if len(self._sections):
            filtered, self._state = signal.sosfilt(self._sections, sound, axis=-1, zi=self._state)
            sound = filtered.astype(np.float32)
        return sound


class _Player:
    """One part: begins its notes in time and keeps those that still sound."""

    def __init__(self, part: Part, sampler: Sampler) -> None:
        self._part = part
        self._sampler = sampler
        self._notes = sorted(part.notes, key=lambda note: note.start)
        self._next = 0
        self._sounding: list[Sounding] = []
        gain, angle = 10 ** (part.gain_db / 20), (part.pan + 1) * np.pi / 4
        self._gains = np.sqrt(2) * gain * np.array([[np.cos(angle)], [np.sin(angle)]], np.float32)

    def add_to(self, block: Audio, first: int) -> bool:
        """Add what falls into the block that begins at `first`; False where that is nothing."""
        self._begin(first + BLOCK)
        if not self._sounding:
            return False
        own = np.zeros_like(block)
        for sounding in self._sounding:
            sounding.add_to(own, first)
        own *= self._gains.astype(np.float32)
        if self._part.expression:
            own *= expression_curve(self._part.expression, first)
        block += own
        self._sounding = [s for s in self._sounding if s.end > first + BLOCK]
        return True

    def _begin(self, until: int) -> None:
        """Begin the notes that can be heard before sample `until`, and choke those that they end."""
        while (
            self._next < len(self._notes) and self._notes[self._next].start - MOST_PRE_ROLL < until
        ):
            sounding = sound_note(self._notes[self._next], self._part, self._sampler)
            self._next += 1
            if sounding.voice.choke:
                for other in self._sounding:
                    if (
                        other.voice.choke == sounding.voice.choke
                        and other.start < sounding.start
                        and (other.choke_at is None or other.choke_at > sounding.start)
                    ):
                        other.choke_at = sounding.start
            self._sounding.append(sounding)


def expression_curve(points: Sequence[ControlPoint], first: int) -> Audio:
    """Gain over the block that begins at `first`: float32, shape (BLOCK,)."""
    steps = first + np.arange(0, BLOCK + _STEP * (_LOOK_AHEAD_STEPS + 1), _STEP)
    values = np.interp(steps, [p.sample for p in points], [p.value for p in points])
    sums = np.cumsum(np.concatenate([[0.0], values]))
    means = (sums[_LOOK_AHEAD_STEPS:] - sums[:-_LOOK_AHEAD_STEPS]) / _LOOK_AHEAD_STEPS
    gains = np.clip(means, 0, 1) ** _LOUDNESS_EXPONENT
    places = np.arange(BLOCK) / _STEP
    return np.asarray(np.interp(places, np.arange(len(gains)), gains), np.float32)


def _filters(high_pass_hz: float, dip_db: float) -> npt.NDArray[np.float64]:
    """Second-order sections of a part's high-pass and speech dip."""
    sections = np.zeros((0, 6))
    if high_pass_hz > 0:
        high_pass = signal.butter(
            2, min(high_pass_hz, 2000.0), "highpass", fs=SAMPLE_RATE_HZ, output="sos"
        )
        sections = np.vstack([sections, high_pass])
    if dip_db:
        sections = np.vstack([sections, _peak(_SPEECH_HZ, _SPEECH_Q, -abs(dip_db))])
    return sections


def _peak(hertz: float, q: float, gain_db: float) -> npt.NDArray[np.float64]:
    """A peaking equaliser (Bristow-Johnson)."""
    omega, amplitude = 2 * np.pi * hertz / SAMPLE_RATE_HZ, 10 ** (gain_db / 40)
    alpha, cosine = np.sin(omega) / (2 * q), np.cos(omega)
    section = np.array(
        [
            1 + alpha * amplitude,
            -2 * cosine,
            1 - alpha * amplitude,
            1 + alpha / amplitude,
            -2 * cosine,
            1 - alpha / amplitude,
        ]
    )
    return np.asarray(section / section[3])
