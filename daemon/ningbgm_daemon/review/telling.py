"""Answers in JSON: compressed where the caller takes it, sent once where the caller has it."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response

from ningbgm_agents.document import Plain

_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)
"""Says that gzip is taken; not where its quality is 0."""
_LEAST_BYTES = 1400
"""What fits one packet is not compressed."""


@dataclass(frozen=True)
class Told:
    """A JSON document, ready to be sent."""

    content: bytes
    packed: bytes
    """The same, gzipped."""
    tag: str
    """`ETag`."""


def told(value: Plain) -> Told:
    """A value as a document."""
    content = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )
    tag = hashlib.sha256(content).hexdigest()[:32]
    return Told(content, gzip.compress(content, 6, mtime=0), tag)


def response(document: Told, headers: Headers) -> Response:
    """The response that a caller wants."""
    packed = _GZIP.search(headers.get("accept-encoding", "")) and len(document.content) > _LEAST_BYTES
    tag = f'"{document.tag}{"-gzip" if packed else ""}"'
    said = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    if tag in (known.strip() for known in headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=said)
    if packed:
        said["Content-Encoding"] = "gzip"
    return Response(
        document.packed if packed else document.content, headers=said, media_type="application/json"
    )
