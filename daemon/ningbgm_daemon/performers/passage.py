"""Passages of music and who plays them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Guidance = Literal["continuation", "melody"]
PITCH_CLASSES = 12
Tell = Callable[[float], None]
"""Takes the share that is done, from 0 to 1; raises `Abandoned` where nobody waits any more."""


class Abandoned(Exception):  # noqa: N818 - no error: nobody waits for the sound any more
    """Nobody waits for this passage any more."""


@dataclass(frozen=True)
class Facts:
    """Who plays, and what can be asked of it: the `Performer` of the contract."""

    name: str
    engine: str
    licence: str
    noncommercial: bool
    guidances: tuple[Guidance, ...]
    sample_rate_hz: int
    channel_count: int
    longest_s: float
    device: str
    batch_size: int = 1
    fingerprint: str = ""
    """Changes when the weights change."""


@dataclass(frozen=True)
class Passage:
    """What is to be played."""

    prompt: str
    sample_count: int
    """What is continued not counted."""
    seed: int
    continued: npt.NDArray[np.float32]
    """Shape (samples,), -1 to 1, at the performer's rate; may be empty."""
    chroma: npt.NDArray[np.float32]
    """Shape (steps, 12), 0 to 1, C first; may be empty.

    Its steps fill the passage, what is continued included.
    """

    @property
    def size(self) -> tuple[int, int]:
        """Passages of one size can be played together."""
        return self.sample_count, self.continued.size


class PassageModel(Protocol):
    """A model that is loaded."""

    @property
    def facts(self) -> Facts:
        """Who it is; device and batch change where memory ran out."""

    def play(self, passages: Sequence[Passage], tell: Tell) -> list[npt.NDArray[np.float32]]:
        """The sound of passages of one size, at most `facts.batch_size`: shape (samples, channels) each.

        Raises:
            Abandoned: `tell` raised it.
            ModelError: the memory does not suffice in any way.
        """
