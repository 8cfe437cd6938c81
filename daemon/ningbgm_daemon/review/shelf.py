"""What the page has had made, in the daemon's cache: known to be whole once it has been looked at."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

from ningbgm_agents.errors import StoreError
from ningbgm_daemon.cache import Cache

Ware = Literal["review-peaks", "review-guide", "review-film", "review-strip"]


class Shelf:
    """Files by kind and key; nothing is pinned, so what is not looked at for long makes room.

    The cache hashes what it gives out, which for a film takes seconds; here that is done once a file.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._whole: dict[Path, tuple[int, int, int]] = {}

    def find(self, kind: Ware, key: str) -> Path | None:
        """The file, to be read only; None where it is not there."""
        known = self._cache.folder / "entries" / kind / key[:2] / key / "content"
        if self._whole.get(known) == _seen(known):
            with suppress(OSError):
                os.utime(known.with_name("sum"))  # by this the cache sees what is used
                return known
        path = self._cache.path(kind, key)
        seen = None if path is None else _seen(path)
        if path is None or seen is None:
            self._whole.pop(known, None)
            return None
        self._whole[path] = seen
        return path

    def adopt(self, kind: Ware, key: str, made: Path) -> Path:
        """Take over a finished file; returns where it lies now.

        Raises:
            StoreError: the disk refuses, or the cache is too small for it.
        """
        self._cache.adopt(kind, key, made)
        path = self.find(kind, key)
        if path is None:
            raise StoreError(
                "the cache is too small for this; raise cache_limit in the settings",
                path=str(self._cache.folder),
            )
        return path

    def scratch(self) -> Path:
        """A new name for a file that is to be adopted.

        Raises:
            StoreError: the disk refuses.
        """
        return self._cache.scratch()


def _seen(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
