"""Starts a daemon that outlives the process that asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from ningbgm_agents.errors import BusyError
from ningbgm_daemon.config import Settings
from ningbgm_daemon.discovery import Discovery, find_daemon

from .limits import START_S

START_LOG = "daemon.start.log"
"""What a detached daemon says before it logs for itself; in the log folder."""
_POLL_S = 0.05


def start_daemon(
    settings: Settings, options: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Discovery:
    """Start a daemon with `options` of `ningbgm daemon start`, and wait until it answers.

    Raises:
        BusyError: it does not answer in time, or ended at once; the sentence says why.
    """
    settings.make_folders()
    log = settings.logs / START_LOG
    process = _spawn(["daemon", "start", "--detached", *options], settings.data, log, environment)
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        found = find_daemon(settings.runtime)
        if found is not None and found.alive:
            process.returncode = 0  # it is no longer ours to wait for, and Popen shall not warn of that
            return found.discovery
        if process.poll() is not None:
            raise BusyError(f"the daemon did not start: {_last_words(log)}", log=str(log))
        time.sleep(_POLL_S)
    raise BusyError(f"the daemon does not answer after {START_S:g} s; see {log}", log=str(log))


def _spawn(
    arguments: Sequence[str], folder: Path, log: Path, environment: Mapping[str, str] | None
) -> subprocess.Popen[bytes]:
    """Run our own command line in a session of its own, in a folder that keeps no disk mounted."""
    with log.open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "ningbgm_daemon.cli", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd=folder,
            env=environment,
            creationflags=_windows_flags(),
            start_new_session=os.name != "nt",
        )


def _last_words(log: Path) -> str:
    said = [line for line in log.read_text("utf-8", errors="replace").splitlines() if line.strip()]
    return said[-1].removeprefix("ningbgm: ") if said else f"it said nothing; see {log}"


def _windows_flags() -> int:
    """A console of its own that nobody sees: closing the caller's does not end it, and its workers open none.

    https://learn.microsoft.com/windows/win32/procthread/process-creation-flags: CREATE_NO_WINDOW, and
    CREATE_NEW_PROCESS_GROUP so that Ctrl-C in the caller's console does not reach it.
    """
    if sys.platform != "win32":
        return 0
    return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
