"""Fetches a stem, for both clients: copied where it lies on this machine, else downloaded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing, closing
from pathlib import Path

import grpc

from . import calls
from .async_line import AsyncLine
from .limits import STREAM_S
from .part_file import PartFile
from .sync_line import Line

Told = Callable[[int, int], object]
"""Hears how many bytes are there, and how many it will be."""


def fetch(line: Line, name: str, target: Path, sha256: str, path: str, told: Told | None) -> Path:
    """Put the stem `name` at `target`."""
    target = target.expanduser().absolute()
    part = PartFile(name, target, sha256)
    if line.endpoint.local and part.copy_from(path):
        return target
    patience = line.patience()
    while not (part.complete and part.finish()):
        try:
            with closing(line.stream(calls.download_stem(name, part.offset), STREAM_S)) as pieces:
                for piece in pieces:
                    if not part.take(piece):
                        break
                    patience.renew()
                    _tell(told, part)
        except grpc.RpcError as error:
            line.wait(patience, error)
    return target


async def fetch_async(
    line: AsyncLine, name: str, target: Path, sha256: str, path: str, told: Told | None
) -> Path:
    """Put the stem `name` at `target`."""
    target = target.expanduser().absolute()
    part = PartFile(name, target, sha256)
    if line.endpoint.local and await asyncio.to_thread(part.copy_from, path):
        return target
    patience = line.patience()
    while not (part.complete and await asyncio.to_thread(part.finish)):
        try:
            async with aclosing(line.stream(calls.download_stem(name, part.offset), STREAM_S)) as pieces:
                async for piece in pieces:
                    if not part.take(piece):
                        break
                    patience.renew()
                    _tell(told, part)
        except grpc.aio.AioRpcError as error:
            await line.wait(patience, error)
    return target


def _tell(told: Told | None, part: PartFile) -> None:
    if told is not None:
        told(part.offset, part.size)
