"""Models that are loaded: each once, shared by all who ask, put away when nobody does or memory is short."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

M = TypeVar("M")


@dataclass
class _Loaded(Generic[M]):
    model: M
    used_s: float


class Shelf(Generic[M]):
    """At most `most` models at once; one asker at a time, for a model fills its machine.

    `load` makes a model from its name, `seconds` tells the time, `is_short` whether memory is short.
    """

    def __init__(
        self,
        load: Callable[[str], M],
        most: int,
        keep_s: float,
        seconds: Callable[[], float],
        is_short: Callable[[], bool],
    ) -> None:
        self._load, self._most, self._keep_s = load, most, keep_s
        self._seconds, self._is_short = seconds, is_short
        self._loaded: dict[str, _Loaded[M]] = {}
        self._lock = threading.Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """The models that are loaded, the longest unused first."""
        return tuple(sorted(self._loaded, key=lambda name: self._loaded[name].used_s))

    @contextmanager
    def borrow(self, name: str) -> Iterator[M]:
        """The model of this name, loaded where it is not; nobody else works meanwhile."""
        with self._lock:
            if name not in self._loaded:
                while self._loaded and (len(self._loaded) >= self._most or self._is_short()):
                    del self._loaded[self.names[0]]
                self._loaded[name] = _Loaded(self._load(name), self._seconds())
            try:
                yield self._loaded[name].model
            finally:
                self._loaded[name].used_s = self._seconds()

    def tidy(self) -> tuple[str, ...]:
        """Put away what was not used for a while, and all where memory is short; names of what went."""
        if not self._lock.acquire(blocking=False):
            return ()
        try:
            late, short = self._seconds() - self._keep_s, self._is_short()
            gone = tuple(name for name, one in self._loaded.items() if short or one.used_s <= late)
            for name in gone:
                del self._loaded[name]
            return gone
        finally:
            self._lock.release()
