"""A file as a response: whole or a part, piece by piece, until nobody listens."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ningbgm_agents.errors import NotFoundError

from ..gateway.leaving import send_while_heard
from ..wire import limits
from .ranges import Range, wanted_range

_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
_PLAIN = frozenset("!#$&+-.^_`|~")
"""What RFC 8187 lets stand in an extended value, beside letters and digits."""


async def send_file(path: Path, kind: str, headers: Headers, name: str = "") -> Response:
    """The response that a request for a file wants; `name` makes it a download of that name.

    Raises:
        NotFoundError: it is gone, or no plain file.
        HttpRefusalError: the range lies outside of it.
    """
    file, size, tag = await asyncio.to_thread(_opened, path)
    try:
        said = {"ETag": tag, "Cache-Control": "private, no-cache", "Accept-Ranges": "bytes"}
        if tag in (known.strip() for known in headers.get("if-none-match", "").split(",")):
            file.close()
            return Response(status_code=304, headers=said)
        part = wanted_range(headers, size, tag)
        said |= {"Content-Type": kind} | ({"Content-Disposition": attachment(name)} if name else {})
        return _FileResponse(file, size, part, said)
    except BaseException:
        file.close()
        raise


def attachment(name: str) -> str:
    """`Content-Disposition` for a download of a name (RFC 6266), whatever stands in it.

    The plain form is for programs that know nothing else; it holds no sign that could end it or begin a line.
    """
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-()") else "_" for sign in name)
    full = quote(name.encode("utf-8", "replace"), safe="".join(_PLAIN))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"


class _FileResponse(Response):
    """Sends an open file, and closes it."""

    def __init__(self, file: BinaryIO, size: int, part: Range | None, headers: dict[str, str]) -> None:
        whole = part is None
        self._file, self._part = file, part or Range(0, size)
        super().__init__(status_code=200 if whole else 206, headers=headers)
        self.headers["content-length"] = str(self._part.end - self._part.start)
        if not whole:
            self.headers["content-range"] = f"bytes {self._part.start}-{self._part.end - 1}/{size}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; a caller that goes is not sent the rest."""
        try:
            await send_while_heard(self._send(send, has_body=scope["method"] != "HEAD"), receive)
        finally:
            self._file.close()

    async def _send(self, send: Send, has_body: bool) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        place, end = self._part.start, self._part.end if has_body else self._part.start
        while place < end:
            piece = await asyncio.to_thread(self._piece, place, min(limits.CHUNK_BYTES, end - place))
            if not piece:
                raise OSError("the file became shorter while it was sent")
            place += len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _piece(self, place: int, count: int) -> bytes:
        self._file.seek(place)
        return self._file.read(count)


def _opened(path: Path) -> tuple[BinaryIO, int, str]:
    """The open file, its size, and the tag that changes when it does."""
    try:
        handle = os.open(path, _OPEN)
    except OSError as error:
        raise NotFoundError(f"{path.name} is gone", file=path.name) from error
    seen = os.fstat(handle)
    if not stat.S_ISREG(seen.st_mode):
        os.close(handle)
        raise NotFoundError(f"{path.name} is no file", file=path.name)
    tag = f'"{seen.st_ino:x}-{seen.st_size:x}-{seen.st_mtime_ns:x}"'
    return os.fdopen(handle, "rb", buffering=0), seen.st_size, tag
