"""A lock that holds between processes and that goes with the process that holds it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from ningbgm_agents.errors import BusyError

_POLL_S = 0.01


class FileLock:
    """`with FileLock(path):` no other process is inside a block of the same path; not re-entrant.

    The system takes the lock back when the process ends, however it ends; the file stays.

    Raises:
        BusyError: another process held it for all of `patience_s`.
    """

    def __init__(self, path: Path, patience_s: float = 10.0) -> None:
        self._path, self._patience_s = path, patience_s
        self._file: BinaryIO | None = None

    def __enter__(self) -> FileLock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("ab")
        deadline = time.monotonic() + self._patience_s
        while not _taken(self._file):
            if time.monotonic() > deadline:
                self._file.close()
                raise BusyError(f"another NingBGM is holding {self._path}", path=str(self._path))
            time.sleep(_POLL_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            _give_back(self._file)
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _taken(file: BinaryIO) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give_back(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give_back(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def process_runs(pid: int) -> bool:
    """Whether a process of this number is there; on Windows always True, as asking there may end it."""
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
