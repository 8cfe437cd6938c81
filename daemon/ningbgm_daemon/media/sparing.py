"""Which pictures may be left out while decoding, and the times of all that the file announces."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.float64]
Sizes = npt.NDArray[np.int64]

_TRIAL_S = 0.5


class Sparing:
    """Leaves out pictures that no other picture needs, outside the times in `whole_s`.

    `whole_s`: first and last times between which every picture is decoded.
    """

    def __init__(self, whole_s: Sequence[tuple[float, float]] = ()) -> None:
        self._whole_s = tuple(whole_s)
        self.begin()

    def begin(self) -> None:
        """Forget what was announced: reading begins anew, from another place."""
        self._times, self._sizes = array("d"), array("L")
        self.unsure = False

    def wants(self, time_s: float | None, size: int) -> bool:
        """Note a packet; whether its picture is decoded even if no other needs it."""
        if time_s is None:
            self.unsure = True
        if self.unsure or time_s is None:
            return True
        self._times.append(time_s)
        self._sizes.append(size)
        return any(first <= time_s <= last for first, last in self._whole_s)

    def announced(self) -> tuple[Times, Sizes]:
        """Times and bytes of all pictures that were read over, in order of time."""
        times = np.array(self._times, np.float64)
        times, first = np.unique(times, return_index=True)
        return times, np.array(self._sizes, np.int64)[first]


def trial(start_s: float) -> tuple[float, float]:
    """The first moment of a stretch, decoded in whole to see whether the file keeps its word."""
    return start_s, start_s + _TRIAL_S


def keeps_its_word(announced: Times, seen: Times, trial_s: tuple[float, float]) -> bool:
    """Whether every picture seen was announced, and in the trial every one announced was seen."""
    if not len(seen) or not np.isin(seen, announced).all():
        return False
    first, last = max(trial_s[0], seen[0]), min(trial_s[1], seen[-1])
    tried = announced[(announced >= first) & (announced <= last)]
    return bool(np.isin(tried, seen).all())
