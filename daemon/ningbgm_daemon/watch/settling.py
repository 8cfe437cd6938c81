"""When a file is whole: it has kept its size and time for a while, or was moved into place as it is.

Nothing here asks a clock or a disk. A file's own time is only ever compared with itself: the clocks of shares
and machines differ, and programs that copy set old times.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Seen:
    """A file, or a bundle of files, as it was at a look."""

    size: int
    """Bytes, of all files of a bundle."""
    time_ns: int
    """When it was last changed, as its disk says."""
    count: int = 1
    """Files of a bundle."""

    def __str__(self) -> str:
        return f"{self.size}.{self.time_ns}.{self.count}"


@dataclass(frozen=True, slots=True)
class _Waiting:
    seen: Seen
    since_s: float
    moved: bool


class Settling:
    """Files that are waited for."""

    def __init__(self, quiet_s: float) -> None:
        self._quiet_s = quiet_s
        self._waiting: dict[Path, _Waiting] = {}
        self._moved: set[Path] = set()

    def moved_here(self, path: Path) -> None:
        """A file was moved into place: as it is at the next look, it is whole."""
        self._moved.add(path)

    def observe(self, path: Path, seen: Seen, now_s: float) -> None:
        """A file is so now; `now_s` is of any clock that never goes back."""
        before = self._waiting.get(path)
        moved = path in self._moved
        self._moved.discard(path)
        if before is None or before.seen != seen or moved:
            self._waiting[path] = _Waiting(seen, now_s, moved)

    def is_settled(self, path: Path, now_s: float) -> bool:
        """Whether a file that was observed is whole; an empty one never is."""
        waiting = self._waiting.get(path)
        if waiting is None or waiting.seen.size == 0:
            return False
        return waiting.moved or now_s - waiting.since_s >= self._quiet_s

    def forget(self, path: Path) -> None:
        """A file is no longer waited for."""
        self._waiting.pop(path, None)
        self._moved.discard(path)

    def forget_moves(self) -> None:
        """What was moved into place and is not waited for needs no remembering."""
        self._moved.clear()

    def __contains__(self, path: Path) -> bool:
        return path in self._waiting
