"""A real server over a household that scores in a moment, and Node suites that ask it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from composer import Composer

from fakes.fake_system import FakeSystem
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.discovery import read_discovery
from ningbgm_daemon.house import House
from ningbgm_daemon.server import Server

HERE = Path(__file__).parent
_PATIENCE_S = 5400
"""The whole grid of faults takes half an hour on a busy machine."""

RunSuite = Callable[..., None]


class PremiereHouse:
    """A running server; `real` has the whole household behind it, not one that scores in a moment."""

    def __init__(self, folder: Path, real: bool = False) -> None:
        self._settings = settings_in(folder / "home")
        self._settings.make_folders()
        self._scores = folder / "scores"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._stack = AsyncExitStack()
        asyncio.run_coroutine_threadsafe(self._open(real), self._loop).result(60)

    async def _open(self, real: bool) -> None:
        if real:
            house = await self._stack.enter_async_context(House(self._settings))
            server = Server(house.jobs, house.scores, house.system, self._settings)
        else:
            composer = Composer(self._scores)
            server = Server(composer, composer.scores, FakeSystem(), self._settings)
        await self._stack.enter_async_context(server)

    @property
    def door(self) -> str:
        """Where it listens, as the panel finds it."""
        found = read_discovery(self._settings.runtime)
        assert found is not None
        return json.dumps({"grpc": found.grpc, "http": found.http, "token": found.token})

    def close(self) -> None:
        """Stop for good."""
        asyncio.run_coroutine_threadsafe(self._stack.aclose(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def run_suite(name: str, door: str, **environment: str) -> None:
    """Run a suite of Node's; fails with what it said."""
    done = subprocess.run(
        ["node", "--test", "--test-reporter=spec", str(HERE / name)],
        env={**os.environ, "NINGBGM_DOOR": door, **environment},
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
