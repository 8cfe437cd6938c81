"""Reads the Broadcast Wave files that `bwf` writes."""

from __future__ import annotations

import struct
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np

from ningbgm_agents.errors import MediaError

from .bwf import (
    BEXT,
    CHANNELS,
    FRAME_BYTES,
    SAMPLE_BYTES,
    UNKNOWN,
    Integers,
    Measured,
    Stamp,
)


class WaveReader:
    """Reads the files that `WaveWriter` writes.

    Raises:
        MediaError: the file is not such a file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as error:
            raise MediaError(f"{path} cannot be opened: {error.strerror}", path=str(path)) from error
        with_sizes = self._file.read(12)
        if with_sizes[:4] not in (b"RIFF", b"RF64") or with_sizes[8:] != b"WAVE":
            self._file.close()
            raise MediaError(f"{path.name} is not a wave file", path=str(path))
        self.stamp = Stamp()
        self.measured: Measured | None = None
        self.sample_count = 0
        self._start = self._find_data()

    def read(self, first: int, count: int) -> Integers:
        """24-bit integers from sample `first`: int32, shape (2, up to count)."""
        count = max(0, min(count, self.sample_count - first))
        self._file.seek(self._start + first * FRAME_BYTES)
        raw = np.frombuffer(self._file.read(count * FRAME_BYTES), np.uint8).reshape(-1, SAMPLE_BYTES)
        wide = np.zeros((len(raw), 4), np.uint8)
        wide[:, 1:] = raw
        return (wide.view("<i4") >> 8).reshape(-1, CHANNELS).T

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _find_data(self) -> int:
        long_size = 0
        while len(head := self._file.read(8)) == 8:
            key, size = head[:4], struct.unpack("<I", head[4:])[0]
            if key == b"data":
                size = long_size if size == 0xFFFFFFFF else size
                self.sample_count = size // FRAME_BYTES
                return self._file.tell()
            content = self._file.read(min(size, 1 << 16))
            self._file.seek(max(0, size - (1 << 16)) + size % 2, 1)
            if key == b"ds64":
                long_size = struct.unpack_from("<Q", content, 8)[0]
            elif key == b"bext" and len(content) >= BEXT.size:
                self._read_bext(content)
            elif key == b"fmt " and struct.unpack_from("<HHIIHH", content)[1::4] != (
                CHANNELS,
                8 * SAMPLE_BYTES,
            ):
                break
        self._file.close()
        raise MediaError(f"{self._path.name} is not a 24-bit stereo wave file", path=str(self._path))

    def _read_bext(self, content: bytes) -> None:
        fields = BEXT.unpack_from(content)
        description, originator, reference, date, time = (
            field.split(b"\0")[0].decode("ascii", "replace") for field in fields[:5]
        )
        self.stamp = Stamp(fields[5], description, reference, date, time, originator)
        if fields[8] != UNKNOWN:
            self.measured = Measured(fields[8] / 100, fields[10] / 100)
