"""What a model that plays music is to us: who it is, and one passage at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from ningbgm_agents.thought import ModelFacts

Audio = npt.NDArray[np.float32]
Guidance = Literal["continuation", "melody"]


@dataclass(frozen=True)
class PlayerFacts:
    """Who plays, and what can be asked of it."""

    model: ModelFacts
    engine: str
    """What runs it: 'transformers 5.23.0'."""
    guidances: tuple[Guidance, ...]
    """What it can follow, the best first."""
    rate_hz: int
    channels: int
    longest_s: float
    """Longest passage at once, what it continues included."""
    device: str = ""
    """Where it runs: 'on the GPU in bfloat16'."""
    batch_size: int = 1
    """How many passages at once use its device well."""

    @property
    def follows_melody(self) -> bool:
        """Whether it follows pitch classes that run along with what it plays."""
        return "melody" in self.guidances

    @property
    def identity(self) -> tuple[object, ...]:
        """All of it that can be heard; where it runs is left out, so that a move computes nothing again."""
        return (
            *(self.model.name, self.model.fingerprint, self.engine),
            *(self.guidances, self.rate_hz, self.channels, self.longest_s),
        )


@dataclass(frozen=True)
class Passage:
    """One passage that is asked for."""

    prompt: str
    sample_count: int
    """Its length, what it continues not counted."""
    rate_hz: int
    """The player's rate."""
    seed: int
    continued: Audio
    """What it goes on from: mono, float32, shape (samples,), at the player's rate; empty for nothing."""
    chroma: npt.NDArray[np.float32]
    """Pitch classes along what is continued and the passage: shape (steps, 12), 0 to 1; may be empty."""


class PassagePlayer(Protocol):
    """A model of music."""

    def facts(self) -> PlayerFacts:
        """Who it is.

        Raises:
            ModelError: it does not answer, or what it says of itself makes no sense.
        """
        ...

    def play(self, passage: Passage, progress: Callable[[float], None]) -> Audio:
        """The passage: float32, shape (channels, sample_count).

        Raises:
            ModelError: it cannot, is too slow, or sends what was not asked for.
        """
        ...
