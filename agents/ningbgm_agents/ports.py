"""What the mind needs from the body, as Protocols."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from .score import Heard, Score


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


class Clock(Protocol):
    """Tells time, for the record of the agents' exchange."""

    def seconds(self) -> float:
        """Seconds from any fixed point, increasing."""
        ...
