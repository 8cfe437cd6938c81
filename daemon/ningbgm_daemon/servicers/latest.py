"""The latest of a stream of changes, for readers that are slower than the changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Generic, TypeVar

T = TypeVar("T")


async def latest(changes: AsyncIterator[T]) -> AsyncGenerator[T, None]:
    """Each item of `changes` unless a newer one came before it was asked for; the last one always.

    What `changes` raises is raised after the items before it.
    """
    slot: _Slot[T] = _Slot()
    filling = asyncio.create_task(_fill(slot, changes))
    try:
        while await slot.filled():
            yield slot.take()
        await filling
    finally:
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)


class _Slot(Generic[T]):
    """Room for one item, which a newer one replaces."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._changed = asyncio.Event()
        self._over = False

    def put(self, item: T) -> None:
        self._items = [item]
        self._changed.set()

    def close(self) -> None:
        self._over = True
        self._changed.set()

    async def filled(self) -> bool:
        """Wait for an item; False where none will come."""
        await self._changed.wait()
        return bool(self._items)

    def take(self) -> T:
        item = self._items.pop()
        if not self._over:
            self._changed.clear()
        return item


async def _fill(slot: _Slot[T], changes: AsyncIterator[T]) -> None:
    try:
        async for item in changes:
            slot.put(item)
    finally:
        slot.close()
        if isinstance(changes, AsyncGenerator):
            await changes.aclose()
