"""The daemon of this user."""

from __future__ import annotations

import socket
from importlib.metadata import version

from ningbgm_daemon.config import Settings
from ningbgm_daemon.discovery import find_daemon

from .finding import Finding, missing, works


def daemon(settings: Settings) -> Finding:
    """Whether it runs and answers."""
    found = find_daemon(settings.runtime)
    if found is None:
        return missing("Daemon", "does not run; commands work alone", "'ningbgm daemon start' starts it")
    there = found.discovery
    if not found.alive:
        return missing("Daemon", f"process {there.pid} does not answer", "'ningbgm daemon start' starts one")
    if there.version != version("ningbgm"):
        return missing(
            "Daemon", f"is of version {there.version}", "renew it: 'ningbgm daemon stop', then 'start'"
        )
    return works("Daemon", f"process {there.pid} answers at {there.grpc} and {there.http}")


def ports(settings: Settings) -> Finding:
    """Whether the doors can be opened where the settings want them; a running daemon holds them itself."""
    found = find_daemon(settings.runtime)
    wanted = (settings.grpc_host, settings.grpc_port), (settings.http_host, settings.http_port)
    if found is not None and found.alive:
        return works("Ports", "the running daemon has them")
    for host, port in wanted:
        try:
            with socket.create_server((host, port), family=_family(host)):
                pass
        except OSError as error:
            return missing(
                "Ports",
                f"{host} port {port or 'any'} cannot be used: {error.strerror}",
                "choose another grpc_port or http_port; 0 takes any that is free",
            )
    return works("Ports", " and ".join(f"{host}:{port or 'any'}" for host, port in wanted))


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
