"""A real server over fakes in a thread of its own, for callers that block; it can be started again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TypeVar

from fakes.fake_jobs import FakeJobs
from fakes.fake_scores import FakeScores, example_score
from fakes.fake_system import FakeSystem
from ningbgm_daemon.config import Settings, settings_in
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.server import Server

T = TypeVar("T")


class HouseInThread:
    """`jobs`, `scores` and `system` stand behind the server; change them by `do` and `change`."""

    def __init__(self, folder: Path) -> None:
        (folder / "out").mkdir()
        self.home = folder / "home"
        self.settings: Settings = settings_in(self.home)
        self.jobs, self.system = FakeJobs(), FakeSystem()
        self.scores = FakeScores(example_score("s1", folder / "out"), example_score("s2", folder / "out", 3))
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever)
        self._thread.start()
        self.server: Server | None = None

    def start(self, settings: Settings | None = None) -> None:
        """Open the doors."""
        self.server = Server(self.jobs, self.scores, self.system, settings or self.settings)
        self.run(self.server.start())

    def stop(self) -> None:
        """Close the doors; what stands behind them stays."""
        if self.server is not None:
            self.run(self.server.stop())
            self.server = None

    def close(self) -> None:
        """Stop for good."""
        self.stop()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def run(self, coroutine: Coroutine[object, object, T]) -> T:
        """Run something in the server's loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def do(self, act: Callable[[], T]) -> T:
        """Do something in the server's loop."""

        async def acted() -> T:
            return act()

        return self.run(acted())

    def change(self, job: Job) -> Job:
        """The job is so from now on."""
        return self.do(lambda: self.jobs.change(job))
