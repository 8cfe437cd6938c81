"""Sound on its way from one pass to the next: a temporary file of blocks, read and written in
order."""

from __future__ import annotations

from collections.abc import Iterable
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
