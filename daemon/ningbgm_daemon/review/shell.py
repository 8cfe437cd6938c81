"""The shell of the page: its built files, public, each known by the hash of its content."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response

from ningbgm_agents.errors import NotFoundError

_INDEX = "index.html"
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
"""Names of built files; none begins with a dot, so none leads out or to hidden ones."""
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class _File:
    content: bytes
    kind: str
    tag: str
    """`ETag`: the hash of the content."""


class Shell:
    """Serves the files of a folder; a browser asks again each time, and gets only what it does not have."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def respond(self, name: str, headers: Headers) -> Response:
        """A file of the page; the empty name is the page itself.

        Raises:
            NotFoundError: there is no such file.
        """
        file = await asyncio.to_thread(self._read, name or _INDEX)
        said = {"ETag": file.tag, "Cache-Control": "no-cache"}
        known = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
        if file.tag in known:
            return Response(status_code=304, headers=said)
        return Response(file.content, headers=said | {"Content-Type": file.kind})

    def _read(self, name: str) -> _File:
        path = self._folder / name
        kind = _KINDS.get(path.suffix)
        if not _NAME.fullmatch(name) or kind is None or not path.is_file():
            raise NotFoundError(f"the review page has no file {name[:100]!r}", file=name)
        content = path.read_bytes()
        return _File(content, kind, f'"{hashlib.sha256(content).hexdigest()[:32]}"')
