"""Where the media of a timeline lies on this machine, from all the ways in which it is written."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ningbgm_agents.timeline import Media

from .media_index import MediaIndex

_WINDOWS = re.compile(r"^(?:[A-Za-z]:[\\/]|\\\\)")
_DRIVE_IN_URL = re.compile(r"^/[A-Za-z]:[\\/]")
_PNG = b"\x89PNG\r\n\x1a\n"


class MediaFinder:
    """Finds the media that one timeline names; asked twice for the same, it looks once.

    It looks where the timeline says, beside the timeline, and below the search folders, there by the
    longest tail of the path: so paths of Windows, of macOS and of another disk lead to the same file.
    """

    def __init__(self, folder: Path, roots: Sequence[Path] = ()) -> None:
        """`folder` is where the timeline lies; `roots` are folders of the user's to search as well."""
        self._folder = folder.absolute()
        self._index = MediaIndex(roots)
        self._found: dict[str, Media] = {}

    def find(self, url: str) -> Media:
        """The media behind a URL, a path or a bare name; offline where it is nowhere."""
        if url not in self._found:
            media = find_media(url, self._folder)
            below = self._index.find(_as_path(url)) if media.offline else None
            self._found[url] = Media(below) if below is not None else media
        return self._found[url]


def find_media(url: str, folder: Path) -> Media:
    """The media that a timeline names by URL or path; relative ones start at the timeline's folder.

    A file that is not where the timeline says is looked for, by its name, beside the timeline, as
    editors do when they relink; where that fails too the media is offline.
    """
    text = url.replace("\0", "")
    for candidate in _candidates(text, folder):
        if _is_file(candidate):
            return Media(os.path.abspath(candidate))
    return Media(_shown(text), offline=True)


def has_alpha(path: str) -> bool:
    """Whether a still image is a PNG with transparency, so that the picture below shows through."""
    try:
        with open(path, "rb") as file:
            head = file.read(26)
    except OSError:
        return False
    return len(head) == 26 and head.startswith(_PNG) and head[25] in (4, 6)


def _candidates(url: str, folder: Path) -> list[str]:
    path = _as_path(url)
    name = re.split(r"[\\/]", path)[-1]
    beside = [str(folder / name)] if name not in ("", ".", "..") else []
    if _WINDOWS.match(path) and os.name != "nt":
        return beside
    if "://" in path:
        return beside
    written = [path, unquote(path)] if path == url else [path]
    return [*(str(folder / text) for text in written), *beside]


def _as_path(url: str) -> str:
    """The path inside a file URL; other texts as they are."""
    if not url.lower().startswith("file:"):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    # Everything after the host is path: editors leave '#' and '?' of file names unescaped.
    raw = url[len("file:") :]
    if raw.startswith("//"):
        raw = raw[2:][len(parts.netloc) :]
    path = unquote(raw)
    if _DRIVE_IN_URL.match(path):
        return path[1:]
    if parts.netloc and unquote(parts.netloc).lower() not in ("localhost", "127.0.0.1"):
        return "\\\\" + unquote(parts.netloc) + path.replace("/", "\\")
    return path


def _shown(url: str) -> str:
    return _as_path(url) or "(unnamed)"


def _is_file(path: str) -> bool:
    try:
        return os.path.isfile(path)
    except (OSError, ValueError):
        return False
