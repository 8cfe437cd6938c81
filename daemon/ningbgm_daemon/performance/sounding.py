"""A note on its way: when its voice begins, when it is let go or choked, and what it adds to a
block."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ningbgm_agents.score import Note, Part
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .region_sound import RANGE_DB
from .sampler import Sampler
from .voice import Voice

Audio = npt.NDArray[np.float32]

FAST_ONSET = SAMPLE_RATE_HZ * 12 // 1000
"""A voice at half its peak within 12 ms is heard where it starts."""
MOST_PRE_ROLL = SAMPLE_RATE_HZ * 90 // 1000
"""Slow voices start at most 90 ms early: more would be heard before the cut."""
_EARLIER_HALF = SAMPLE_RATE_HZ * 5 // 1000
_TRIM_FADE = 16
_ENTRY_FADE = SAMPLE_RATE_HZ * 8 // 1000
_CHOKE_S = 0.045
"""A choked voice falls by 96 dB in this time."""
_SILENT_DB = -90.0


@dataclass
class Sounding:
    """A note being played; samples count from the cue's first."""

    voice: Voice
    gain: float
    start: int
    """The sample at which it begins to sound."""
    skip: int
    """Samples of the voice that are left out at its front."""
    fade: int
    """Samples over which it fades in where something was left out."""
    release: int
    """The sample at which the key is let go."""
    choke_at: int | None = field(default=None)

    @property
    def end(self) -> int:
        """The sample from which it is silent."""
        ends = []
        if not self.voice.rings:
            ends.append(self.release + _fall_samples(self.voice.release_s))
        if self.voice.loop_start is None:
            ends.append(self.start + self.voice.sound.shape[1] - self.skip)
        if self.choke_at is not None:
            ends.append(self.choke_at + _fall_samples(_CHOKE_S))
        return min(ends)

    def add_to(self, block: Audio, first: int) -> None:
        """Add what falls into a block, shape (2, samples), that begins at sample `first`."""
        start, end = max(self.start, first), min(self.end, first + block.shape[1])
        if end <= start:
            return
        sound = self._sound(start - self.start + self.skip, end - start)
        level = self._level(start, end)
        block[:, start - first : end - first] += sound * (np.float32(self.gain) if level is None else level)

    def _sound(self, place: int, count: int) -> Audio:
        whole, loop = self.voice.sound, self.voice.loop_start
        if loop is None or place + count <= whole.shape[1]:
            return whole[:, place : place + count]
        length = whole.shape[1] - loop
        index = np.arange(place, place + count)
        index[index >= whole.shape[1]] = loop + (index[index >= whole.shape[1]] - loop) % length
        return whole.take(index, axis=1)

    def _level(self, start: int, end: int) -> Audio | None:
        """Gain sample by sample, or None where it stays at `gain`."""
        falls = [] if self.voice.rings else [(self.release, self.voice.release_s)]
        if self.choke_at is not None:
            falls.append((self.choke_at, _CHOKE_S))
        falls = [(at, seconds) for at, seconds in falls if at < end]
        fading = start < self.start + self.fade
        if not falls and not fading:
            return None
        level = np.full(end - start, self.gain, np.float32)
        for at, seconds in falls:
            begin = max(at, start)
            steps = np.arange(begin - at, end - at, dtype=np.float32)
            slope = -RANGE_DB / 20 * np.log(10) / (seconds * SAMPLE_RATE_HZ)
            level[begin - start :] *= np.exp(steps * np.float32(slope))
        if fading:
            until = min(end, self.start + self.fade)
            share = np.arange(start - self.start, until - self.start, dtype=np.float32) + 1
            level[: until - start] *= np.sin(share * np.float32(np.pi / 2 / self.fade)) ** 2
        return level


def sound_note(note: Note, part: Part, sampler: Sampler) -> Sounding:
    """Begin a note so that it is heard at `note.start`.

    A fast voice, and every note that meets a hit point, starts on that very sample: what its
    recording holds of silence before is left out, and of a slow voice also the first part of the
    swell. Any other slow voice starts earlier by the time to half of its attack's peak less 5 ms,
    but by no more than 90 ms and never before the cue; at the cue's first sample the front of the
    voice is left out instead.
    """
    held = max(1, note.duration)
    voice, gain = sampler.voice(
        part.instrument, note.pitch, note.velocity, held + MOST_PRE_ROLL, part.name, note.slide
    )
    skip, early = voice.lead, 0
    slow = max(0, voice.onset - voice.lead - _EARLIER_HALF)
    if voice.onset - voice.lead >= FAST_ONSET:
        if note.hit:
            skip += slow
        else:
            early = min(slow, MOST_PRE_ROLL, max(note.start, 0))
            skip += min(slow, MOST_PRE_ROLL) - early
    fade = _ENTRY_FADE if skip > voice.lead else _TRIM_FADE if skip else 0
    release = max(note.start + held, note.start - early + 1)
    return Sounding(voice, gain, note.start - early, skip, fade, release)


def _fall_samples(seconds: float) -> int:
    return round(seconds * -_SILENT_DB / RANGE_DB * SAMPLE_RATE_HZ)
