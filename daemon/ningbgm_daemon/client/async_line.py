"""The line to the daemon for asynchronous code: gRPC's aio channel, with patience."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import TypeVar

import grpc
from google.protobuf.message import Message

from ningbgm_agents.errors import NotFoundError

from .calls import A, Call, Part, Stream, T
from .endpoint import OPTIONS, Endpoint, Find
from .patience import Patience

M = TypeVar("M", bound=Message)


class AsyncLine:
    """Carries calls to the daemon wherever it is now; belongs to the event loop in which it was opened."""

    def __init__(self, endpoint: Endpoint, find: Find, patience_s: float) -> None:
        self._find, self._patience_s = find, patience_s
        self.endpoint = endpoint
        self._channel = _open(endpoint)

    async def ask(self, call: Call[A, T]) -> T:
        """The answer to a call, tried again where that is safe and may help.

        Raises:
            NingbgmError: what the daemon answers instead, or that it does not.
        """
        patience = self.patience(call.again)
        while True:
            method = self._channel.unary_unary(
                call.path,
                request_serializer=type(call.request).SerializeToString,
                response_deserializer=call.answer.FromString,
            )
            try:
                answer = await method(call.request, timeout=call.limit_s, metadata=self.endpoint.metadata)
                return call.read(answer)
            except grpc.aio.AioRpcError as error:
                await self.wait(patience, error)

    async def pages(self, part: Callable[[str], Call[A, Part[T]]]) -> AsyncIterator[T]:
        """All items of a list, asked for as they are read."""
        token = ""
        while True:
            found = await self.ask(part(token))
            for item in found.items:
                yield item
            token = found.next_token
            if not token:
                return

    async def stream(self, call: Stream[M], limit_s: float) -> AsyncGenerator[M, None]:
        """The messages of a stream, once; it is closed where the reader stops reading.

        Raises:
            grpc.aio.AioRpcError: it broke; `wait`, and open it again.
        """
        method = self._channel.unary_stream(
            call.path,
            request_serializer=type(call.request).SerializeToString,
            response_deserializer=call.answer.FromString,
        )
        messages = method(call.request, timeout=limit_s, metadata=self.endpoint.metadata)
        try:
            async for message in messages:
                yield message
        finally:
            messages.cancel()

    def patience(self, again: bool = True) -> Patience:
        """A new count of tries."""
        return Patience(again, self._patience_s)

    async def wait(self, patience: Patience, error: grpc.aio.AioRpcError) -> None:
        """Wait before the next try, and see where the daemon is by then.

        Raises:
            NingbgmError: the error of the call, where there is no next try.
        """
        await asyncio.sleep(patience.delay_after(error, await self._moved()))

    async def close(self) -> None:
        """Close the connection."""
        await self._channel.close()

    async def _moved(self) -> bool:
        """Go where the daemon is now; whether that is elsewhere than before."""
        try:
            found = await asyncio.to_thread(self._find)
        except NotFoundError:
            return False
        if found == self.endpoint:
            return False
        old, self.endpoint, self._channel = self._channel, found, _open(found)
        await old.close()
        return True


def _open(endpoint: Endpoint) -> grpc.aio.Channel:
    if endpoint.certificate is None:
        return grpc.aio.insecure_channel(endpoint.address, OPTIONS)
    credentials = grpc.ssl_channel_credentials(endpoint.certificate)
    return grpc.aio.secure_channel(endpoint.address, credentials, OPTIONS)
