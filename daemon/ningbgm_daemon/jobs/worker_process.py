"""The daemon's side of a worker process: starts it, hears its reports, ends it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Protocol

from .assignment import Report, read_report

_log = logging.getLogger(__name__)
_LONGEST_LINE = 1 << 20
_LAST_WORDS = 12
_GRACE_S = 0.6
"""After this long, a worker that was asked to end is killed: a cancelled job is over within a second."""


class Worker(Protocol):
    """A process that carries out the assignment in a job's folder."""

    @property
    def pid(self) -> int:
        """Its number."""
        ...

    def reports(self) -> AsyncIterator[Report]:
        """What it tells, until it ends."""
        ...

    async def ended(self) -> int:
        """Wait for its end; its exit code, negative for the signal that killed it."""
        ...

    async def stop(self) -> None:
        """End it, in good order where it can within a moment."""
        ...

    def last_words(self) -> str:
        """What it said last on its error output."""
        ...


class WorkerProcess:
    """A worker in a process group of its own, started by `start_worker`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._words: deque[str] = deque(maxlen=_LAST_WORDS)
        self._listening = asyncio.create_task(self._listen())

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    async def reports(self) -> AsyncIterator[Report]:
        """What it tells, until it ends."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            report = read_report(line)
            if report is not None:
                yield report

    async def ended(self) -> int:
        """Wait for its end; its exit code, negative for the signal that killed it."""
        code = await self._process.wait()
        self._kill_group()
        await asyncio.wait([self._listening], timeout=1)
        self._listening.cancel()
        return code

    async def stop(self) -> None:
        """End it, in good order where it can within a moment."""
        if self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), _GRACE_S)
            except TimeoutError:
                self._kill_group()
        await self.ended()

    def last_words(self) -> str:
        """What it said last on its error output."""
        return "\n".join(self._words)

    async def _listen(self) -> None:
        assert self._process.stderr is not None
        while line := await self._process.stderr.readline():
            text = line.decode("utf-8", "replace").rstrip()
            self._words.append(text)
            _log.debug("a worker says", extra={"facts": {"pid": self.pid, "words": text}})

    def _kill_group(self) -> None:
        """End the worker and all that it started."""
        try:
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


async def start_worker(folder: Path, environment: Mapping[str, str]) -> WorkerProcess:
    """Start a worker on the assignment in a job's folder; its temporary files lie there as well."""
    temporary = folder / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ningbgm_daemon.jobs.worker",
        str(folder),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=_LONGEST_LINE,
        env={**environment, **{name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")}},
        start_new_session=sys.platform != "win32",
        creationflags=0x200 if sys.platform == "win32" else 0,  # CREATE_NEW_PROCESS_GROUP
    )
    return WorkerProcess(process)
