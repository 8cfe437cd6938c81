"""The daemon of this user."""

from __future__ import annotations

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
