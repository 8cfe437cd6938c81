"""The house: the jobs, the scores and the state of a daemon, over one store and one cache."""

from __future__ import annotations

import asyncio
import os
import time
from importlib.metadata import version
from pathlib import Path

from .cache import Cache
from .config import Settings
from .engines import engines
from .jobs.queue import JobQueue
from .jobs.run import Workshop
from .jobs.worker_process import WorkerProcess, start_worker
from .library.library import Library
from .library.places import Places
from .library.rebuilding import finish_deletions, rebuild
from .machine import memory_bytes, storage
from .records.system import EngineState, StorageFacts, SystemState
from .store.store import Store
from .store.thread import StoreThread

_FRESH_S = 5.0
"""What takes long to find out is asked again after so many seconds."""
_LOW_DISK_BYTES = 2 * 1024**3


class House:
    """`async with House(settings) as house:` jobs go on inside, from where an earlier daemon left them.

    Nobody else may be in the house of the same folders.

    Raises:
        StoreError: the data folder cannot be used.
        BusyError: another program holds the database.
    """

    jobs: JobQueue
    scores: Library
    system: HouseSystem

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._thread: StoreThread | None = None

    async def __aenter__(self) -> House:
        settings, places = self._settings, Places(self._settings.data)
        store = await asyncio.to_thread(_opened, settings, places)
        self._thread = StoreThread(store)
        cache = Cache(settings.cache / "results", settings.cache_limit_bytes)
        shop = Workshop(self._thread, places, cache, settings.workers, _start)
        self.jobs = JobQueue(shop, settings.running_jobs)
        self.scores = Library(self._thread, places)
        self.system = HouseSystem(settings, self.jobs, tuple(store.notes))
        try:
            await self.jobs.start()
        except BaseException:
            await self._thread.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.jobs.stop()
        if self._thread is not None:
            await self._thread.close()


class HouseSystem:
    """The daemon itself; see `servicers.ports.System`."""

    def __init__(self, settings: Settings, jobs: JobQueue, notes: tuple[str, ...]) -> None:
        self._settings, self._jobs, self._notes = settings, jobs, notes
        self._started_s = time.time()
        self._known: _Slow | None = None
        self._asking = asyncio.Lock()
        self.ending = asyncio.Event()
        """Set when somebody wants the daemon to end."""

    async def state(self) -> SystemState:
        """How it is; what takes long to find out may be some seconds old."""
        async with self._asking:
            if self._known is None or time.monotonic() - self._known.asked_s > _FRESH_S:
                self._known = await asyncio.to_thread(_Slow, self._settings)
        slow = self._known
        return SystemState(
            version=version("ningbgm"),
            pid=os.getpid(),
            started_s=self._started_s,
            engines=slow.engines,
            memory_bytes=slow.memory_bytes,
            data=slow.data,
            cache=slow.cache,
            queued_jobs=self._jobs.waiting,
            running_jobs=self._jobs.running,
            notes=self._notes + _disk_notes((slow.data, slow.cache)),
        )

    async def shut_down(self) -> None:
        """Begin to end in good order; returns at once."""
        self.ending.set()


class _Slow:
    """What takes long to find out."""

    def __init__(self, settings: Settings) -> None:
        self.engines: tuple[EngineState, ...] = engines()
        self.memory_bytes = memory_bytes()
        self.data = storage(settings.data)
        self.cache = storage(settings.cache, settings.cache_limit_bytes)
        self.asked_s = time.monotonic()


def _opened(settings: Settings, places: Places) -> Store:
    """The store, in agreement with the files beside it."""
    is_new = not (settings.data / Store.NAME).exists()
    store = Store(settings.data)
    try:
        finish_deletions(store, places)
        if store.was_damaged or is_new:
            found = rebuild(store, places)
            if found and is_new:
                store.notes.append(
                    f"There was no database; {found} revisions are known again by their folders."
                )
    except BaseException:
        store.close()
        raise
    return store


async def _start(folder: Path) -> WorkerProcess:
    return await start_worker(folder, os.environ)


def _disk_notes(places: tuple[StorageFacts, ...]) -> tuple[str, ...]:
    """A sentence for each disk that is nearly full."""
    return tuple(
        f"The disk of {facts.path} is nearly full: {facts.free_bytes // 1024**2} MiB are free."
        for facts in places
        if facts.free_bytes < _LOW_DISK_BYTES
    )
