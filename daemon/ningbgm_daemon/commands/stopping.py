"""Ends the daemon, and waits until it has ended."""

from __future__ import annotations

from ningbgm_agents.errors import BusyError
from ningbgm_daemon.client import Client
from ningbgm_daemon.config import load_settings
from ningbgm_daemon.discovery import find_daemon
from ningbgm_daemon.file_lock import FileLock

HOUSE_LOCK = "house.lock"
"""File in the runtime folder that a daemon holds from its first step to its last."""
_PATIENCE_S = 20.0
"""For a daemon that closes its doors and puts its work down."""


def stop_daemon() -> bool:
    """End the daemon of this user; False where none runs.

    Raises:
        BusyError: it has not ended in time.
    """
    runtime = load_settings().runtime
    found = find_daemon(runtime)
    if found is None or not found.alive:
        return False
    with Client(found.discovery.grpc, found.discovery.token) as bgm:
        bgm.shut_down()
    try:
        with FileLock(runtime / HOUSE_LOCK, _PATIENCE_S):
            return True
    except BusyError as error:
        pid = found.discovery.pid
        raise BusyError(
            f"the daemon (process {pid}) has not ended after {_PATIENCE_S:g} s", pid=pid
        ) from error
