"""A watch over a call that must not fall silent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue


class Watch:
    """Cancels a call that gives no sign of life for `patience_s`."""

    def __init__(self, patience_s: float, cancel: Callable[[], object]) -> None:
        self.barked = False
        """Whether it has cancelled the call."""
        self._patience_s, self._cancel = patience_s, cancel
        self._signs: SimpleQueue[bool] = SimpleQueue()  # of life, each True; False for the end
        threading.Thread(target=self._wait, daemon=True, name="performer watch").start()

    def heard(self) -> None:
        """A sign of life came."""
        self._signs.put(True)

    def end(self) -> None:
        """The call is over."""
        self._signs.put(False)

    def _wait(self) -> None:
        try:
            while self._signs.get(timeout=self._patience_s):
                pass
        except Empty:
            self.barked = True
            self._cancel()
