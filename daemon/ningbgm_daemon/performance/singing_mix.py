"""A sung line in its place: its part's level, side and room, as loud as the wordless voice was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ningbgm_daemon.cache import Cache

from .block_file import BLOCK, read_block, write_blocks
from .stem import render_stem
from .stem_player import StemToPlay

_MOST_GAIN_DB = 18.0
Audio = npt.NDArray[np.float32]


def mix_sung(stem: StemToPlay, sung: Audio, wordless: Path, cache: Cache, kind: str, key: str) -> Path:
    """The block file in the cache, under a kind and a key.

    Raises:
        StoreError: the disk refuses.
    """
    (part,) = stem.parts
    blocks = list(render_stem((part,), stem.count, stem.score.room, lambda _: _Sung(sung)))
    gain = _gain(blocks, wordless)
    path = cache.scratch()
    try:
        write_blocks(path, (block * gain for block in blocks))
        return cache.adopt(kind, key, path)
    except OSError as error:
        raise cache.refused(error) from error
    finally:
        path.unlink(missing_ok=True)  # what was adopted lies elsewhere


class _Sung:
    """A sung line as a part's player; see `player.Player`."""

    def __init__(self, sound: Audio) -> None:
        self._sound = sound

    def add_to(self, block: Audio, first: int) -> bool:
        """Add what falls into a block."""
        piece = self._sound[first : first + block.shape[1]]
        block[:, : len(piece)] += piece
        return bool(len(piece) and np.any(piece))


def _gain(blocks: Sequence[Audio], wordless: Path) -> np.float32:
    """What makes the sung line as loud, by its power, as the wordless one."""
    count = -(-wordless.stat().st_size // (8 * BLOCK))
    wanted = sum(float(np.square(read_block(wordless, number)).sum()) for number in range(count))
    have = sum(float(np.square(block).sum()) for block in blocks)
    most = 10 ** (_MOST_GAIN_DB / 20)
    return np.float32(min(most, (wanted / have) ** 0.5)) if have > 0 else np.float32(0.0)
