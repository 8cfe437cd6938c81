"""Plays a part with FluidSynth; the one file that speaks to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ningbgm_agents.errors import PerformanceError
from ningbgm_agents.score import Part
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .soundfont import KIT_BANK, SoundFont

Audio = npt.NDArray[np.float32]

_GAIN = 0.2 * 10 ** (17.0 / 20)
"""Puts FluidSynth at the level of the built-in sampler, measured note by note."""
_KIT_CHANNEL = 9
_SLICE = 64
"""FluidSynth works in slices of this many samples; events take effect on the next."""


def require_fluidsynth() -> None:
    """Make sure that FluidSynth can be loaded.

    Raises:
        PerformanceError: it cannot, with what to install.
    """
    try:
        import fluidsynth  # noqa: F401
    except ImportError as error:
        raise PerformanceError(
            "FluidSynth is not installed: install its library (Debian: libfluidsynth3, macOS: brew"
            " install fluid-synth) and `pip install pyfluidsynth`, or use the built-in performer"
        ) from error


class FluidSynthPlayer:
    """Plays the notes of one part on a synthesiser of its own; see `player.Player`."""

    def __init__(self, part: Part, soundfont: Path) -> None:
        require_fluidsynth()
        import fluidsynth

        self._channel = _KIT_CHANNEL if part.instrument.kit else 0
        self._synth = fluidsynth.Synth(gain=_GAIN, samplerate=float(SAMPLE_RATE_HZ))
        for name in ("synth.reverb.active", "synth.chorus.active"):
            self._synth.setting(name, 0)
        self._synth.setting("synth.dynamic-sample-loading", 1)
        bank, program = SoundFont(soundfont).place(part.instrument.program, part.instrument.kit)
        font = self._synth.sfload(str(soundfont))
        self._synth.program_select(self._channel, font, KIT_BANK if part.instrument.kit else bank, program)
        self._events = sorted(_events(part))
        self._place = 0
        self._next = 0

    def add_to(self, block: Audio, first: int) -> bool:
        """Add what falls into a block; see `Player`."""
        last = first + block.shape[1]
        while self._place < last:
            self._send()
            until = self._events[self._next][0] if self._next < len(self._events) else last
            count = max(1, min(until, last) - self._place)
            raw = self._synth.get_samples(count)
            sound = np.asarray(raw, np.float32).reshape(-1, 2).T / np.float32(32768)
            block[:, self._place - first : self._place - first + count] += sound
            self._place += count
        return True

    def _send(self) -> None:
        """Send what is due."""
        while self._next < len(self._events) and self._events[self._next][0] <= self._place:
            _, starts, pitch, velocity = self._events[self._next]
            self._next += 1
            if starts:
                self._synth.noteon(self._channel, pitch, velocity)
            else:
                self._synth.noteoff(self._channel, pitch)


def _events(part: Part) -> Iterator[tuple[int, bool, int, int]]:
    """Sample, whether a note starts, pitch and velocity; ends come before starts. Drums ring on."""
    for note in part.notes:
        yield max(0, note.start), True, note.pitch, note.velocity
        if not part.instrument.kit:
            yield max(0, note.start) + max(1, note.duration), False, note.pitch, 0
