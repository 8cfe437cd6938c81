"""The edge of the gRPC door: raw bytes become requests, and every error becomes a status of the table."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Protocol, TypeAlias, TypeVar, cast

import grpc
from google.protobuf.message import DecodeError, Message
from google.rpc import status_pb2

from ningbgm_agents.errors import BusyError, InputError, NingbgmError

from ..status import call_status, status_of, unexpected_status
from ..wire import limits

_log = logging.getLogger(__name__)
_OURS = "/ningbgm."
_LAST_WRITE_S = 1.0
"""How long a message that is on its way may take once its stream is to end."""

_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer")
# Texts, as the classes are generic for type checkers alone.
Handler: TypeAlias = "grpc.RpcMethodHandler[_Request, _Answer]"
Context: TypeAlias = "grpc.aio.ServicerContext[bytes, bytes]"


class Edge(grpc.aio.ServerInterceptor):
    """The outermost interceptor; behind it, servicers raise what they like.

    `log` is what users are told to look into after a fault of ours. A caller that takes no message of its
    stream for `patience_s` is let go; without it, none is.
    """

    def __init__(self, log: str = "'ningbgm daemon logs'", patience_s: float | None = None) -> None:
        self._log, self._patience_s = log, patience_s
        self._streams: set[asyncio.Timeout] = set()

    def end_streams(self) -> None:
        """End every open stream as one that took too long: the daemon is ending."""
        now = asyncio.get_running_loop().time()
        for timer in self._streams:
            if not timer.expired():
                timer.reschedule(now)

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler[_Request, _Answer] | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler[_Request, _Answer] | None:
        """The handler with its edge around it, or one that tells why there is none."""
        method = handler_call_details.method
        try:
            handler = await continuation(handler_call_details)
        except NingbgmError as error:
            return cast("Handler[_Request, _Answer]", _refusal(error))
        if handler is None or not method.startswith(_OURS):
            return handler
        # The new handler takes and gives bytes, whatever the one within it takes and gives.
        return cast("Handler[_Request, _Answer]", self._guarded(cast("_Inner", handler), method))

    def _guarded(self, inner: _Inner, method: str) -> Handler[bytes, bytes]:
        """The handler for bytes around the handler for messages."""
        answers, streams = inner.unary_unary, inner.unary_stream

        async def answer(content: bytes, context: Context) -> bytes:
            assert answers is not None
            async with self._edge(context, method, limits.LONGEST_CALL_S):
                return inner.response_serializer(await answers(_parsed(inner, content, method), context))
            raise AssertionError("the edge has ended the call")

        async def stream(content: bytes, context: Context) -> None:
            assert streams is not None
            async with (
                self._edge(context, method, limits.LONGEST_STREAM_S) as timer,
                self._counted(timer),
                aclosing(streams(_parsed(inner, content, method), context)) as messages,
            ):
                # Written, not yielded: so a caller that goes cancels this frame, and all within it closes.
                async for message in messages:
                    await self._write(context, inner.response_serializer(message))

        if streams is not None:
            return grpc.unary_stream_rpc_method_handler(stream)
        return grpc.unary_unary_rpc_method_handler(answer)

    async def _write(self, context: Context, content: bytes) -> None:
        """Write a message; where the stream is ended meanwhile, it is written first.

        While one is on its way gRPC lets no other word through, not even the reason of the end, for which the
        caller would wait until the service is gone.
        """
        writing = asyncio.ensure_future(context.write(content))
        try:
            async with asyncio.timeout(self._patience_s):
                await asyncio.shield(writing)
        except TimeoutError:
            writing.cancel()
            raise
        except asyncio.CancelledError:
            await asyncio.wait((writing,), timeout=_LAST_WRITE_S)
            if not writing.cancel() and not writing.cancelled():
                writing.exception()  # it was told to whoever left
            raise

    @asynccontextmanager
    async def _edge(self, context: Context, method: str, longest_s: float) -> AsyncIterator[asyncio.Timeout]:
        """What is raised within ends the call with its status; so does taking too long."""
        try:
            async with asyncio.timeout(longest_s) as timer:
                yield timer
        except grpc.aio.AbortError:
            raise
        except Exception as error:  # noqa: BLE001 (this is one of the two edges)
            await context.abort(*call_status(self._status(error, method)))

    def _status(self, error: Exception, method: str) -> status_pb2.Status:
        if isinstance(error, TimeoutError):
            return status_of(
                BusyError("this call took longer than a call may, or the service is ending; ask again")
            )
        if isinstance(error, NingbgmError):
            return status_of(error)
        reference = secrets.token_hex(4)
        _log.error("unexpected error %s in %s", reference, method, exc_info=error)
        return unexpected_status(reference, self._log)

    @asynccontextmanager
    async def _counted(self, timer: asyncio.Timeout) -> AsyncIterator[None]:
        """Within, a stream is one that `end_streams` ends."""
        self._streams.add(timer)
        try:
            yield
        finally:
            self._streams.discard(timer)


class _Inner(Protocol):
    """A handler as it comes from the generated code, with an `async` servicer behind it."""

    request_deserializer: Callable[[bytes], Message]
    response_serializer: Callable[[Message], bytes]
    unary_unary: Callable[[Message, Context], Awaitable[Message]] | None
    unary_stream: Callable[[Message, Context], AsyncGenerator[Message, None]] | None


def _parsed(inner: _Inner, content: bytes, method: str) -> Message:
    try:
        return inner.request_deserializer(content)
    except DecodeError as error:
        raise InputError(f"these bytes are no request of {method.rpartition('/')[2]}") from error


def _refusal(error: NingbgmError) -> Handler[bytes, bytes]:
    """A handler that refuses any kind of call before reading it."""

    async def refuse(_: object, context: Context) -> None:
        await context.abort(*call_status(status_of(error)))

    return grpc.stream_stream_rpc_method_handler(refuse)
