"""Broadcast Wave files (EBU Tech 3285 v2, 3306): 24-bit, 48 kHz, stamped with their place in time.

Files are written as a stream. A file of more than 4 GB becomes RF64 when it is closed.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np
import numpy.typing as npt

from ningbgm_agents.errors import DeliveryError, MediaError
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

Integers = npt.NDArray[np.int32]

FULL_SCALE = 1 << 23
"""The 24-bit integer of full scale, plus one."""
LARGEST_RIFF = (1 << 32) - 1
_DAY = 24 * 3600 * SAMPLE_RATE_HZ
_BEXT = struct.Struct("<256s32s32s10s8sQH64s5h180s")
_UNKNOWN = 0x7FFF
_CHANNELS, _BYTES = 2, 3
_FRAME = _CHANNELS * _BYTES


@dataclass(frozen=True)
class Stamp:
    """What a Broadcast Wave says about itself."""

    time_reference: int = 0
    """Samples since midnight of the first sample: the timecode at which it belongs."""
    description: str = ""
    reference: str = ""
    date: str = "1970-01-01"
    """Fixed, so that the same music gives the same bytes; give a date to stamp one."""
    time: str = "00:00:00"
    originator: str = "NingBGM"


@dataclass(frozen=True)
class Measured:
    """Loudness fields of the stamp."""

    loudness_lufs: float
    true_peak_dbtp: float


class WaveWriter:
    """Writes a stereo file piece by piece; its header is completed by `close`.

    Raises:
        DeliveryError: the file cannot be written.
    """

    def __init__(self, path: Path, stamp: Stamp, largest: int = LARGEST_RIFF) -> None:
        self._path = path
        self._stamp = stamp
        self._largest = largest
        self._samples = 0
        self._measured: Measured | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = path.open("wb")
            self._file.write(self._header())
        except OSError as error:
            raise DeliveryError(f"{path} cannot be written: {error.strerror}", path=str(path)) from error

    def write(self, samples: Integers) -> None:
        """Append 24-bit integers: int32, shape (2, samples)."""
        interleaved = np.ascontiguousarray(samples.T, "<i4").view(np.uint8)
        packed = interleaved.reshape(-1, 4)[:, :_BYTES]
        try:
            self._file.write(packed.tobytes())
        except OSError as error:
            raise DeliveryError(f"{self._path} cannot be written: {error.strerror}",
                                path=str(self._path)) from error
        self._samples += samples.shape[1]

    def close(self, measured: Measured | None = None) -> None:
        """Complete the header and close the file."""
        if self._file.closed:
            return
        self._measured = measured
        self._file.seek(0)
        self._file.write(self._header())
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close(self._measured)

    def _header(self) -> bytes:
        bext = _chunk(b"bext", self._bext())
        form = _chunk(b"fmt ", struct.pack("<HHIIHH", 1, _CHANNELS, SAMPLE_RATE_HZ,
                                           SAMPLE_RATE_HZ * _FRAME, _FRAME, 8 * _BYTES))
        data = self._samples * _FRAME
        riff = 4 + 36 + len(bext) + len(form) + 8 + data
        if riff <= self._largest:
            return (b"RIFF" + struct.pack("<I", riff) + b"WAVE" + _chunk(b"JUNK", bytes(28)) + bext + form
                    + b"data" + struct.pack("<I", data))
        sizes = struct.pack("<QQQI", riff, data, self._samples, 0)
        return (b"RF64" + struct.pack("<I", 0xFFFFFFFF) + b"WAVE" + _chunk(b"ds64", sizes) + bext + form
                + b"data" + struct.pack("<I", 0xFFFFFFFF))

    def _bext(self) -> bytes:
        stamp, found = self._stamp, self._measured
        levels = [_UNKNOWN] * 5
        if found is not None:
            levels[0], levels[2] = _hundredths(found.loudness_lufs), _hundredths(found.true_peak_dbtp)
        history = f"A=PCM,F={SAMPLE_RATE_HZ},W=24,M=stereo,T={stamp.originator}\r\n".encode("ascii")
        return _BEXT.pack(
            _text(stamp.description, 256), _text(stamp.originator, 32), _text(stamp.reference, 32),
            _text(stamp.date, 10), _text(stamp.time, 8), stamp.time_reference % _DAY, 2, bytes(64),
            *levels, bytes(180),
        ) + history + bytes(len(history) % 2)


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
        self._file.seek(self._start + first * _FRAME)
        raw = np.frombuffer(self._file.read(count * _FRAME), np.uint8).reshape(-1, _BYTES)
        wide = np.zeros((len(raw), 4), np.uint8)
        wide[:, 1:] = raw
        return (wide.view("<i4") >> 8).reshape(-1, _CHANNELS).T

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def _find_data(self) -> int:
        long_size = 0
        while len(head := self._file.read(8)) == 8:
            key, size = head[:4], struct.unpack("<I", head[4:])[0]
            if key == b"data":
                size = long_size if size == 0xFFFFFFFF else size
                self.sample_count = size // _FRAME
                return self._file.tell()
            content = self._file.read(min(size, 1 << 16))
            self._file.seek(max(0, size - (1 << 16)) + size % 2, 1)
            if key == b"ds64":
                long_size = struct.unpack_from("<Q", content, 8)[0]
            elif key == b"bext" and len(content) >= _BEXT.size:
                self._read_bext(content)
            elif key == b"fmt " and struct.unpack_from("<HHIIHH", content)[1::4] != (_CHANNELS, 8 * _BYTES):
                break
        self._file.close()
        raise MediaError(f"{self._path.name} is not a 24-bit stereo wave file", path=str(self._path))

    def _read_bext(self, content: bytes) -> None:
        fields = _BEXT.unpack_from(content)
        description, originator, reference, date, time = (
            field.split(b"\0")[0].decode("ascii", "replace") for field in fields[:5])
        self.stamp = Stamp(fields[5], description, reference, date, time, originator)
        if fields[8] != _UNKNOWN:
            self.measured = Measured(fields[8] / 100, fields[10] / 100)


def _chunk(key: bytes, content: bytes) -> bytes:
    return key + struct.pack("<I", len(content)) + content


def _text(text: str, size: int) -> bytes:
    return text.encode("ascii", "replace")[:size]


def _hundredths(value: float) -> int:
    return round(100 * min(max(value, -99.0), 99.0))
