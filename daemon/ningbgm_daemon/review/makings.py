"""What is being made for the page: begun when somebody asks, ended when nobody asks any more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ningbgm_agents import document
from ningbgm_agents.errors import NingbgmError
from ningbgm_agents.timeline import Edit

from .bench import Bench
from .making import MakingOrder
from .shelf import Shelf, Ware
from .sources import Sources

State = Literal["ready", "making", "failed"]
Order = Callable[[Path], MakingOrder]
"""Says what to make, given where to put it."""
HasLeft = Callable[[], Awaitable[bool]]
"""Tells whether a caller waits no more."""
_LOOK_S = 2.0
_PATIENCE_S = 0.25
ABANDONED_S = 90.0
"""After so long without a question, nobody waits any more; what failed may then be tried again."""


@dataclass(frozen=True)
class Progress:
    """How far something is."""

    state: State
    share: float = 0.0
    sentence: str = ""
    path: Path | None = None
    """The finished file, or as much of it as there is."""


class Makings:
    """Everything that is being made, by kind and key; what is made lies on the shelf."""

    def __init__(self, shelf: Shelf, bench: Bench, now_s: Callable[[], float] = time.monotonic) -> None:
        self._shelf, self._bench, self._now_s = shelf, bench, now_s
        self._running: dict[tuple[Ware, str], _Making] = {}
        self._looks: set[asyncio.Task[object]] = set()

    async def ask(self, kind: Ware, key: str, order: Order) -> Progress:
        """How far it is; begins it where it is not there.

        Raises:
            StoreError: the cache cannot be written.
        """
        if (kind, key) not in self._running:
            path = await asyncio.to_thread(self._shelf.find, kind, key)
            if path is not None:
                return Progress("ready", 1.0, path=path)
        return self._making(kind, key, order).ask()

    async def have(self, kind: Ware, key: str, order: Order, has_left: HasLeft) -> Progress:
        """The same, once it is ready or has failed; where all who wait for it have left, it is ended."""
        while (progress := await self.ask(kind, key, order)).state == "making":
            making = self._making(kind, key, order)
            making.waiting += 1
            try:
                while not making.task.done():
                    making.ask()
                    await asyncio.wait((making.task,), timeout=_PATIENCE_S)
                    if await has_left():
                        if making.waiting == 1:
                            making.task.cancel()
                        return progress
            finally:
                making.waiting -= 1
        return progress

    async def sources(self, edit: Edit) -> Sources:
        """What of an edit can be seen and heard now; who looks is another process, as media may be hostile.

        Raises:
            MediaError: the look failed.
        """
        out, task = await asyncio.to_thread(self._shelf.scratch), asyncio.current_task()
        assert task is not None
        self._looks.add(task)
        try:
            await self._bench.make(MakingOrder("sources", edit, str(out)), lambda share: None)
            return document.load(Sources, await asyncio.to_thread(out.read_bytes))
        finally:
            self._looks.discard(task)
            out.unlink(missing_ok=True)

    def find(self, kind: Ware, key: str) -> Path | None:
        """What is finished; None where it is not."""
        return self._shelf.find(kind, key)

    async def close(self) -> None:
        """End all of it."""
        tasks = [*self._looks, *(making.task for making in self._running.values())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _making(self, kind: Ware, key: str, order: Order) -> _Making:
        known = self._running.get((kind, key))
        if known is None or (known.failure and known.idle_s > ABANDONED_S):
            known = _Making(self._now_s, self._shelf.scratch())
            known.task = asyncio.create_task(self._attended(known, kind, key, order))
            self._running[kind, key] = known
        return known

    async def _attended(self, making: _Making, kind: Ware, key: str, order: Order) -> None:
        """Make it, as long as somebody asks; what failed is remembered for a while."""
        work = asyncio.create_task(self._bench.make(order(making.out), making.told))
        try:
            while not work.done() and making.idle_s <= ABANDONED_S:
                await asyncio.wait((work,), timeout=_LOOK_S)
            if work.done():
                work.result()
                await asyncio.to_thread(self._shelf.adopt, kind, key, making.out)
        except NingbgmError as error:
            making.failure = str(error)
        finally:
            work.cancel()
            if not making.failure:
                del self._running[kind, key]
            await asyncio.gather(work, return_exceptions=True)
            making.out.unlink(missing_ok=True)


class _Making:
    """One thing that is being made."""

    task: asyncio.Task[None]

    def __init__(self, now_s: Callable[[], float], out: Path) -> None:
        self._now_s, self._asked_s = now_s, now_s()
        self.out, self.share, self.failure = out, 0.0, ""
        self.waiting = 0
        """How many wait until it is ready."""

    @property
    def idle_s(self) -> float:
        return self._now_s() - self._asked_s

    def told(self, share: float) -> None:
        self.share = max(self.share, share)

    def ask(self) -> Progress:
        self._asked_s = self._now_s()
        if self.failure:
            return Progress("failed", 0.0, self.failure)
        return Progress("making", self.share, path=self.out)
