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

from ningbgm_agents.errors import DeliveryError
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

Integers = npt.NDArray[np.int32]

FULL_SCALE = 1 << 23
"""The 24-bit integer of full scale, plus one."""
LARGEST_RIFF = (1 << 32) - 1
_DAY = 24 * 3600 * SAMPLE_RATE_HZ
BEXT = struct.Struct("<256s32s32s10s8sQH64s5h180s")
UNKNOWN = 0x7FFF
CHANNELS, SAMPLE_BYTES = 2, 3
FRAME_BYTES = CHANNELS * SAMPLE_BYTES


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
            path.unlink(missing_ok=True)  # an earlier take may be linked elsewhere, to be listened to
            self._file: BinaryIO = path.open("wb")
            self._file.write(self._header())
        except OSError as error:
            raise DeliveryError(f"{path} cannot be written: {error.strerror}", path=str(path)) from error

    def write(self, samples: Integers) -> None:
        """Append 24-bit integers: int32, shape (2, samples)."""
        try:
            self._file.write(_packed(samples))
        except OSError as error:
            raise DeliveryError(
                f"{self._path} cannot be written: {error.strerror}", path=str(self._path)
            ) from error
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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(self._measured)

    def _header(self) -> bytes:
        bext = _chunk(b"bext", self._bext())
        form = _chunk(
            b"fmt ",
            struct.pack(
                "<HHIIHH",
                1,
                CHANNELS,
                SAMPLE_RATE_HZ,
                SAMPLE_RATE_HZ * FRAME_BYTES,
                FRAME_BYTES,
                8 * SAMPLE_BYTES,
            ),
        )
        data = self._samples * FRAME_BYTES
        riff = 4 + 36 + len(bext) + len(form) + 8 + data
        if riff <= self._largest:
            return (
                b"RIFF"
                + struct.pack("<I", riff)
                + b"WAVE"
                + _chunk(b"JUNK", bytes(28))
                + bext
                + form
                + b"data"
                + struct.pack("<I", data)
            )
        sizes = struct.pack("<QQQI", riff, data, self._samples, 0)
        return (
            b"RF64"
            + struct.pack("<I", 0xFFFFFFFF)
            + b"WAVE"
            + _chunk(b"ds64", sizes)
            + bext
            + form
            + b"data"
            + struct.pack("<I", 0xFFFFFFFF)
        )

    def _bext(self) -> bytes:
        stamp, found = self._stamp, self._measured
        levels = [UNKNOWN] * 5
        if found is not None:
            levels[0], levels[2] = (
                _hundredths(found.loudness_lufs),
                _hundredths(found.true_peak_dbtp),
            )
        history = f"A=PCM,F={SAMPLE_RATE_HZ},W=24,M=stereo,T={stamp.originator}\r\n".encode("ascii")
        return (
            BEXT.pack(
                _text(stamp.description, 256),
                _text(stamp.originator, 32),
                _text(stamp.reference, 32),
                _text(stamp.date, 10),
                _text(stamp.time, 8),
                stamp.time_reference % _DAY,
                2,
                bytes(64),
                *levels,
                bytes(180),
            )
            + history
            + bytes(len(history) % 2)
        )


def _packed(samples: Integers) -> bytes:
    """Interleaved 24-bit samples; two frames are put into three words at a time."""
    odd = samples.shape[1] % 2
    left, right = np.pad(samples, ((0, 0), (0, odd))).view(np.uint32) & np.uint32(0xFFFFFF)
    words = np.empty((len(left) // 2, 3), "<u4")
    words[:, 0] = left[::2] | right[::2] << np.uint32(24)
    words[:, 1] = right[::2] >> np.uint32(8) | left[1::2] << np.uint32(16)
    words[:, 2] = left[1::2] >> np.uint32(16) | right[1::2] << np.uint32(8)
    return words.tobytes()[: samples.shape[1] * FRAME_BYTES]


def _chunk(key: bytes, content: bytes) -> bytes:
    return key + struct.pack("<I", len(content)) + content


def _text(text: str, size: int) -> bytes:
    return text.encode("ascii", "replace")[:size]


def _hundredths(value: float) -> int:
    return round(100 * min(max(value, -99.0), 99.0))
