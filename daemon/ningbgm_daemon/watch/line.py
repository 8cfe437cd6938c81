"""The line of exports that wait for a place at the desk, fair between folders."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")
Key = tuple[str, str]


class Line(Generic[T]):
    """Each folder has a lane, first come, first served; the lane that was served longest ago is next.

    An export stands in it once, as it came last, and is never served twice at a time.
    """

    def __init__(self) -> None:
        self._lanes: OrderedDict[str, OrderedDict[Key, T]] = OrderedDict()
        self._busy: set[Key] = set()
        self._changed = asyncio.Event()

    def put(self, key: Key, item: T) -> None:
        """Let something stand in the lane of its folder; what waits under its key gives its place to it."""
        self._lanes.setdefault(key[0], OrderedDict())[key] = item
        self._changed.set()

    def done(self, key: Key) -> None:
        """What was served is over."""
        self._busy.discard(key)
        self._changed.set()

    async def next(self) -> tuple[Key, T]:
        """Whose turn it is; waits for somebody to come."""
        while True:
            found = self._take()
            if found is not None:
                return found
            self._changed.clear()
            await self._changed.wait()

    def __len__(self) -> int:
        return sum(len(lane) for lane in self._lanes.values())

    def _take(self) -> tuple[Key, T] | None:
        for folder, lane in self._lanes.items():
            key = next((key for key in lane if key not in self._busy), None)
            if key is not None:
                item = lane.pop(key)
                self._busy.add(key)
                self._lanes.move_to_end(folder)
                if not lane:
                    del self._lanes[folder]
                return key, item
        return None
