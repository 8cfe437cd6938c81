"""Sound on its way from one pass to the next: a temporary file of blocks, read and written in
order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

Audio = npt.NDArray[np.float32]

BLOCK = 27 * 4800
"""Samples of a block: 2.7 s, whole milliseconds and whole blocks of loudness."""
_BLOCK_BYTES = 2 * 4 * BLOCK


def write_blocks(path: Path, blocks: Iterable[Audio]) -> None:
    """Write blocks of float32, shape (2, BLOCK), the last one shorter; the file appears when it is
    whole."""
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        for block in blocks:
            file.write(np.ascontiguousarray(block, np.float32).tobytes())
    partial.replace(path)


def read_block(path: Path, number: int) -> Audio:
    """A block: float32, shape (2, samples)."""
    return np.fromfile(path, np.float32, 2 * BLOCK, offset=number * _BLOCK_BYTES).reshape(2, -1)


def read_sound(path: Path, first: int, count: int) -> Audio:
    """Samples `first` to `first + count` of all blocks, silence outside: float32, shape (2, count)."""
    sound = np.zeros((2, count), np.float32)
    whole = path.stat().st_size // 8
    for number in range(max(0, first) // BLOCK, -(-min(first + count, whole) // BLOCK)):
        block, start = read_block(path, number), number * BLOCK
        low, high = max(first, start), min(first + count, start + block.shape[1])
        if low < high:
            sound[:, low - first : high - first] = block[:, low - start : high - start]
    return sound


def in_blocks(pieces: Iterable[Audio]) -> Iterator[Audio]:
    """Pieces of any length as blocks, the last one shorter."""
    kept: list[Audio] = []
    have = 0
    for piece in pieces:
        kept.append(piece)
        have += piece.shape[1]
        if have < BLOCK:
            continue
        joined = np.concatenate(kept, axis=1)
        whole = have // BLOCK * BLOCK
        for start in range(0, whole, BLOCK):
            yield joined[:, start : start + BLOCK]
        kept, have = [joined[:, whole:]], have - whole
    if have:
        yield np.concatenate(kept, axis=1)
