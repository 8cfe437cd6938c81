"""The service: a gRPC server around the desk of one performer."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import grpc

from ningbgm.v1 import performer_service_pb2_grpc
from ningbgm_agents.errors import StateError, WishError
from ningbgm_daemon.auth import Token, TokenInterceptor
from ningbgm_daemon.doors.tls import TlsFiles, server_credentials
from ningbgm_daemon.performance.guided.performer_key import KEY
from ningbgm_daemon.servicers.edge import Edge
from ningbgm_daemon.wire.limits import MAX_MESSAGE_BYTES

from .announcement import Announcement, announce, withdraw
from .desk import Desk
from .limits import SHORTEST_KEY
from .passage import Facts
from .servicer import PerformerServicer

_WHERE = f"the file that the performer announced itself in, or {KEY}"
_PLACE = re.compile(r"(\[[0-9a-fA-F:]+\]|[^\s:\[\]/@]+):(\d{1,5})")
_OPTIONS: Sequence[tuple[str, int]] = (
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    ("grpc.so_reuseport", 0),  # or two performers could share one port, and callers meet either
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
)


@dataclass(frozen=True)
class Terms:
    """How a performer is served."""

    place: str = "127.0.0.1:0"
    """Where it listens."""
    key: str = ""
    """What callers show; empty for one made at random."""
    announce_at: Path | None = None
    """The file that tells its address and key."""
    tls: TlsFiles | None = None
    """What it shows to callers; None for a line that is not encrypted."""
    leave_s: float = 0.0
    """How long the service stays that nobody asks; 0 for ever."""

    def __post_init__(self) -> None:
        match = _PLACE.fullmatch(self.place)
        if match is None or int(match[2]) > 65535:
            raise WishError(f"{self.place!r} is no place to listen at: say HOST:PORT", place=self.place)
        if self.key and (len(self.key) < SHORTEST_KEY or not _is_plain(self.key)):
            raise WishError(f"{KEY}: at least {SHORTEST_KEY} characters of ASCII, without spaces")


async def serve(
    desk: Desk,
    terms: Terms,
    end: asyncio.Event,
    told: Callable[[Facts, Announcement], None],
) -> None:
    """Load the model, answer until `end` is set or nobody asks any more; `told` hears who answers where.

    Raises:
        NingbgmError: the model cannot be loaded, the place is taken, or the certificate cannot be used.
    """
    try:
        await desk.open()
        server, address, key = await _opened(desk, terms)
        here = Announcement(address, key, os.getpid())
        try:
            if terms.announce_at is not None:
                announce(terms.announce_at, here)
            told(desk.facts, here)
            await _until(end, desk, terms.leave_s)
        finally:
            if terms.announce_at is not None:
                withdraw(terms.announce_at, here)
            stopping = asyncio.create_task(server.stop(desk.limits.goodbye_s))
            await asyncio.sleep(0)  # from here on no call is taken
            desk.dismiss()
            await stopping
    finally:
        await desk.close()


async def _opened(desk: Desk, terms: Terms) -> tuple[grpc.aio.Server, str, str]:
    key = terms.key or secrets.token_urlsafe(32)
    edge = Edge(log="what it prints", patience_s=desk.limits.patience_s)
    server = grpc.aio.server(
        interceptors=(edge, TokenInterceptor(Token(key, _WHERE))),
        options=_OPTIONS,
        maximum_concurrent_rpcs=2 * desk.limits.most_waiting,
    )
    performer_service_pb2_grpc.add_PerformerServiceServicer_to_server(PerformerServicer(desk), server)
    try:
        port = (
            server.add_insecure_port(terms.place)
            if terms.tls is None
            else server.add_secure_port(terms.place, server_credentials(terms.tls))
        )
    except RuntimeError as error:
        raise StateError(
            f"the performer cannot listen at {terms.place}; it is taken, or no address of this machine",
            address=terms.place,
        ) from error
    await server.start()
    return server, f"{terms.place.rpartition(':')[0]}:{port}", key


async def _until(end: asyncio.Event, desk: Desk, leave_s: float) -> None:
    """Return when `end` is set or the desk was idle for long, and put the model away meanwhile."""
    while not end.is_set():
        try:
            await asyncio.wait_for(end.wait(), desk.limits.tidy_s)
        except TimeoutError:
            await desk.tidy()
            if leave_s and desk.idle_s > leave_s:
                return


def _is_plain(key: str) -> bool:
    return key.isascii() and key.isprintable() and " " not in key
