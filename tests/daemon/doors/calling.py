"""Callers for tests: HTTP over a bare socket, events, and either door by the descriptors."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlencode

import grpc
from google.api import annotations_pb2
from google.protobuf import json_format
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import status_pb2

from ningbgm_daemon.discovery import Discovery
from ningbgm_daemon.gateway.app import SERVICES
from ningbgm_daemon.status import status_of_call

METHODS = {method.name: method for service in SERVICES for method in service.methods}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def plain(self) -> dict[str, object]:
        made = json.loads(self.body)
        assert isinstance(made, dict)
        return made

    def error(self) -> dict[str, object]:
        error = self.plain()["error"]
        assert isinstance(error, dict)
        return error


def head(where: Discovery, verb: str, path: str, headers: Mapping[str, str | None] | None = None) -> bytes:
    """The first lines of a request; a header of None is left out."""
    usual = {
        "Host": where.http.removeprefix("http://"),
        "Authorization": f"Bearer {where.token}",
        "Connection": "close",
    }
    lines = [f"{name}: {text}" for name, text in {**usual, **(headers or {})}.items() if text is not None]
    return "\r\n".join([f"{verb} {path} HTTP/1.1", *lines, "", ""]).encode("utf-8", "surrogateescape")


async def ask(
    where: Discovery,
    verb: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str | None] | None = None,
) -> Answer:
    """One request, one answer."""
    said: dict[str, str | None] = dict(headers or {})
    if body is not None:
        said = {"Content-Type": "application/json", "Content-Length": str(len(body)), **said}
    return await ask_raw(where, head(where, verb, path, said) + (body or b""))


async def ask_raw(where: Discovery, request: bytes) -> Answer:
    """The answer to some bytes."""
    async with asyncio.timeout(20):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(where.http.rpartition(":")[2]))
        try:
            writer.write(request)
            return await _answer(reader)
        finally:
            writer.close()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    status, headers = await _head(reader)
    content = await reader.read()
    if headers.get("transfer-encoding") == "chunked":
        content = _joined(content)
    return Answer(status, headers, content)


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    pairs = [line.split(": ", 1) for line in lines]
    return int(first.split()[1]), {name.lower(): text for name, text in pairs}


def _joined(content: bytes) -> bytes:
    made = b""
    while content:
        size, _, rest = content.partition(b"\r\n")
        length = int(size, 16)
        made, content = made + rest[:length], rest[length + 2 :]
        if not length:
            return made
    raise AssertionError("the last chunk is missing")


@dataclass(frozen=True)
class Event:
    kind: str
    number: int | None
    content: object


class EventsCall:
    """A stream of server-sent events; `async with` it, then iterate."""

    def __init__(self, where: Discovery, path: str) -> None:
        self._where, self._path = where, path
        self.status, self.headers = 0, dict[str, str]()

    async def __aenter__(self) -> EventsCall:
        port = int(self._where.http.rpartition(":")[2])
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
        self._writer.write(head(self._where, "GET", self._path))
        self.status, self.headers = await _head(self._reader)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def __aiter__(self) -> AsyncIterator[Event]:
        while (block := await self.block()) is not None:
            if not block.startswith(":"):
                said = dict(line.split(": ", 1) for line in block.strip().split("\n"))
                number = int(said["id"]) if "id" in said else None
                yield Event(said["event"], number, json.loads(said["data"]))

    async def block(self) -> str | None:
        """The next chunk, which holds one event; None at the end."""
        length = int((await self._reader.readuntil(b"\r\n")).strip(), 16)
        content = await self._reader.readexactly(length + 2)
        return content[:-2].decode() if length else None


class RefusedError(Exception):
    """What a call ended with, when it was not OK."""

    def __init__(self, status: status_pb2.Status) -> None:
        super().__init__(status.message)
        self.status = status


class Caller(Protocol):
    """Either door."""

    async def answer(self, method: str, request: Message) -> Message: ...

    async def messages(self, method: str, request: Message) -> list[Message]: ...


class GrpcCaller:
    def __init__(self, where: Discovery) -> None:
        self._where = where
        self._shown = (("authorization", f"Bearer {where.token}"),)

    async def answer(self, method: str, request: Message) -> Message:
        return (await self.messages(method, request))[0]

    async def messages(self, method: str, request: Message) -> list[Message]:
        called = METHODS[method]
        path = f"/{called.containing_service.full_name}/{called.name}"
        kinds = (type(request).SerializeToString, GetMessageClass(called.output_type).FromString)
        async with grpc.aio.insecure_channel(self._where.grpc) as channel:
            try:
                if called.server_streaming:
                    stream = channel.unary_stream(path, *kinds)(request, metadata=self._shown, timeout=20)
                    return [message async for message in stream]
                return [await channel.unary_unary(path, *kinds)(request, metadata=self._shown, timeout=20)]
            except grpc.aio.AioRpcError as error:
                raise RefusedError(status_of_call(error)) from None


class HttpCaller:
    def __init__(self, where: Discovery) -> None:
        self._where = where

    async def answer(self, method: str, request: Message) -> Message:
        verb, path, body = http_form(METHODS[method], request)
        answer = await ask(self._where, verb, path, body)
        if answer.status != 200:
            raise RefusedError(_status(answer.error()))
        return self._parsed(method, answer.plain())

    async def messages(self, method: str, request: Message) -> list[Message]:
        _, path, _ = http_form(METHODS[method], request)
        async with EventsCall(self._where, path) as events:
            if events.status != 200:
                pieces = await events._reader.read()
                raise RefusedError(_status(json.loads(pieces)["error"]))
            made = [event async for event in events]
        assert made[-1].kind == "end"
        return [self._parsed(method, event.content) for event in made[:-1]]

    def _parsed(self, method: str, content: object) -> Message:
        assert isinstance(content, dict)
        return json_format.ParseDict(content, GetMessageClass(METHODS[method].output_type)())


def http_form(method: MethodDescriptor, request: Message) -> tuple[str, str, bytes | None]:
    """Verb, path with query, and body of a request, by the first binding of its method."""
    rule = method.GetOptions().Extensions[annotations_pb2.http]
    verb = rule.WhichOneof("pattern")
    taken: list[str] = []

    def filled(match: re.Match[str]) -> str:
        taken.append(match[1])
        return quote(str(getattr(request, match[1])))

    path = re.sub(r"\{(\w+)(?:=[^}]*)?\}", filled, getattr(rule, verb))
    fields = json_format.MessageToDict(request, preserving_proto_field_name=True)
    rest = {name: value for name, value in fields.items() if name not in taken}
    if rule.body == "*":
        return verb.upper(), path, json.dumps(rest).encode()
    return verb.upper(), path + ("?" + urlencode(rest) if rest else ""), None


def _status(error: dict[str, object]) -> status_pb2.Status:
    """The `google.rpc.Status` in an error's JSON."""
    from google.rpc import code_pb2

    plain = {"code": code_pb2.Code.Value(str(error["status"])), "message": error["message"]}
    return json_format.ParseDict({**plain, "details": error["details"]}, status_pb2.Status())
