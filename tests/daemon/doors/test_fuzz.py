"""Random and hostile requests at both doors: always a status of the table, never a crash or a traceback.

Seeded, so that what fails once fails again.
"""

from __future__ import annotations

import json
import random

import grpc
import pytest
from calling import METHODS, ask, http_form
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import code_pb2
from house import House

from ningbgm_daemon.status import HTTP_CODES, TABLE, status_of_call

pytestmark = pytest.mark.anyio
ROUNDS = 25
OWN = {kind.code for kind in TABLE.values()} - {code_pb2.INTERNAL}
TEXTS = (
    "",
    "x",
    "scores/s1",
    "scores/s1/cues/1m1",
    "scores/s1/revisions/1",
    "scores/s1/revisions/0",
    "scores/s1/cues/1m1/stems/mix",
    "jobs/j1",
    "../../etc/passwd",
    "/etc/passwd",
    "/tmp/../etc",
    "C:\\x",
    "a\0b",
    "\n\r\t\x1b[31m",
    "名前🎵",
    "\u202e",
    "%2e%2e%2f",
    "{}",
    "' OR 1=1 --",
    "0f8fad5b-d9cb-469f-a165-70867728950e",
    "25",
    "1e999",
    "melody",
    "y" * 5000,
)
NUMBERS = (0, 1, -1, 9, 10, 500, 2**31 - 1, -(2**31))
FLOATS = (0.0, -1.0, float("nan"), float("inf"), float("-inf"), 1e308, 5e-324, -18.0)
JUNK = (None, True, -1, 1.5, 2**70, "x", "NaN", "Infinity", [], {}, [[]], {"a": {}}, "\0", 1e300)


def random_message(kind: Descriptor, dice: random.Random, depth: int = 0) -> Message:
    """A message whose fields hold anything that their types can."""
    message = GetMessageClass(kind)()
    for field in kind.fields:
        for _ in range(dice.choice((0, 1, 1, 3)) if field.is_repeated else dice.choice((0, 1))):
            value = random_value(field, dice, depth)
            if field.is_repeated and isinstance(value, Message):
                getattr(message, field.name).add().CopyFrom(value)
            elif field.is_repeated:
                getattr(message, field.name).append(value)
            elif isinstance(value, Message):
                getattr(message, field.name).CopyFrom(value)
            else:
                setattr(message, field.name, value)
    return message


def random_value(field: FieldDescriptor, dice: random.Random, depth: int) -> object:
    if field.message_type is not None:
        return random_message(field.message_type, dice, depth + 1)
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        return dice.choice(TEXTS)
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return dice.choice((True, False))
    if field.cpp_type in (FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT):
        return dice.choice(FLOATS)
    return dice.choice(NUMBERS)


def random_json(kind: Descriptor, dice: random.Random) -> object:
    """A body with fields of the right names and anything in them."""
    made: dict[str, object] = {}
    for field in kind.fields:
        if dice.random() < 0.5:
            inner = field.message_type is not None and dice.random() < 0.5
            made[dice.choice((field.name, field.json_name))] = (
                random_json(field.message_type, dice) if inner else dice.choice(JUNK + TEXTS)  # type: ignore[arg-type]
            )
    return dice.choice((made, made, made, [made], dice.choice(JUNK)))


async def asked_by_grpc(house: House, method: MethodDescriptor, content: bytes) -> int:
    """The code with which a call with these bytes ends."""
    path = f"/{method.containing_service.full_name}/{method.name}"
    shown = (("authorization", f"Bearer {house.where.token}"),)
    async with grpc.aio.insecure_channel(house.where.grpc) as channel:
        try:
            if method.server_streaming:
                call = channel.unary_stream(path)(content, metadata=shown, timeout=10)
                await call.read()
                call.cancel()
            else:
                await channel.unary_unary(path)(content, metadata=shown, timeout=10)
        except grpc.aio.AioRpcError as error:
            status = status_of_call(error)
            assert "Traceback" not in status.message
            assert len(status.details) == 1
            return status.code
    return code_pb2.OK


@pytest.mark.parametrize("name", METHODS)
async def test_random_messages_by_grpc(house: House, caplog: pytest.LogCaptureFixture, name: str) -> None:
    dice, method = random.Random(f"messages {name}"), METHODS[name]

    codes = set()
    for _ in range(ROUNDS):
        message = random_message(method.input_type, dice)
        codes.add(await asked_by_grpc(house, method, message.SerializeToString()))

    assert codes <= OWN | {code_pb2.OK}
    assert "unexpected error" not in caplog.text


@pytest.mark.parametrize("name", METHODS)
async def test_broken_bytes_by_grpc(house: House, caplog: pytest.LogCaptureFixture, name: str) -> None:
    dice, method = random.Random(f"bytes {name}"), METHODS[name]

    codes = set()
    for _ in range(ROUNDS):
        content = bytearray(random_message(method.input_type, dice).SerializeToString() or b"\x0a")
        for _ in range(dice.randint(1, 6)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        codes.add(await asked_by_grpc(house, method, bytes(content[: dice.randint(1, len(content))])))

    assert codes <= OWN | {code_pb2.OK}
    assert "unexpected error" not in caplog.text


@pytest.mark.parametrize("name", METHODS)
async def test_random_json_by_http(house: House, caplog: pytest.LogCaptureFixture, name: str) -> None:
    dice, method = random.Random(f"json {name}"), METHODS[name]

    for _ in range(ROUNDS):
        verb, path, body = _some_address(method, dice)
        if method.server_streaming and "jobs/j1:watch" in path:
            continue  # a job that is at work is watched for as long as it is
        if body is not None:
            body = _mangled(json.dumps(random_json(method.input_type, dice)).encode(), dice)
        answer = await ask(house.where, verb, path, body)
        assert answer.status in {*HTTP_CODES.values(), 405}
        assert answer.status != 500
        assert b"Traceback" not in answer.body
        if answer.status != 200:
            assert answer.error()["code"] == answer.status

    assert "unexpected error" not in caplog.text


async def test_random_addresses_by_http(house: House, caplog: pytest.LogCaptureFixture) -> None:
    dice = random.Random("addresses")
    parts = (
        "v1",
        "scores",
        "jobs",
        "s1",
        "..",
        ".",
        "%2e%2e",
        "%00",
        "%",
        "%zz",
        "cues",
        ":",
        ":lock",
        "",
        "*",
    )

    for _ in range(200):
        path = (
            "/" + "/".join(dice.choices(parts, k=dice.randint(1, 7))) + dice.choice(("", "?", "?a=%", "?=&="))
        )
        answer = await ask(house.where, dice.choice(("GET", "POST", "DELETE", "BREW")), path)
        assert answer.status in (200, 400, 404, 405)
        if answer.status != 200:
            assert answer.error()["code"] == answer.status

    assert "unexpected error" not in caplog.text


def _some_address(method: MethodDescriptor, dice: random.Random) -> tuple[str, str, bytes | None]:
    """An address of the method with a name that fits, or nearly."""
    message = random_message(method.input_type, dice)
    for field, _ in message.ListFields():
        if field.message_type is not None:
            message.ClearField(field.name)  # not every duration can be written as JSON
    return http_form(method, message)


def _mangled(content: bytes, dice: random.Random) -> bytes:
    if dice.random() < 0.7 or not content:
        return content
    broken = bytearray(content)
    broken[dice.randrange(len(broken))] = dice.randrange(256)
    return bytes(broken)


def test_what_is_random_is_also_broken() -> None:
    dice = random.Random(1)
    kind = METHODS["CreateScore"].input_type
    broken = 0

    for _ in range(200):
        content = bytearray(random_message(kind, dice).SerializeToString() or b"\x0a")
        content[dice.randrange(len(content))] = dice.randrange(256)
        try:
            GetMessageClass(kind).FromString(bytes(content))
        except DecodeError:
            broken += 1

    assert 20 < broken < 200
