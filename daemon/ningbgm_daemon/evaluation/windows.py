"""A sound of any length in windows of one length, no more of it in memory than a window and a block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

Mono = npt.NDArray[np.float32]


def windows_of(blocks: Iterable[Mono], length: int, hop: int) -> Iterator[Mono]:
    """Windows of `length` samples, `hop` apart; the last one ends with the sound.

    `blocks`: the sound in order, each of shape (samples,). A shorter sound is one shorter window.
    """
    held, fresh, given = np.zeros(0, np.float32), 0, False
    for block in blocks:
        held, fresh = np.concatenate([held, block]), fresh + len(block)
        while fresh >= (hop if given else length):
            past = fresh - (hop if given else length)
            yield held[len(held) - past - length : len(held) - past]
            fresh, given = past, True
        held = held[-(length + fresh) :] if given else held
    if fresh:
        yield held[-length:]
