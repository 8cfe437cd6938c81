"""What lies in a watched folder: the files and sizes that the disk tells."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .kinds import BUNDLES, Export, exports_among, holds_manifest, is_ours
from .settling import Seen

_MOST_BUNDLED = 100_000
_HEAD_BYTES = 64 * 1024
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sight:
    """An export as it was at a look."""

    export: Export
    files: Mapping[Path, Seen]

    @property
    def signature(self) -> str:
        """What changes with any of its files."""
        return "|".join(f"{path.suffix}={seen}" for path, seen in self.files.items())


def look(root: Path, folder: Path) -> list[Sight] | None:
    """The exports in one folder; None where it is our own.

    Raises:
        OSError: the folder cannot be read.
    """
    with os.scandir(folder) as entries:
        found = {entry.name: entry for entry in entries if _sayable(entry.name)}
    if is_ours(folder.relative_to(root), holds_manifest(found)):
        return None
    names = [name for name, entry in found.items() if _is_candidate(folder, entry)]
    sights = (see(export) for export in exports_among(folder, names))
    return [sight for sight in sights if sight is not None]


def see(export: Export) -> Sight | None:
    """An export as it is now; None where one of its files is gone."""
    try:
        return Sight(export, {path: _seen(path) for path in export.files})
    except OSError:
        return None


def folders_under(root: Path, folder: Path) -> Iterator[Path]:
    """A folder and all below it that may hold exports: none of our own, no bundles, no links.

    Raises:
        OSError: the folder itself cannot be read; those below it are left out then.
    """
    os.stat(folder)
    for place, folders, names in os.walk(folder):
        here = Path(place)
        if is_ours(here.relative_to(root), holds_manifest(names)):
            folders.clear()
            continue
        yield here
        folders[:] = [name for name in folders if _sayable(name) and Path(name).suffix.lower() not in BUNDLES]


def _sayable(name: str) -> bool:
    """Whether a name is Unicode; of no other can the daemon be asked."""
    try:
        name.encode()
    except UnicodeEncodeError:
        _warn_of(ascii(name)[1:-1])
        return False
    return True


@lru_cache(maxsize=1000)
def _warn_of(name: str) -> None:
    """Once a name."""
    _log.warning("a name that is no Unicode cannot be watched; rename it", extra={"facts": {"name": name}})


def _is_candidate(folder: Path, entry: os.DirEntry[str]) -> bool:
    """A plain file, or a bundle: a pipe that is called film.mp4 would never end."""
    suffix = Path(entry.name).suffix.lower()
    with suppress(OSError):
        if not entry.is_file():
            return suffix in BUNDLES and entry.is_dir()
        return suffix != ".xml" or _is_timeline(folder / entry.name, str(_seen(folder / entry.name)))
    return False


@lru_cache(maxsize=10_000)
def _is_timeline(path: Path, _seen: str) -> bool:
    """Whether an `.xml` is a timeline, and not what cameras write beside their clips; read once a version."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).replace(b"\0", b"")
    return b"<xmeml" in head or b"<fcpxml" in head


def _seen(path: Path) -> Seen:
    facts = path.stat()
    if not stat.S_ISDIR(facts.st_mode):
        return Seen(facts.st_size, facts.st_mtime_ns)
    inside = [inner.stat() for inner in _files_in(path)]
    newest_ns = max((one.st_mtime_ns for one in inside), default=facts.st_mtime_ns)
    return Seen(sum(one.st_size for one in inside), newest_ns, len(inside))


def _files_in(bundle: Path) -> Iterator[Path]:
    count = 0
    for place, _, names in os.walk(bundle):
        for name in names:
            count += 1
            if count > _MOST_BUNDLED:
                return
            yield Path(place, name)
