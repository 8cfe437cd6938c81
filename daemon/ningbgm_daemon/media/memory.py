"""What was sensed of media files before: nobody watches the same film twice.

A file is known by its name, its time of change, and its length, head, middle and tail (`content_mark`).
Length and time tell every ordinary change; head and tail tell apart what copying programs give the time of
another file.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from ningbgm_agents import document
from ningbgm_agents.errors import InputError, MediaError
from ningbgm_agents.evidence import Evidence
from ningbgm_daemon.cache import Cache

from .mark import content_mark
from .sense import sense
from .thumbnail import Thumbnail

SENSES = 1
"""Raise this when the same media give other evidence: what was sensed before is then not used again."""
_KIND = "evidence"
_RANGE = struct.Struct(">dd")


@dataclass(frozen=True)
class SensedPart:
    """A part of a media file, and what it told."""

    start_s: float
    """From the file's first frame; the evidence counts from here."""
    end_s: float
    evidence: Evidence
    thumbnails: tuple[Thumbnail, ...]


@dataclass(frozen=True)
class KeptThumbnail:
    """A thumbnail as a document can hold it."""

    frame: int
    jpeg: str
    """In base 64."""
    width: int
    height: int

    @classmethod
    def of(cls, thumbnail: Thumbnail) -> Self:
        """A thumbnail, to be kept."""
        jpeg = base64.b64encode(thumbnail.jpeg).decode()
        return cls(thumbnail.frame, jpeg, thumbnail.width, thumbnail.height)

    def thumbnail(self) -> Thumbnail:
        """The thumbnail that was kept."""
        return Thumbnail(self.frame, base64.b64decode(self.jpeg), self.width, self.height)


@dataclass(frozen=True)
class _KeptPart:
    """A sensed part as it is kept."""

    evidence: Evidence
    pictures: tuple[KeptThumbnail, ...]


def sense_part(
    path: Path,
    start_s: float,
    end_s: float,
    workers: int,
    progress: Callable[[float], None],
    cache: Cache | None,
) -> SensedPart:
    """Sense a part of a file, or recall it where the very same part was sensed before.

    Raises:
        MediaError: the file cannot be read; the fact `changed` says that it changed or vanished meanwhile.
    """
    before = identity(path)
    kept = None if cache is None else _kept(path, before, start_s, end_s, cache)
    if kept is not None:
        progress(1.0)
        return kept
    try:
        sensed = sense(path, start_s=start_s, end_s=end_s, progress=progress, workers=workers)
    except InputError:
        _check_unchanged(path, before)
        raise
    _check_unchanged(path, before)
    part = SensedPart(start_s, end_s, sensed.evidence, sensed.thumbnails)
    if cache is not None:
        cache.put(_KIND, _key(before, start_s, end_s), _written(part))
    return part


def recall_covering(path: Path, start_s: float, end_s: float, cache: Cache) -> SensedPart | None:
    """The shortest kept part of a file that covers what is wanted of it; None where there is none.

    What a longer part tells of a shorter one is not to the last digit what the shorter one would tell alone.
    """
    try:
        known = identity(path)
    except MediaError:
        return None
    spans = [_span(key) for key in cache.keys(_KIND, f"{known}-")]
    covering = [span for span in spans if span[0] <= start_s and end_s <= span[1]]
    kept = (_kept(path, known, first_s, last_s, cache) for first_s, last_s in sorted(covering, key=_length))
    return next((part for part in kept if part is not None), None)


def identity(path: Path) -> str:
    """What tells a media file from any other, and from itself after a change.

    Raises:
        MediaError: the file cannot be opened.
    """
    try:
        changed_ns = path.stat().st_mtime_ns
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror or error}", path=str(path)) from error
    told = repr((SENSES, path.name, changed_ns, content_mark(path)))
    return hashlib.sha256(told.encode()).hexdigest()[:48]


def _check_unchanged(path: Path, before: str) -> None:
    try:
        changed = identity(path) != before
    except MediaError as error:
        raise MediaError(
            f"{path.name} vanished while it was being read; bring it back and score again",
            path=str(path),
            changed="vanished",
        ) from error
    if changed:
        raise MediaError(
            f"{path.name} changed while it was being read; wait until it is written and score again",
            path=str(path),
            changed="changed",
        )


def _key(known: str, start_s: float, end_s: float) -> str:
    return f"{known}-{_RANGE.pack(start_s, end_s).hex()}"


def _span(key: str) -> tuple[float, float]:
    """First and last second of the part that a key names."""
    start_s, end_s = _RANGE.unpack(bytes.fromhex(key.split("-")[1]))
    return float(start_s), float(end_s)


def _length(span: tuple[float, float]) -> float:
    return span[1] - span[0]


def _kept(path: Path, known: str, start_s: float, end_s: float, cache: Cache) -> SensedPart | None:
    content = cache.get(_KIND, _key(known, start_s, end_s))
    if content is None:
        return None
    try:
        return _read(content, path, start_s, end_s)
    except InputError:  # kept by another version of NingBGM, in its own words
        return None


def _written(part: SensedPart) -> bytes:
    pictures = tuple(KeptThumbnail.of(one) for one in part.thumbnails)
    return document.dump(_KeptPart(part.evidence, pictures)).encode()


def _read(content: bytes, path: Path, start_s: float, end_s: float) -> SensedPart:
    """The part as it was kept; the file may lie elsewhere now."""
    kept = document.load(_KeptPart, content)
    shots = tuple(replace(shot, source=str(path)) if shot.source else shot for shot in kept.evidence.shots)
    thumbnails = tuple(picture.thumbnail() for picture in kept.pictures)
    return SensedPart(start_s, end_s, replace(kept.evidence, shots=shots), thumbnails)
