"""One stem's file, read piece by piece and watched for changes."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from ningbgm_agents.errors import NotFoundError, StateError

_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
# A pipe that was put in the place of a file does not hold the opening up, a link is not followed.


class StemFile:
    """An open file; every method may wait for the disk.

    Raises:
        NotFoundError: there is no such file any more.
        StateError: it is no plain file, or another one than was delivered.
    """

    def __init__(self, path: Path, size_bytes: int | None, sha256: str = "") -> None:
        """`size_bytes` and `sha256` are what was delivered; None and empty where only the file knows."""
        self.path, self.sha256 = path, sha256
        with _told(path):
            self._file = os.fdopen(_opened(path), "rb", buffering=0)
            self._seen = os.fstat(self._file.fileno())
        self.size_bytes = self._seen.st_size
        if size_bytes not in (None, self.size_bytes):
            self._file.close()
            raise _changed(path)
        if not sha256:
            with _told(path):
                self.sha256 = hashlib.file_digest(self._file, "sha256").hexdigest()

    def piece(self, offset: int, most_bytes: int) -> bytes:
        """The bytes from an offset, as many as there are up to `most_bytes`."""
        wanted, parts = min(most_bytes, self.size_bytes - offset), []
        with _told(self.path):
            self._file.seek(offset)
            while wanted > 0 and (part := self._file.read(wanted)):
                parts.append(part)
                wanted -= len(part)
            now = os.fstat(self._file.fileno())
        if wanted > 0 or (now.st_size, now.st_mtime_ns) != (self.size_bytes, self._seen.st_mtime_ns):
            raise _changed(self.path)
        return b"".join(parts)

    def __enter__(self) -> StemFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def _opened(path: Path) -> int:
    handle = os.open(path, _OPEN)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _changed(path)
    return handle


def _changed(path: Path) -> StateError:
    return StateError(
        f"{path} was changed since it was delivered; score again to have it back", path=str(path)
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFoundError(f"{path} is gone; score again to have it back", path=str(path)) from error
    except OSError as error:
        raise StateError(f"{path} cannot be read: {error.strerror}", path=str(path)) from error
