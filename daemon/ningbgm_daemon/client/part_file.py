"""A file that arrives in pieces: it goes on where an earlier try ended, is verified, and appears whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
from pathlib import Path

from ningbgm.v1.stem_service_pb2 import DownloadStemResponse
from ningbgm_agents.errors import DeliveryError, StoreError

_MOST_DAMAGES = 3


class PartFile:
    """Collects a stem beside its target; `finish` puts it there."""

    def __init__(self, name: str, target: Path, sha256: str = "") -> None:
        """`sha256` is what the whole has to have, where it is known before."""
        self._target, self._sha256, self._size = target, sha256, -1
        key = hashlib.sha256(f"{name} {sha256}".encode()).hexdigest()[:16]
        self._path = target.with_name(f".{target.name}.{key}.part")
        self._damages = 0
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch()
        except OSError as error:
            raise _refused(target, error) from error

    @property
    def offset(self) -> int:
        """The bytes that are there already."""
        return self._path.stat().st_size

    @property
    def size(self) -> int:
        """The bytes of the whole file; negative while they are not known."""
        return self._size

    @property
    def complete(self) -> bool:
        """Whether all bytes are there."""
        return self._size >= 0 and self.offset >= self._size

    def take(self, piece: DownloadStemResponse) -> bool:
        """Add a piece; False where it is damaged or none that belongs here, so that it has to be asked again.

        Raises:
            StoreError: too many pieces were damaged.
            DeliveryError: the disk refuses.
        """
        if piece.offset != self.offset or zlib.crc32(piece.content) != piece.crc32:
            self._damaged()
            return False
        self._size, self._sha256 = piece.size_bytes, self._sha256 or piece.sha256
        try:
            with self._path.open("ab") as file:
                file.write(piece.content)
        except OSError as error:
            raise _refused(self._target, error) from error
        return True

    def finish(self) -> bool:
        """Verify the whole and put it in place; False where it was damaged and has to be fetched anew.

        Raises:
            StoreError: it was damaged too often.
            DeliveryError: the disk refuses.
        """
        if not _has(self._path, self._sha256):
            os.truncate(self._path, 0)
            self._damaged()
            return False
        self._place()
        return True

    def copy_from(self, path: str) -> bool:
        """Take a file of this machine in place of a download; False where it is not there or another one."""
        try:
            shutil.copyfile(path, self._path)
        except OSError:
            return False
        if not (self._sha256 and _has(self._path, self._sha256)):
            os.truncate(self._path, 0)
            return False
        self._place()
        return True

    def _place(self) -> None:
        try:
            os.replace(self._path, self._target)
        except OSError as error:
            raise _refused(self._target, error) from error

    def _damaged(self) -> None:
        self._damages += 1
        if self._damages >= _MOST_DAMAGES:
            self._path.unlink(missing_ok=True)
            raise StoreError(f"{self._target.name} arrives damaged; its file in the daemon's store may be")


def _has(path: Path, sha256: str) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _refused(target: Path, error: OSError) -> DeliveryError:
    reason = error.strerror or type(error).__name__
    return DeliveryError(f"{target} cannot be written: {reason}", path=str(target))
