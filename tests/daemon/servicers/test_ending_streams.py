"""The end of a stream is told after the message that is on its way, never into it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from types import SimpleNamespace

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty

from ningbgm_daemon.servicers.edge import Edge

pytestmark = pytest.mark.anyio
METHOD = "/ningbgm.v1.JobService/WatchJob"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class SlowCaller:
    """A caller that takes a message only when the test lets it; one word at a time, as gRPC has it."""

    def __init__(self) -> None:
        self.taking, self.takes = asyncio.Event(), asyncio.Event()
        self.told: list[str] = []
        self._is_busy = False

    async def write(self, content: bytes) -> None:
        self._is_busy = True
        self.taking.set()
        await self.takes.wait()
        self._is_busy = False
        self.told.append("message")

    async def abort(self, code: grpc.StatusCode, details: str, *more: object) -> None:
        assert not self._is_busy, "gRPC refuses a word while another is on its way"
        self.told.append(code.name)
        raise grpc.aio.AbortError


async def stream_of(edge: Edge, caller: SlowCaller) -> asyncio.Task[None]:
    """A call that gets messages without end, under way to this caller."""

    async def watch(request: object, context: object) -> AsyncGenerator[Empty, None]:
        while True:
            yield Empty()

    async def continuation(details: object) -> object:
        return grpc.unary_stream_rpc_method_handler(
            watch, request_deserializer=Empty.FromString, response_serializer=Empty.SerializeToString
        )

    handler = await edge.intercept_service(continuation, SimpleNamespace(method=METHOD))
    call = asyncio.create_task(handler.unary_stream(b"", caller))
    await caller.taking.wait()
    return call


async def test_a_message_on_its_way_is_written_before_the_end_is_told() -> None:
    edge, caller = Edge(), SlowCaller()
    call = await stream_of(edge, caller)

    edge.end_streams()
    await asyncio.sleep(0)
    caller.takes.set()
    with pytest.raises(grpc.aio.AbortError):
        await call

    assert caller.told[-1] == "UNAVAILABLE"
    assert "message" in caller.told
