"""One request on its way: checked, led to its method, asked upstream, told as JSON."""

from __future__ import annotations

import asyncio
from typing import Protocol

from google.protobuf.message import Message
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from ningbgm_agents.errors import NotFoundError

from ..wire import limits
from .bodies import read_body, too_large
from .events import EventStream, read_message
from .guard import Guard
from .plain_json import read_json
from .refusal import HttpRefusalError
from .requests import answer_json, request_message
from .routes import Match, RouteTable
from .upstream import Upstream

_GREETING = (
    "This is the NingBGM daemon. It serves the methods of ningbgm.v1 as JSON, such as GET /v1/status,\n"
    "to programs that show the token of the user's discovery file.\n"
)
_LONG_BYTES = 64 * 1024
"""From here on, a thread turns JSON into a request and an answer into JSON, so that the loop goes on."""


class Pages(Protocol):
    """What is served beside the contract, under one path."""

    path: str
    """`/review`: this, and what begins with it and a slash."""

    async def respond(self, request: Request, raw_path: str, guard: Guard) -> ASGIApp:
        """The response; the place is checked, who asks is not. Raises what `Exchange.respond` raises."""
        ...


class Exchange:
    """Makes the response to a request, or raises."""

    def __init__(self, routes: RouteTable, guard: Guard, upstream: Upstream, pages: Pages) -> None:
        self._routes, self._guard, self._upstream, self._pages = routes, guard, upstream, pages

    async def respond(self, request: Request) -> ASGIApp:
        """The response.

        Raises:
            NingbgmError: the request cannot be answered.
            HttpRefusalError: the same, in words of HTTP.
            AioRpcError: the method ended with an error.
        """
        self._guard.check_place(request.headers)
        raw_path = bytes(request.scope["raw_path"]).decode("latin-1")
        if raw_path == "/" and request.method == "GET":
            return PlainTextResponse(_GREETING)
        if f"{raw_path}/".startswith(f"{self._pages.path}/"):
            return await self._pages.respond(request, raw_path, self._guard)
        token = self._guard.check_token(request.headers)
        match = self._match(request.method, raw_path)
        message = await self._message(match, request)
        if match.route.method.server_streaming:
            return await self._stream(match, message, token)
        return await _told(await self._upstream.answer(match.route.method, message, token))

    def _match(self, verb: str, raw_path: str) -> Match:
        found = self._routes.find(verb, raw_path)
        if isinstance(found, Match):
            return found
        if found:
            allowed = ", ".join(found)
            raise HttpRefusalError(405, "WRONG_VERB", f"this address answers {allowed}", allow=allowed)
        raise NotFoundError(f"there is no address {raw_path[:200]!r} here", path=raw_path)

    async def _message(self, match: Match, request: Request) -> Message:
        body, query = await read_body(request), bytes(request.scope["query_string"])

        def made() -> Message:
            return request_message(match, query, read_json(body) if body else None)

        message = await asyncio.to_thread(made) if len(body) > _LONG_BYTES else made()
        if message.ByteSize() > limits.MAX_MESSAGE_BYTES:
            raise too_large(limits.MAX_MESSAGE_BYTES)
        return message

    async def _stream(self, match: Match, message: Message, token: str) -> EventStream:
        """A stream whose first message has come: what fails at once is told as an error, not as an event."""
        call = self._upstream.stream(match.route.method, message, token)
        try:
            return EventStream(call, await read_message(call))
        except BaseException:
            call.cancel()
            raise


async def _told(message: Message) -> Response:
    long = message.ByteSize() > _LONG_BYTES
    content = await asyncio.to_thread(answer_json, message) if long else answer_json(message)
    return Response(content, media_type="application/json")
