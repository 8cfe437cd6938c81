"""The last few results of slow work, each made once however many ask for it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Results by key. What fails is not kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._tasks: OrderedDict[Hashable, asyncio.Task[T]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result of a key; `make` works in a thread. Raises what it raises."""
        return await self.wait(key, lambda: asyncio.to_thread(make))

    async def wait(self, key: Hashable, make: Callable[[], Coroutine[None, None, T]]) -> T:
        """The result of a key; raises what `make` raises."""
        task = self._tasks.get(key)
        if task is None:
            task = asyncio.create_task(make())
            task.add_done_callback(_seen)
            self._tasks[key] = task
        self._tasks.move_to_end(key)
        while len(self._tasks) > self._most:
            self._tasks.popitem(last=False)
        try:
            return await asyncio.shield(task)  # who goes does not take it from who waits
        except BaseException:
            if task.done() and self._tasks.get(key) is task:
                del self._tasks[key]
            raise


def _seen(task: asyncio.Task[T]) -> None:
    """What went wrong is known, even where all who asked have left."""
    if not task.cancelled():
        task.exception()
