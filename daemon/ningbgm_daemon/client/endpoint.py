"""Where the daemon is and how to speak to it; both lines open their channels by this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .limits import ANSWER_BYTES, MOST_DELAY_S


@dataclass(frozen=True)
class Endpoint:
    """An address, the token to show there, and whom to trust."""

    address: str
    """`host:port`."""
    token: str = ""
    certificate: bytes | None = None
    """PEM to trust; None for a connection without TLS."""
    local: bool = False
    """Whether it is on this machine, so that its files can be read where they lie."""

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """What goes with each call."""
        return (("authorization", f"Bearer {self.token}"),) if self.token else ()


Find = Callable[[], Endpoint]
"""Says where the daemon is now; raises `NotFoundError` where none runs."""

OPTIONS: Sequence[tuple[str, int]] = (
    ("grpc.max_receive_message_length", ANSWER_BYTES),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", int(MOST_DELAY_S * 1000)),
    ("grpc.enable_retries", 0),
    ("grpc.use_local_subchannel_pool", 1),
)
"""Reconnect as fast as our own retries ask, each client by itself; gRPC itself repeats nothing."""
