"""Pieces of a stem as raw samples, straight from its file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ningbgm_agents.errors import MediaError, StateError
from ningbgm_daemon.performance.bwf_reader import WaveReader

MOST_SAMPLES = 480_000
"""Ten seconds: the longest piece of one answer."""
FARTHEST = 48_000 * 3600 * 24
"""Samples from the start to which a piece may lie."""


def stem_piece(path: Path, first: int, count: int) -> bytes:
    """Samples of a 24-bit stem, rounded to 16 bits, stereo, little-endian; silence outside of it.

    Raises:
        StateError: the file is no longer the stem that was delivered.
    """
    out = np.zeros((count, 2), "<i2")
    begin, end = max(first, 0), first + count
    try:
        with WaveReader(path) as wave:
            sound = wave.read(begin, end - begin) if begin < min(end, wave.sample_count) else None
    except (MediaError, OSError) as error:
        raise StateError(
            f"{path.name} was changed since it was delivered; score again to have it back", path=str(path)
        ) from error
    if sound is not None:
        out[begin - first : begin - first + sound.shape[1]] = rounded(sound).T
    return out.tobytes()


def rounded(sound: NDArray[np.int32]) -> NDArray[np.int16]:
    """24-bit integers to the nearest 16-bit ones; of two equally near, the even one."""
    whole, half = sound >> 8, 128
    rest = sound - (whole << 8)
    up = (rest > half) | ((rest == half) & (whole & 1 == 1))
    return np.asarray(np.minimum(whole + up, 32767), np.int16)
