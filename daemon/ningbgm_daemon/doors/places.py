"""Where the doors listen: always on loopback, and elsewhere only with TLS."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from ningbgm_agents.errors import StateError, WishError

from ..config import is_loopback
from .tls import TlsFiles

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Place:
    """An address to listen at."""

    host: str
    port: int
    """0 for any that is free."""
    tls: TlsFiles | None = None

    @property
    def text(self) -> str:
        """`127.0.0.1:8080`, `[::1]:8080`."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def places(host: str, port: int, tls: TlsFiles | None) -> tuple[Place, ...]:
    """The loopback place, and after it the public one where the host is one.

    Raises:
        WishError: the host is not loopback, and there is no TLS.
    """
    if is_loopback(host):
        return (Place(LOOPBACK if host.lower() == "localhost" else host, port),)
    if tls is None:
        raise WishError(
            f"{host} can be reached from other machines, which needs TLS: give a certificate and its key,"
            f" or use {LOOPBACK}",
            host=host,
        )
    return Place(LOOPBACK, 0), Place(host, port, tls)


def listening(place: Place) -> socket.socket:
    """A socket that listens at a place.

    Raises:
        StateError: the place is taken, or none of this machine.
    """
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    try:
        return socket.create_server((place.host, place.port), family=family, backlog=512)
    except OSError as error:
        raise cannot_listen(place, error.strerror or str(error)) from error


def cannot_listen(place: Place, why: str) -> StateError:
    """The error of a place that cannot be had."""
    return StateError(
        f"the daemon cannot listen at {place.text} ({why}); choose another port, or 0 for any",
        address=place.text,
    )
