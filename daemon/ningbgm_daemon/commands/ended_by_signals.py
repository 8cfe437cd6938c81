"""Ctrl-C, SIGTERM and the closing of the terminal as the wish to end in good order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")


@contextmanager
def ended_by_signals(end: asyncio.Event) -> Iterator[None]:
    """Within, they set `end`; inside a running loop."""
    loop = asyncio.get_running_loop()

    def hear(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(end.set)

    known = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, hear) for number in known}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
