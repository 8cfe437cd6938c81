"""How far the work is and how long each step took."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

Step = Literal["read", "sense", "understand", "compose", "deliver"]
Watch = Callable[[Step, float], None]
"""Told the running step and its share done, 0 to 1."""


class Timer:
    """Tells the watcher where the work stands, and how long each step took."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._step: Step | None = None
        self._since = time.monotonic()
        self.seconds: dict[str, float] = {}

    def step(self, step: Step) -> None:
        """A step begins, and with it the one before ends."""
        self.finish()
        self._step, self._since = step, time.monotonic()
        self._watch(step, 0.0)

    def share(self, share: float) -> None:
        """The running step is done to a share."""
        if self._step is not None:
            self._watch(self._step, share)

    def finish(self) -> dict[str, float]:
        """The running step ends; returns the seconds that each took."""
        if self._step is not None:
            self._watch(self._step, 1.0)
            taken = time.monotonic() - self._since
            self.seconds[self._step] = round(self.seconds.get(self._step, 0.0) + taken, 3)
            self._step = None
        return self.seconds


class MonotonicClock:
    """The machine's monotonic clock."""

    def seconds(self) -> float:
        """Seconds from an arbitrary point."""
        return time.monotonic()
