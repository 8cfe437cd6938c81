"""Which part of a file a request asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.datastructures import Headers

from ..gateway.refusal import HttpRefusalError

_ONE = re.compile(r"bytes=[ \t]*(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))[ \t]*", re.ASCII)


@dataclass(frozen=True)
class Range:
    """Bytes from `start` up to but not including `end`."""

    start: int
    end: int


def wanted_range(headers: Headers, size: int, tag: str) -> Range | None:
    """The part that is asked for; None for the whole.

    Several parts at once, and what is no range of bytes, get the whole, as the RFC allows; so does a range of
    a file that is no longer the one that the caller has (`If-Range`).

    Raises:
        HttpRefusalError: the range lies behind the end (416).
    """
    match = _ONE.fullmatch(headers.get("range", "").lower())
    if match is None or headers.get("if-range", tag) != tag:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start = int(first)
        end = min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise HttpRefusalError(
            416,
            "RANGE_INVALID",
            f"the file has {size} bytes; the range lies outside of it",
            **{"content-range": f"bytes */{size}"},
        )
    return Range(start, end)
