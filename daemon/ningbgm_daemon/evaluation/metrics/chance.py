"""What a mean over a few films is worth: its interval by the bootstrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_DRAWS = 2000


@dataclass(frozen=True)
class Estimate:
    """A mean over items, with the interval in which 95 % of redrawn sets have it."""

    mean: float
    low: float
    high: float
    count: int
    """Items that have a value."""


def estimate(values: Sequence[float | None], seed: int = 0) -> Estimate | None:
    """Mean and percentile interval (Efron 1979) over the items that have a value; None where none has."""
    known = np.array([value for value in values if value is not None and np.isfinite(value)])
    if not len(known):
        return None
    draws = np.random.default_rng(seed).integers(0, len(known), (_DRAWS, len(known)))
    low, high = np.percentile(known[draws].mean(axis=1), [2.5, 97.5])
    return Estimate(float(known.mean()), float(low), float(high), len(known))
