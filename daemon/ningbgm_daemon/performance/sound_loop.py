"""The loop that a WAV says of itself, in its `smpl` chunk."""

from __future__ import annotations

import struct
from pathlib import Path

_MOST_CHUNKS = 64


def loop_in_wave(path: Path, points: int) -> tuple[int, int] | None:
    """First and last (exclusive) point of a WAV's first loop; None where it has none."""
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return None
        for _ in range(_MOST_CHUNKS):
            chunk = file.read(8)
            if len(chunk) < 8:
                return None
            size = int.from_bytes(chunk[4:], "little")
            if chunk[:4] == b"smpl":
                return _loop(file.read(min(size, 60)), points)
            file.seek(size + size % 2, 1)
    return None


def _loop(chunk: bytes, points: int) -> tuple[int, int] | None:
    if len(chunk) < 60 or struct.unpack_from("<I", chunk, 28)[0] < 1:
        return None
    start, last = struct.unpack_from("<II", chunk, 44)
    return (start, last + 1) if 0 <= start < last < points else None
