"""What is usual in music that people made: the range that most of their pieces lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_LOW, _HIGH = 5, 95
_FEWEST = 5


@dataclass(frozen=True)
class Usual:
    """Where nine pieces of ten lie."""

    low: float
    """The 5th percentile."""
    median: float
    high: float
    """The 95th percentile."""
    count: int
    """Pieces that have a value."""

    def holds(self, value: float) -> bool:
        """Whether a value is usual."""
        return self.low - 1e-9 <= value <= self.high + 1e-9


def usual(values: Sequence[float | None]) -> Usual | None:
    """The range of the pieces that have a value; None with fewer than five."""
    known = [value for value in values if value is not None and np.isfinite(value)]
    if len(known) < _FEWEST:
        return None
    low, median, high = np.percentile(known, [_LOW, 50, _HIGH])
    return Usual(float(low), float(median), float(high), len(known))
