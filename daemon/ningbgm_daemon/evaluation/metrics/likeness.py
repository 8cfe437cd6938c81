"""How well music fits words in the ears of a model that knows both, and what the words of others would give.

The CLAP score is the cosine of a sound's embedding with a text's (Wu et al., *Large-Scale Contrastive
Language-Audio Pretraining*, ICASSP 2023). A cosine says little by itself: chance is the same music against
the words of the other films.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Likeness:
    """How well a piece fits its own words, and those of others."""

    own: float
    """Cosine, -1 to 1."""
    others: float | None
    """The mean over other words; None where there are none."""

    @property
    def gain(self) -> float | None:
        """What its own words have over those of others."""
        return None if self.others is None else self.own - self.others


def likeness(windows: Floats, words: Floats, others: Sequence[Floats]) -> Likeness:
    """The likeness of a piece, shape (windows, dimensions), to words, shape (dimensions,)."""
    heard = _unit(_unit_rows(windows).mean(axis=0))
    strange = [float(heard @ _unit(other)) for other in others]
    return Likeness(float(heard @ _unit(words)), float(np.mean(strange)) if strange else None)


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float64)


def _unit_rows(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), np.float64)
