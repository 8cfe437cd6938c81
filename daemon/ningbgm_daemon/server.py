"""The server: both doors in one loop, found by its discovery file, one for each folder."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from contextlib import AsyncExitStack
from importlib.metadata import version
from pathlib import Path

from ningbgm_agents.errors import BusyError, StateError

from .auth import Token, new_token
from .config import Settings
from .discovery import Discovery, find_daemon, remove_discovery, write_discovery
from .doors.doors import Doors
from .doors.places import places
from .doors.tls import TlsFiles
from .file_lock import FileLock
from .review.review import Review
from .servicers.ports import Jobs, Scores, System

_log = logging.getLogger(__name__)
_LOCK_NAME = "daemon.lock"


class Server:
    """`async with Server(jobs, scores, system, settings) as server:` both doors answer inside."""

    def __init__(self, jobs: Jobs, scores: Scores, system: System, settings: Settings) -> None:
        self._jobs, self._scores, self._system, self._settings = jobs, scores, system, settings
        self._stack = AsyncExitStack()
        self.review = Review(scores, settings)
        """The review page; another may stand here until the start."""
        self.discovery = Discovery("", "", "", 0, "", 0.0)
        """Where it is found, once it is started."""

    async def start(self) -> None:
        """Open the doors and write the discovery file; what fails leaves nothing open.

        Raises:
            StateError: a daemon runs already, or a port is taken.
            WishError: an address that is not loopback without TLS, or TLS files that cannot be used.
            StoreError: the discovery file cannot be written.
        """
        async with AsyncExitStack() as stack:
            await self._lock(stack)
            await self._open(stack)
            self._stack = stack.pop_all()
        where = {"grpc": self.discovery.grpc, "http": self.discovery.http}
        _log.info("the daemon answers", extra={"facts": where})

    async def stop(self) -> None:
        """Close the doors within a few seconds: open calls are answered, streams end."""
        await self._stack.aclose()

    async def __aenter__(self) -> Server:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _lock(self, stack: AsyncExitStack) -> None:
        """Be the only daemon of this folder, for as long as this process lives."""
        self._settings.make_folders()
        try:
            stack.enter_context(FileLock(self._settings.runtime / _LOCK_NAME, patience_s=0))
        except BusyError as error:
            raise await asyncio.to_thread(_runs_already, self._settings.runtime) from error

    async def _open(self, stack: AsyncExitStack) -> None:
        """Open the doors, then say where they are; closing goes the other way."""
        settings, secret = self._settings, new_token()
        tls = _tls(settings)
        stack.push_async_callback(self.review.close)
        doors = Doors(self._jobs, self._scores, self._system, self.review, Token(secret))
        stack.push_async_callback(doors.close)
        grpc, http = await doors.open(
            places(settings.grpc_host, settings.grpc_port, tls),
            places(settings.http_host, settings.http_port, tls),
        )
        self.discovery = Discovery(
            grpc.text, f"http://{http.text}", secret, os.getpid(), version("ningbgm"), time.time()
        )
        write_discovery(settings.runtime, self.discovery)
        stack.callback(remove_discovery, settings.runtime, self.discovery)


def _tls(settings: Settings) -> TlsFiles | None:
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    return TlsFiles(settings.tls_certificate, settings.tls_key)


def _runs_already(folder: Path) -> StateError:
    found = find_daemon(folder)
    if found is None or not found.alive:
        return StateError("another daemon is starting or ending; try again in a moment", folder=str(folder))
    there = found.discovery
    return StateError(
        f"a daemon is running already (process {there.pid}, version {there.version}, {there.http});"
        " use it, or end it with 'ningbgm daemon stop'",
        pid=there.pid,
        http=there.http,
        grpc=there.grpc,
    )
