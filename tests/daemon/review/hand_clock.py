"""A clock that a test moves by hand."""

from __future__ import annotations


class HandClock:
    """Called, it tells `now_s`."""

    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s
