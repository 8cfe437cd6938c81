"""An index of the files below the user's search folders, by name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import limits


class MediaIndex:
    """Finds files below some folders by the tail of a path that another machine wrote.

    The folders are walked once, when first asked, and no further than `limits` allow. Links to
    folders are not followed.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        """`roots` are the folders to search, the most likely first."""
        self._roots = tuple(Path(os.path.abspath(root)) for root in roots)
        self._by_name: dict[str, list[str]] | None = None
        self._by_stem: dict[str, list[str]] = {}

    def find(self, written: str) -> str | None:
        """The file whose path shares the longest tail with `written`, whatever its case.

        A name without a suffix, as edit lists carry it, finds a file of that stem where there is
        exactly one.
        """
        tail = [part.casefold() for part in re.split(r"[\\/]+", written) if part not in ("", ".", "..")]
        if not tail or not self._roots:
            return None
        found = self._names().get(tail[-1])
        if not found:
            alone = self._by_stem.get(tail[-1], [])
            return alone[0] if len(alone) == 1 else None
        return max(found, key=lambda path: (_shared(path, tail), -found.index(path)))

    def _names(self) -> dict[str, list[str]]:
        if self._by_name is None:
            self._by_name = {}
            for path in self._files():
                name = os.path.basename(path).casefold()
                self._by_name.setdefault(name, []).append(path)
                stem, suffix = os.path.splitext(name)
                if suffix not in _NOT_MEDIA:
                    self._by_stem.setdefault(stem, []).append(path)
        return self._by_name

    def _files(self) -> Iterator[str]:
        count = 0
        for root in self._roots:
            for folder, inner, names in os.walk(root):
                depth = len(Path(folder).parts) - len(root.parts)
                inner[:] = sorted(inner) if depth < limits.MAX_SEARCH_DEPTH else []
                for name in sorted(names):
                    count += 1
                    if count > limits.MAX_SEARCHED_FILES:
                        return
                    yield os.path.join(folder, name)


_NOT_MEDIA = (".otio", ".xml", ".fcpxml", ".edl", ".aaf", ".txt", ".csv", ".json", ".srt", ".xmp")


def _shared(path: str, tail: list[str]) -> int:
    """How many parts at the end of a path are those that were written."""
    parts = [part.casefold() for part in Path(path).parts]
    count = 0
    while count < min(len(parts), len(tail)) and parts[-1 - count] == tail[-1 - count]:
        count += 1
    return count
