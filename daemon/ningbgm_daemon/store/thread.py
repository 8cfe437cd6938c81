"""The store off the loop: one thread that makes all calls, in the order in which they are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from .store import Store

T = TypeVar("T")


class StoreThread:
    """`await thread.ask(lambda store: ...)`: the loop goes on meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")

    async def ask(self, question: Callable[[Store], T]) -> T:
        """What the store answers; a call that has begun is carried out even where nobody waits any more."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, self._store)

    async def close(self) -> None:
        """Close the store after what was asked for before."""
        await self.ask(lambda store: store.close())
        self._thread.shutdown()
