"""Bodies of requests: their kind, size and time of arrival."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from ..wire import limits
from .refusal import HttpRefusalError


async def read_body(request: Request) -> bytes:
    """The body; empty for none.

    Raises:
        HttpRefusalError: too large, too slow, or not JSON by its own word.
    """
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or len(said) > 15 or int(said) > limits.MAX_BODY_BYTES:
        raise too_large(limits.MAX_BODY_BYTES)
    try:
        async with asyncio.timeout(limits.LONGEST_BODY_S):
            body = await _all_of(request)
    except TimeoutError as error:
        raise HttpRefusalError(408, "BODY_TOO_SLOW", "the body took too long to arrive; ask again") from error
    if body:
        _check_kind(request.headers.get("content-type", ""))
    return body


async def _all_of(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limits.MAX_BODY_BYTES:
            raise too_large(limits.MAX_BODY_BYTES)
    return bytes(body)


def _check_kind(said: str) -> None:
    kind, _, parameters = said.lower().partition(";")
    charset = parameters.replace('"', "").replace(" ", "")
    if kind.strip() != "application/json" or charset not in ("", "charset=utf-8"):
        raise HttpRefusalError(415, "NOT_JSON", "send the body as 'Content-Type: application/json' in UTF-8")


def too_large(most_bytes: int) -> HttpRefusalError:
    """The refusal of a request that is too large."""
    return HttpRefusalError(
        413,
        "BODY_TOO_LARGE",
        f"the request is larger than {most_bytes // 1024**2} MiB; give a long timeline by its path",
    )
