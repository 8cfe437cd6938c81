"""Reads the file of a timeline into memory, up to the bound that all dialects share."""

from __future__ import annotations

from pathlib import Path

from ningbgm_agents.errors import TimelineError

from . import limits


def read_bounded(path: Path, name: str = "") -> bytes:
    """The bytes of a file; `name` is what the user calls it where that is not the file's own name.

    Raises:
        TimelineError: it cannot be read, or is larger than any timeline.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= limits.MAX_FILE_BYTES else b""
    except OSError as error:
        raise TimelineError(f"{name} cannot be read: {error.strerror}", path=str(path)) from error
    check_size(size, name)
    return content


def check_size(size: int, name: str) -> None:
    """Refuse what is larger than any timeline.

    Raises:
        TimelineError: with the bound.
    """
    if size > limits.MAX_FILE_BYTES:
        megabytes = limits.MAX_FILE_BYTES // 2**20
        raise TimelineError(f"{name} is larger than {megabytes} MB, the most that is read")
