"""What the gRPC door refuses, what it serves beside the contract, and what it says about itself."""

from __future__ import annotations

from collections.abc import AsyncIterator

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from house import House

from ningbgm.v1 import score_service_pb2, system_service_pb2
from ningbgm.v1.system_service_pb2_grpc import SystemServiceStub
from ningbgm_daemon.gateway.app import SERVICES
from ningbgm_daemon.status import status_of_call
from ningbgm_daemon.wire import limits

pytestmark = pytest.mark.anyio
METHODS = [f"/{method.containing_service.full_name}/{method.name}" for s in SERVICES for method in s.methods]


@pytest.fixture
async def channel(house: House) -> AsyncIterator[grpc.aio.Channel]:
    options = [("grpc.max_send_message_length", -1)]
    async with grpc.aio.insecure_channel(house.where.grpc, options) as made:
        yield made


def shown(house: House) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {house.where.token}"),)


def reason(error: grpc.aio.AioRpcError) -> str:
    info = error_details_pb2.ErrorInfo()
    status = status_of_call(error)
    assert status.details[0].Unpack(info)
    assert status.message == error.details()
    return info.reason


@pytest.mark.parametrize("token", [None, "Bearer wrong", "Bearer"])
async def test_no_method_answers_without_the_token(channel: grpc.aio.Channel, token: str | None) -> None:
    metadata = () if token is None else (("authorization", token),)

    for method in METHODS:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await channel.unary_unary(method)(b"", metadata=metadata, timeout=10)
        assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED
        assert reason(refused.value) == "TOKEN_REFUSED"


@pytest.mark.parametrize("content", [b"\xff\xff\xff", b"\x0a\xff\xff\xff\xff\x0f"])
async def test_bytes_that_are_no_message_are_refused(
    house: House, channel: grpc.aio.Channel, content: bytes
) -> None:
    for method in METHODS:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await channel.unary_unary(method)(content, metadata=shown(house), timeout=10)
        assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT
        assert reason(refused.value) == "INPUT_INVALID"


async def test_a_text_that_is_not_utf_8_is_refused(house: House, channel: grpc.aio.Channel) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await channel.unary_unary("/ningbgm.v1.JobService/GetJob")(
            b"\x0a\x02\xff\xfe", metadata=shown(house), timeout=10
        )

    assert reason(refused.value) == "INPUT_INVALID"


async def test_a_message_that_is_too_large_is_refused(house: House, channel: grpc.aio.Channel) -> None:
    asked = score_service_pb2.CreateScoreRequest(wish="x" * (limits.MAX_MESSAGE_BYTES + 1))

    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await channel.unary_unary("/ningbgm.v1.ScoreService/CreateScore")(
            asked.SerializeToString(), metadata=shown(house), timeout=10
        )

    assert refused.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_an_unknown_method_is_refused(house: House, channel: grpc.aio.Channel) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await channel.unary_unary("/ningbgm.v1.ScoreService/Explode")(b"", metadata=shown(house), timeout=10)

    assert refused.value.code() == grpc.StatusCode.UNIMPLEMENTED


async def test_a_long_sentence_fits_the_trailers(house: House, channel: grpc.aio.Channel) -> None:
    house.jobs.failing = ValueError("never told")
    asked = score_service_pb2.CreateScoreRequest(palette="名" * 100_000)

    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await channel.unary_unary("/ningbgm.v1.ScoreService/CreateScore")(
            asked.SerializeToString(), metadata=shown(house), timeout=10
        )

    assert reason(refused.value) == "INPUT_INVALID"


async def test_health_is_open_to_all(channel: grpc.aio.Channel) -> None:
    stub = health_pb2_grpc.HealthStub(channel)

    for name in ("", *(service.full_name for service in SERVICES)):
        answer = await stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=10)
        assert answer.status == health_pb2.HealthCheckResponse.SERVING


async def test_reflection_tells_the_services_to_who_shows_the_token(
    house: House, channel: grpc.aio.Channel
) -> None:
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    asked = reflection_pb2.ServerReflectionRequest(list_services="")

    answers = [
        answer async for answer in stub.ServerReflectionInfo(iter([asked]), metadata=shown(house), timeout=10)
    ]
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        [answer async for answer in stub.ServerReflectionInfo(iter([asked]), timeout=10)]

    told = {service.name for service in answers[0].list_services_response.service}
    assert told >= {service.full_name for service in SERVICES} | {"grpc.health.v1.Health"}
    assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED


async def test_the_generated_stub_works(house: House, channel: grpc.aio.Channel) -> None:
    status = await SystemServiceStub(channel).GetStatus(
        system_service_pb2.GetStatusRequest(), metadata=shown(house), timeout=10
    )

    assert status.version == "0.1.0"
