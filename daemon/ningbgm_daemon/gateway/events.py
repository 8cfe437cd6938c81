"""Streams of the contract as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from contextlib import aclosing, asynccontextmanager
from typing import TypeVar

import grpc
from google.protobuf.message import Message
from starlette.types import Receive, Scope, Send

from ..status import status_of_call
from ..wire import limits
from .leaving import send_while_heard
from .refusal import error_json
from .requests import answer_json

T = TypeVar("T")

_HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8")]


class EventStream:
    """A response: `event: message` for each message, then `event: end`, or `event: error` with the error.

    A caller that goes cancels the call behind it.
    """

    def __init__(self, call: grpc.aio.UnaryStreamCall[bytes, Message], first: Message | None) -> None:
        """`first` is the message that was read to see that the call goes well; None where it was empty."""
        self._call, self._first = call, first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send all events, until there are no more or nobody listens."""
        try:
            await send_while_heard(self._send_all(send), receive)
        finally:
            self._call.cancel()

    async def _send_all(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        async with aclosing(self._events()) as events:
            async for event in events:
                await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _events(self) -> AsyncGenerator[bytes, None]:
        number, message = 0, self._first
        try:
            while message is not None:
                number += 1
                yield _event("message", answer_json(message), number)
                async with _task(read_message(self._call)) as reading:
                    while not (await asyncio.wait((reading,), timeout=limits.KEEP_ALIVE_S))[0]:
                        yield b": keep-alive\n\n"
                    message = reading.result()
            yield _event("end", b"{}")
        except grpc.aio.AioRpcError as error:
            yield _event("error", error_json(status_of_call(error)))


@asynccontextmanager
async def _task(work: Coroutine[None, None, T]) -> AsyncIterator[asyncio.Task[T]]:
    """A task that does not outlive the block."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def read_message(call: grpc.aio.UnaryStreamCall[bytes, Message]) -> Message | None:
    """The next message; None at the end.

    Raises:
        AioRpcError: the call ended with another status than OK.
    """
    message = await call.read()
    return message if isinstance(message, Message) else None


def _event(kind: str, content: bytes, number: int | None = None) -> bytes:
    label = b"" if number is None else b"id: %d\n" % number
    return b"event: %s\n%sdata: %s\n\n" % (kind.encode(), label, content)
