"""Reads the log of the detached daemon: its last lines, and those that come."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from ningbgm_agents.errors import NotFoundError

_POLL_S = 0.25


def last_lines(path: Path, count: int) -> list[str]:
    """The last lines of the log.

    Raises:
        NotFoundError: no daemon ran detached yet.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return [line.rstrip("\n") for line in deque(file, count)]
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no log {path}: no daemon was started in the background yet", path=str(path)
        ) from error


def following_lines(path: Path) -> Iterator[str]:
    """The lines that come from now on; a log that is rotated is followed into the new file."""
    position = path.stat().st_size
    pending = b""
    while True:
        length = path.stat().st_size if path.exists() else 0
        if length < position:  # it was rotated: the new file begins anew
            position, pending = 0, b""
        if length == position:
            time.sleep(_POLL_S)
            continue
        with path.open("rb") as file:  # opened anew each time: an open file cannot be rotated on Windows
            file.seek(position)
            pending += file.read()
            position = file.tell()
        *lines, pending = pending.split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in lines)
