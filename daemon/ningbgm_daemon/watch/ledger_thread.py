"""The ledger off the loop: one thread that makes all calls, in the order in which they are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from .ledger import Ledger

T = TypeVar("T")


class LedgerThread:
    """`async with LedgerThread(folder) as kept: await kept.ask(lambda ledger: ...)`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="watch-ledger")
        self._ledger: Ledger | None = None

    async def __aenter__(self) -> LedgerThread:
        self._ledger = await self._run(lambda: Ledger(self._folder))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.ask(Ledger.close)
        self._thread.shutdown()

    async def ask(self, question: Callable[[Ledger], T]) -> T:
        """What the ledger answers; what has begun is carried out even where nobody waits any more."""
        ledger = self._ledger
        assert ledger is not None, "use it inside 'async with'"
        return await self._run(lambda: question(ledger))

    async def _run(self, act: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, act)
