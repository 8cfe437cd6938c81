"""Packed OpenTimelineIO bundles (`.otioz`): their timeline, and their media unpacked beside it."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from ningbgm_agents.errors import TimelineError

from . import limits
from .bounded_file import check_size

_CONTENT = "content.otio"
_MEDIA = "media"
_BLOCK_BYTES = 1 << 20
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    zlib.error,
    ValueError,
    KeyError,
)


def bundle_text(path: Path) -> bytes:
    """The timeline inside a bundle, bounded like one that lies in the open.

    Raises:
        TimelineError: not a bundle, with the reason in one sentence.
    """
    try:
        with zipfile.ZipFile(path) as bundle, bundle.open(_CONTENT) as file:
            content = file.read(limits.MAX_FILE_BYTES + 1)
    except OSError as error:
        raise TimelineError(f"{path.name} cannot be read: {error.strerror}", path=str(path)) from error
    except _BROKEN as error:
        raise TimelineError(
            f"{path.name} is not a bundle of OpenTimelineIO: it is damaged or holds no {_CONTENT}",
            path=str(path),
        ) from error
    check_size(len(content), f"the timeline in {path.name}")
    return content


def unpack_media(path: Path, folder: Path) -> Path:
    """Unpack the media of a bundle into a folder of its own inside `folder`, and say which.

    What lies there already, whole, is not unpacked again. Nothing is written outside; names that lead
    out of the bundle, links and devices are left out.

    Raises:
        TimelineError: a damaged bundle, one that unpacks to more than is sane, or no room on the disk.
    """
    try:
        facts = path.stat()
        own = folder / f"{path.stem[:60]}-{_digest(path, facts)}"
        with zipfile.ZipFile(path) as bundle:
            for entry, name in _media(bundle, path.name):
                target = own / _MEDIA / name
                if not (target.is_file() and target.stat().st_size == entry.file_size):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    _unpack(bundle, entry, target)
    except OSError as error:
        raise TimelineError(
            f"the media in {path.name} cannot be unpacked to {folder}: {error.strerror or error}",
            path=str(path),
        ) from error
    except _BROKEN as error:
        raise TimelineError(
            f"{path.name} is damaged: its media cannot be unpacked", path=str(path)
        ) from error
    return own


def _digest(path: Path, facts: os.stat_result) -> str:
    said = f"{path.absolute()}\0{facts.st_size}\0{facts.st_mtime_ns}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _media(bundle: zipfile.ZipFile, name: str) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    entries = bundle.infolist()
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > limits.MAX_BUNDLE_FILES or whole > limits.MAX_BUNDLE_BYTES:
        raise TimelineError(f"{name} unpacks to {len(entries)} files of {whole >> 30} GB, more than is read")
    for entry in entries:
        parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
        plain = all(part not in ("..", "/") and ":" not in part and "\0" not in part for part in parts)
        is_file = stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG)
        if len(parts) > 1 and parts[0] == _MEDIA and plain and is_file and not entry.is_dir():
            yield entry, os.path.join(*parts[1:])


def _unpack(bundle: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Write one file, whole or not at all, and never more than it said it would be."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with bundle.open(entry) as source, part.open("xb") as out:
            left = entry.file_size
            while block := source.read(min(_BLOCK_BYTES, left + 1)):
                left -= len(block)
                if left < 0:
                    raise zipfile.BadZipFile("longer than it says")
                out.write(block)
        part.replace(target)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
