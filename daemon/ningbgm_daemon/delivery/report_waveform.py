"""The outline and the level of a sound file, a few thousand points for any length."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

_BLOCK = 262_144


@dataclass(frozen=True)
class Waveform:
    """A sound seen from afar: `low` and `high` of each stretch, -1 to 1, and its level."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    level_db: tuple[float, ...]
    """RMS of each stretch in dBFS, -90 or more."""
    sample_count: int


def waveform(path: Path, points: int) -> Waveform:
    """Read a sound file once, in blocks, into at most `points` stretches of even length."""
    with soundfile.SoundFile(str(path)) as file:
        count = max(1, file.frames)
        points = min(points, count)
        low, high = np.zeros(points), np.zeros(points)
        power, sizes = np.zeros(points), np.zeros(points)
        edges = -(-np.arange(points, dtype=np.int64) * count // points)
        position = 0
        for block in file.blocks(_BLOCK, dtype="float32", always_2d=True):
            last = (position + len(block) - 1) * points // count
            bins = np.arange(position * points // count, last + 1)
            starts = np.maximum(edges[bins] - position, 0)
            for side in np.ascontiguousarray(block.T):
                low[bins] = np.minimum(low[bins], np.minimum.reduceat(side, starts))
                high[bins] = np.maximum(high[bins], np.maximum.reduceat(side, starts))
                power[bins] += np.add.reduceat(np.square(side), starts)
                sizes[bins] += np.diff(starts, append=len(block))
            position += len(block)
    level = 10 * np.log10(np.maximum(power / np.maximum(sizes, 1), 1e-9))
    return Waveform(_clean(low), _clean(high), tuple(np.round(level, 1).tolist()), count)


def _clean(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, ...]:
    return tuple(np.clip(np.round(values, 3), -1, 1).tolist())
