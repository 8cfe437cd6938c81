"""What tells the content of an export, so that the same is never scored twice."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ningbgm_daemon.delivery.folder import files_of
from ningbgm_daemon.media.mark import content_mark

from .kinds import Export, rank_of

_READ_WHOLE_BYTES = 64 * 1024**2
_MOST_MARKED = 64
_NO_EXPORT = rank_of(Path("nothing"))


@dataclass(frozen=True, slots=True)
class Content:
    """What an export holds, each part as a mark; empty for what is not there."""

    source: str
    wish: str = ""
    image: str = ""

    def key(self, export: Export, recipe_mark: str) -> str:
        """The same for what would be the same score: a timeline's media may be found by its folder."""
        where = str(export.folder) if export.is_timeline else ""
        told = json.dumps([self.source, self.wish, self.image, recipe_mark, where])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def content_of(export: Export) -> Content:
    """The content of an export.

    Raises:
        OSError: it cannot be read.
    """
    return Content(
        mark_of(export.source),
        _wish_mark(export),
        mark_of(export.image) if export.image else "",
    )


def _wish_mark(export: Export) -> str:
    """A mark of what is wanted: the words, and the temp track where there is one."""
    words = mark_of(export.wish) if export.wish else ""
    if export.like is None:
        return words
    return hashlib.sha256(f"{words}+{mark_of(export.like)}".encode()).hexdigest()[:32]


def mark_of(path: Path) -> str:
    """A hash of a file or bundle: of every byte where it is no long media file, else of samples.

    Raises:
        OSError: it cannot be read.
    """
    if path.is_dir():
        return _bundle_mark(path)
    if path.stat().st_size <= _READ_WHOLE_BYTES:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:32]
    mark = content_mark(path)
    if mark is None:
        raise OSError(f"{path} cannot be read")
    return mark


def is_our_timeline(path: Path) -> bool:
    """Whether an OpenTimelineIO file is one that NingBGM delivered, by what it says of itself."""
    if path.suffix.lower() != ".otio" or path.stat().st_size > _READ_WHOLE_BYTES:
        return False
    with suppress(OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
        said = json.loads(path.read_bytes())["metadata"]["ningbgm"]
        return bool(said.get("kind") == "ningbgm.timeline")
    return False


def delivered_marks(folder: Path) -> list[str]:
    """Marks of the timelines and films in a delivered folder: wherever they are copied, they are ours."""
    marks: list[str] = []
    for name in files_of(folder)[:10_000]:
        if "/" not in name and rank_of(Path(name)) < _NO_EXPORT and len(marks) < _MOST_MARKED:
            with suppress(OSError):
                marks.append(mark_of(folder / name))
    return marks


def _bundle_mark(bundle: Path) -> str:
    told = hashlib.sha256()
    for place, folders, names in os.walk(bundle):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            told.update(f"{path.relative_to(bundle).as_posix()}\0{mark_of(path)}\0".encode())
    return told.hexdigest()[:32]
