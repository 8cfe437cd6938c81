"""The edit's own sound from its first frame on: raw samples that can be read while they are made."""

from __future__ import annotations

from pathlib import Path

_BYTES = 4
"""Of a sample: two channels of 16 bits."""


def guide_piece(path: Path | None, total: int, first: int, count: int) -> bytes | None:
    """Samples of a guide of `total` samples, silence outside of it; None where they are not yet made.

    Without a path, all of it is silent.
    """
    begin, end = max(first, 0), min(first + count, total)
    if path is None or begin >= end:
        return bytes(count * _BYTES)
    with path.open("rb") as file:
        file.seek(begin * _BYTES)
        made = file.read((end - begin) * _BYTES)
    if len(made) < (end - begin) * _BYTES:
        return None
    return bytes((begin - first) * _BYTES) + made + bytes((first + count - end) * _BYTES)
