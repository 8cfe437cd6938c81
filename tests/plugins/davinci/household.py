"""A real server over a household that scores in a moment, for callers that block."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from composer import Composer
from desk import Desk

from fakes.fake_system import FakeSystem
from ningbgm_agents.errors import StateError
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.records.invitation import Invitation
from ningbgm_daemon.review.review import Review
from ningbgm_daemon.server import Server

Sit = Callable[..., Desk]


class ShutReview(Review):
    """A review page that lets nobody in."""

    def invite(self, score_id: str) -> Invitation:
        raise StateError("the review page was not built with this daemon")


class Household:
    """A running server; `installed` is what the installer would have written of it."""

    def __init__(self, folder: Path) -> None:
        self.composer = Composer(folder / "scores")
        self._settings = settings_in(folder / "home")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server: Server | None = None
        self.installed = folder / "installed.json"
        self.installed.write_text(
            json.dumps(
                {
                    "command": [sys.executable, "-c", "raise SystemExit('nothing starts here')"],
                    "discovery": str(self._settings.runtime / "daemon.json"),
                }
            )
        )

    def start(self, with_page: bool = True) -> None:
        self._server = Server(self.composer, self.composer.scores, FakeSystem(), self._settings)
        if not with_page:
            self._server.review = ShutReview(self.composer.scores, self._settings)
        asyncio.run_coroutine_threadsafe(self._server.start(), self._loop).result(30)

    def stop(self) -> None:
        if self._server is not None:
            asyncio.run_coroutine_threadsafe(self._server.stop(), self._loop).result(30)
            self._server = None

    @contextmanager
    def without_page(self) -> Iterator[None]:
        """Inside, the daemon refuses the review page."""
        self.stop()
        self.start(with_page=False)
        yield
        self.stop()
        self.start()

    def do(self, act: Callable[..., object], *arguments: object) -> None:
        """Do something in the server's loop."""

        async def acted() -> None:
            act(*arguments)

        asyncio.run_coroutine_threadsafe(acted(), self._loop).result(30)

    def close(self) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
