"""The outline of a stem in levels, each a quarter as fine as the one before."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ningbgm_agents.errors import MediaError, StateError
from ningbgm_daemon.performance.bwf_reader import WaveReader

Pairs = NDArray[np.int8]
"""int8, shape (pairs, 2): lowest and highest value of each stretch, -127 to 127 for full scale."""

FINEST = 256
"""Samples of a pair of level 0."""
STEP = 4
"""Pairs of one level that make one of the next."""
VERSION = "1"
"""Changes where the same stem gives other bytes."""
_MARK = b"NGPK"
_BLOCK = FINEST * 4096
_FULL = 1 << 24
"""Left and right of 24 bits, added."""


@dataclass(frozen=True)
class Part:
    """Some pairs of a level, as bytes, and how many the whole level has."""

    content: bytes
    pairs: int


def write_peaks(wave: Path, into: Path) -> None:
    """Write the levels of a stem, the last a single pair; memory holds a second or two of sound at a time.

    The mean of both channels is what is outlined.

    Raises:
        StateError: the file is no longer the stem that was delivered.
    """
    levels = [_finest(wave)]
    while len(levels[-1]) > 1:
        levels.append(_coarser(levels[-1]))
    head = _MARK + struct.pack("<I", len(levels)) + b"".join(struct.pack("<I", len(one)) for one in levels)
    into.write_bytes(head + b"".join(one.tobytes() for one in levels))


def read_peaks(path: Path, level: int, first: int = 0, end: int | None = None) -> Part:
    """Pairs of a level; none where it is coarser than a single pair, or the part lies outside."""
    with path.open("rb") as file:
        (count,) = struct.unpack("<4xI", file.read(8))
        sizes = struct.unpack(f"<{count}I", file.read(4 * count))
        if level >= count:
            return Part(b"", 0)
        end = sizes[level] if end is None else min(end, sizes[level])
        first = min(first, end)
        file.seek(2 * (sum(sizes[:level]) + first), 1)
        return Part(file.read(2 * (end - first)), sizes[level])


def _finest(path: Path) -> Pairs:
    try:
        with WaveReader(path) as wave:
            blocks = range(0, wave.sample_count, _BLOCK)
            parts = [_outline(wave.read(first, _BLOCK)) for first in blocks]
    except (MediaError, OSError) as error:
        raise StateError(
            f"{path.name} was changed since it was delivered; score again to have it back", path=str(path)
        ) from error
    return np.concatenate(parts) if parts else np.zeros((1, 2), np.int8)


def _outline(sound: NDArray[np.int32]) -> Pairs:
    both = sound[0] + sound[1]
    starts = np.arange(0, len(both), FINEST)
    ends = (np.minimum.reduceat(both, starts), np.maximum.reduceat(both, starts))
    scaled = np.rint(np.stack(ends, axis=1) * (127 / _FULL))
    return np.asarray(scaled.clip(-127, 127), np.int8)


def _coarser(pairs: Pairs) -> Pairs:
    starts = np.arange(0, len(pairs), STEP)
    low, high = np.minimum.reduceat(pairs[:, 0], starts), np.maximum.reduceat(pairs[:, 1], starts)
    return np.stack((low, high), axis=1)
