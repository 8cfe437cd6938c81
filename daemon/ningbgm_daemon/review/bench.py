"""Has things made by processes of their own, one at a time of each kind, which give way to the jobs."""

from __future__ import annotations

import asyncio
import json
import logging
import sys

from ningbgm_agents import document
from ningbgm_agents.errors import MediaError

from .making import Kind, MakingOrder, Told

_log = logging.getLogger(__name__)


class Bench:
    """Where makers work: a film, a guide and a strip at once at most."""

    def __init__(self) -> None:
        self._turns: dict[Kind, asyncio.Lock] = {}

    async def make(self, order: MakingOrder, told: Told) -> None:
        """Have it made, when its turn has come; cancelling ends the maker.

        Raises:
            MediaError: it cannot be made, with the reason.
        """
        async with self._turns.setdefault(order.kind, asyncio.Lock()):
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "ningbgm_daemon.review.maker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                creationflags=0x08000000 if sys.platform == "win32" else 0,  # CREATE_NO_WINDOW
            )
            try:
                await _followed(process, order, told)
            finally:
                await _ended(process)


async def _followed(process: asyncio.subprocess.Process, order: MakingOrder, told: Told) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    listening = asyncio.create_task(_listen(process.stderr))
    failed = ""
    try:
        process.stdin.write(document.dump(order).encode() + b"\n")
        await process.stdin.drain()
        while line := await process.stdout.readline():
            said = json.loads(line)
            told(float(said.get("share", 0.0)))
            failed = said.get("failed", failed)
        code = await process.wait()
    except (BrokenPipeError, ConnectionResetError):
        code = await process.wait()
    finally:
        listening.cancel()
    if code or failed:
        raise MediaError(failed or "this could not be made; 'ningbgm daemon logs' tells why")


async def _listen(errors: asyncio.StreamReader) -> None:
    while line := await errors.readline():
        _log.debug("a maker says", extra={"facts": {"words": line.decode("utf-8", "replace").rstrip()}})


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()
