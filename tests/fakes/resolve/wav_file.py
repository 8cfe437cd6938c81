"""What Resolve reads off the head of a WAV file: rate, channels, length."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WavHead:
    sample_rate: int
    channels: int
    sample_count: int


def read_wav(path: Path) -> WavHead | None:
    """The head of a RIFF, RF64 or BW64 file; None where the file is none."""
    try:
        with path.open("rb") as file:
            return _read(file.read(12), file.read)
    except (OSError, struct.error):
        return None


def _read(head: bytes, read) -> WavHead | None:  # type: ignore[no-untyped-def]  # a file's read
    if head[:4] not in (b"RIFF", b"RF64", b"BW64") or head[8:] != b"WAVE":
        return None
    long_size = 0
    sample_rate = channels = block = 0
    while True:
        name, size = struct.unpack("<4sI", read(8))
        if name == b"data":
            size = long_size if size == 0xFFFFFFFF else size
            return WavHead(sample_rate, channels, size // block) if block else None
        body = read(size + size % 2)
        if name == b"ds64":
            long_size = struct.unpack_from("<Q", body, 8)[0]
        if name == b"fmt ":
            _, channels, sample_rate, _, block = struct.unpack_from("<HHIIH", body)
