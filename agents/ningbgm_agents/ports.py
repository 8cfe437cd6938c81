"""What the mind needs from the body, as Protocols."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from .lyrics import SungPassage
from .score import Heard, Score
from .thought import ModelFacts, Question, Reply


class Performer(Protocol):
    """Turns a score into sound and tells what was measured of it."""

    def perform(self, score: Score, progress: Callable[[float], None]) -> tuple[Heard, ...]:
        """Perform the whole score; `progress` gets shares from 0 to 1.

        Returns one `Heard` a cue and one, with an empty name, for the whole programme. Performing the
        same score again may take what has not changed from before.

        Raises:
            PerformanceError: the score cannot be played, with the reason.
        """
        ...


class Singer(Protocol):
    """Sings words to notes: a model of singing, where there is one.

    Without one the words stay unsung: the SoundFont's voices take their notes.
    """

    @property
    def facts(self) -> ModelFacts:
        """Which model it is.

        Raises:
            ModelError: it does not answer.
        """
        ...

    def sing(
        self,
        passage: SungPassage,
        guide: npt.NDArray[np.float32],
        progress: Callable[[float], None],
    ) -> npt.NDArray[np.float32]:
        """The passage: float32, shape (`passage.sample_count`,), -1 to 1, 48 kHz, without any room.

        `guide` is the same line without words, of the same shape; `progress` gets shares from 0 to 1.

        Raises:
            ModelError: it cannot sing this, is too slow, or has failed; its fact `gone` says that asking
                again is of no use.
        """
        ...


class Clock(Protocol):
    """Tells time, for the record of the agents' exchange."""

    def seconds(self) -> float:
        """Seconds from any fixed point, increasing."""
        ...


class LanguageModel(Protocol):
    """Answers questions in words that fit a schema, wherever it runs."""

    @property
    def facts(self) -> ModelFacts:
        """Which model it is."""
        ...

    def reply(self, question: Question, limit_s: float) -> Reply:
        """Answer a question; the words need not fit the schema, whoever asks checks them.

        Raises:
            ModelError: no answer within the limit, or none at all.
        """
        ...
