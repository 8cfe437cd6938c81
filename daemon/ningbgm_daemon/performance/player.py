"""Who plays a part: the built-in sampler, or anything else that fills blocks with its dry sound."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from ningbgm_agents.score import Part

from .sampler import Sampler
from .sounding import MOST_PRE_ROLL, Sounding, sound_note

Audio = npt.NDArray[np.float32]


class Player(Protocol):
    """Plays one part from its first note to its last."""

    def add_to(self, block: Audio, first: int) -> bool:
        """Add what falls into a block, shape (2, samples), that begins at sample `first` of the
        cue.

        Blocks come in order and without gaps. False where nothing sounds.
        """
        ...


class SampledPlayer:
    """Plays a part with the built-in sampler: begins its notes in time and keeps those that
    sound."""

    def __init__(self, part: Part, sampler: Sampler) -> None:
        self._part = part
        self._sampler = sampler
        self._notes = sorted(part.notes, key=lambda note: note.start)
        self._next = 0
        self._sounding: list[Sounding] = []

    def add_to(self, block: Audio, first: int) -> bool:
        """Add what falls into a block; see `Player`."""
        last = first + block.shape[1]
        self._begin(last)
        if not self._sounding:
            return False
        for sounding in self._sounding:
            sounding.add_to(block, first)
        self._sounding = [sounding for sounding in self._sounding if sounding.end > last]
        return True

    def _begin(self, until: int) -> None:
        """Begin the notes that can be heard before sample `until`, and choke those that they
        end."""
        while self._next < len(self._notes) and self._notes[self._next].start - MOST_PRE_ROLL < until:
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
