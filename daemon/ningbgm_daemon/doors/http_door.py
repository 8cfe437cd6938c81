"""The HTTP door: one uvicorn for one place, in the loop of the daemon."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import ceil

import uvicorn

from ..auth import Token
from ..gateway.app import Gateway
from ..gateway.guard import Guard, Sessions
from ..gateway.upstream import Upstream
from ..review.review import Review
from ..wire import limits
from .places import Place, listening

_IDLE_S = 60
_POLL_S = 0.005


class HttpDoor:
    """The gateway at one place."""

    def __init__(self, place: Place, token: Token, upstream: Upstream, review: Review) -> None:
        """Open the place.

        Raises:
            StateError: it is taken.
            WishError: its certificate or key cannot be read.
        """
        if place.tls is not None:
            place.tls.check()
        self._socket = listening(place)
        self.place = replace(place, port=int(self._socket.getsockname()[1]))
        guard = _guard(self.place, token, review.admissions)
        self._uvicorn = _Uvicorn(_config(self.place, Gateway(guard, upstream, review.pages)))
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to answer."""
        self._serving = asyncio.create_task(self._uvicorn.serve([self._socket]))
        while not self._uvicorn.started and not self._serving.done():
            await asyncio.sleep(_POLL_S)
        if self._serving.done():
            await self._serving

    async def stop(self) -> None:
        """Answer what is open, within a limit."""
        self._uvicorn.should_exit = True
        if self._serving is not None:
            await self._serving
        self._socket.close()


class _Uvicorn(uvicorn.Server):
    """Leaves signals to the daemon."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(place: Place, app: Gateway) -> uvicorn.Config:
    tls = place.tls
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=ceil(limits.LONGEST_GOODBYE_S),
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )


def _guard(place: Place, token: Token, sessions: Sessions) -> Guard:
    if place.tls is not None:
        return Guard(token, None, sessions, "https")
    names = {place.text, *(f"{name}:{place.port}" for name in ("127.0.0.1", "localhost", "[::1]"))}
    return Guard(token, frozenset(names), sessions)
