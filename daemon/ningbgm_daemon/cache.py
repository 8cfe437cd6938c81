"""What can be computed again: results by the hash of all that went into them, in a folder of limited size."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from ningbgm_agents.errors import StoreError

from .file_lock import FileLock, process_runs

_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = (
    "Signature: 8a477f597d28d172789f06886806bc55\n# NingBGM computes all of this again when it is gone.\n"
)
"""Tells backup programs to leave the folder out (bford.info/cachedir)."""
_SLACK = 16
"""After one part in so many of the limit has been put in, the folder is measured again."""


class Cache:
    """Results by kind and key; a key names all that went in, so what is kept is never out of date.

    An entry is a folder with the content and its SHA-256. It appears by rename, is checked whenever it is
    read, and is dropped where it does not hold; so any number of processes may share a cache, and the whole
    folder may be deleted at any time. What `owner` reads or writes is pinned: it is not evicted until
    `release`. An owner is a job or a score.
    """

    def __init__(self, folder: Path, limit_bytes: int, owner: str = "") -> None:
        self.folder, self.limit_bytes, self.owner = folder, limit_bytes, owner
        self._pinned: set[str] = set()
        self._new_bytes = limit_bytes
        """Put in since the folder was last measured; at first unknown, so it is measured soon."""

    def owned_by(self, owner: str) -> Cache:
        """The same cache, pinning for an owner: letters, digits, `_` and `-`."""
        return Cache(self.folder, self.limit_bytes, _checked(owner))

    def get(self, kind: str, key: str) -> bytes | None:
        """A result, or None where it is not kept."""
        path = self.path(kind, key)
        try:
            return None if path is None else path.read_bytes()
        except OSError:
            return None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep a result.

        Raises:
            StoreError: the disk refuses.
        """
        path = self.scratch()
        try:
            path.write_bytes(content)
        except OSError as error:
            raise self.refused(error) from error
        self.adopt(kind, key, path)

    def path(self, kind: str, key: str) -> Path | None:
        """The file of a result, to be read only, or None where it is not kept.

        It stays where it is as long as its owner pins it; without an owner, it may go at any time.
        """
        entry = self._entry(kind, key)
        self._pin(kind, key)
        if not entry.exists():
            return None
        if not _holds(entry):
            self._remove(entry)
            return None
        with suppress(OSError):
            os.utime(entry / "sum")
        return entry / "content"

    def adopt(self, kind: str, key: str, path: Path) -> Path:
        """Take over a finished file as a result; returns where it lies now.

        Raises:
            StoreError: the disk refuses, or the file is gone.
        """
        entry = self._entry(kind, key)
        self._pin(kind, key)
        try:
            size = self._take(entry, path)
        except OSError as error:
            raise self.refused(error) from error
        self._new_bytes += size
        if self._new_bytes > self.limit_bytes // _SLACK:
            self.trim()
        return entry / "content"

    def keys(self, kind: str, beginning: str) -> tuple[str, ...]:
        """Keys of what is kept, by how they begin; two characters at least."""
        folder = self._entry(kind, beginning).parent
        return tuple(sorted(path.name for path in _children(folder) if path.name.startswith(beginning)))

    def refused(self, error: OSError) -> StoreError:
        """What to raise where the disk refuses a file that was to be adopted."""
        return StoreError(
            f"the cache {self.folder} cannot be written: {error.strerror or error}", path=str(self.folder)
        )

    def scratch(self) -> Path:
        """A new name inside the cache, for a file that is to be adopted.

        Raises:
            StoreError: the disk refuses.
        """
        folder = self.folder / "scratch" / (self.owner or f"process-{os.getpid()}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self.refused(error) from error
        return folder / uuid4().hex

    def mark(self) -> None:
        """Make the folder, and mark it as a cache: by this it is seen later whether somebody has deleted it.

        Raises:
            StoreError: the disk refuses.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / _TAG).write_text(_TAG_TEXT, encoding="ascii")
        except OSError as error:
            raise self.refused(error) from error

    @property
    def is_there(self) -> bool:
        """Whether the folder is marked as a cache; False once somebody has deleted it."""
        return (self.folder / _TAG).exists()

    def release(self) -> None:
        """Forget what the owner pinned and what it has not finished."""
        if self.owner:
            self._pinned.clear()
            (self.folder / "pins" / self.owner).unlink(missing_ok=True)
            self.sweep()

    def sweep(self) -> None:
        """Remove what the owner began and did not finish: its process was killed."""
        if self.owner:
            shutil.rmtree(self.folder / "scratch" / self.owner, ignore_errors=True)

    def release_all_but(self, owners: Collection[str]) -> None:
        """Forget what others pinned or left unfinished: jobs of a killed daemon, processes that are gone."""
        found = {path.name for name in ("pins", "scratch") for path in _children(self.folder / name)}
        for owner in found - set(owners):
            process = owner.removeprefix("process-")
            if process == owner or not process_runs(int(process)):
                self.owned_by(owner).release()

    def used_bytes(self) -> int:
        """Size of all that is kept."""
        return sum(entry.size for entry in self._entries())

    def trim(self) -> None:
        """Evict what was not used for longest, until the limit holds with room for what comes next."""
        with FileLock(self.folder / "lock"):
            entries = sorted(self._entries(), key=lambda entry: entry.used_ns)
            room = self.limit_bytes // _SLACK
            over = sum(entry.size for entry in entries) - (self.limit_bytes - room)
            pinned = self._all_pinned() if over > 0 else set()
            for entry in entries:
                if over <= 0:
                    break
                if entry.name not in pinned:
                    self._remove(entry.folder)
                    over -= entry.size
        self._new_bytes = 0

    def _entry(self, kind: str, key: str) -> Path:
        return self.folder / "entries" / _checked(kind) / _checked(key)[:2] / key

    def _take(self, entry: Path, path: Path) -> int:
        """Make the entry from a file beside it and move it into place; returns its size."""
        made = self.scratch()
        made.mkdir()
        digest, size = _digest(path), path.stat().st_size
        os.replace(path, made / "content")
        (made / "sum").write_text(digest, encoding="ascii")
        entry.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.rename(made, entry)
        except OSError:
            if not entry.exists():
                raise
            if not _holds(entry):
                self._remove(entry)
                os.rename(made, entry)
            shutil.rmtree(made, ignore_errors=True)
        return size

    def _remove(self, entry: Path) -> None:
        """Remove an entry as a whole; one that another process holds open on Windows stays."""
        gone = self.folder / "scratch" / f"process-{os.getpid()}" / uuid4().hex
        with suppress(OSError):
            gone.parent.mkdir(parents=True, exist_ok=True)
            os.rename(entry, gone)
            shutil.rmtree(gone, ignore_errors=True)

    def _pin(self, kind: str, key: str) -> None:
        """Note on disk that the owner needs this; under the lock, so that nobody is just evicting it."""
        if not self.owner:
            return
        path, line = self.folder / "pins" / self.owner, f"{kind}/{key}"
        if line in self._pinned and path.exists():
            return
        try:
            with FileLock(self.folder / "lock"):
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("a", encoding="ascii") as file:
                    file.write(line + "\n")
        except OSError as error:
            raise self.refused(error) from error
        self._pinned.add(line)

    def _all_pinned(self) -> set[str]:
        pinned: set[str] = set()
        for path in _children(self.folder / "pins"):
            with suppress(OSError):
                pinned.update(path.read_text("ascii", "replace").split())
        return pinned

    def _entries(self) -> Iterator[_Entry]:
        kinds = _children(self.folder / "entries")
        for folder in (entry for kind in kinds for part in _children(kind) for entry in _children(part)):
            try:
                size, used = (folder / "content").stat().st_size, (folder / "sum").stat().st_mtime_ns
            except OSError:
                continue
            yield _Entry(folder, size, used)


@dataclass(frozen=True)
class _Entry:
    """A kept result, as the eviction sees it."""

    folder: Path
    size: int
    used_ns: int

    @property
    def name(self) -> str:
        return f"{self.folder.parent.parent.name}/{self.folder.name}"


def _children(folder: Path) -> list[Path]:
    """What is in a folder; nothing where it has gone meanwhile."""
    try:
        return [folder / name for name in os.listdir(folder)]
    except OSError:
        return []


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for something in the cache")
    return name


def _holds(entry: Path) -> bool:
    """Whether the content is what was put in."""
    try:
        return _digest(entry / "content") == (entry / "sum").read_text("ascii", "replace")
    except OSError:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
