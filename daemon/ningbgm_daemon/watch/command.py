"""Runs the user's own program after an export was scored or has failed; no shell ever sees a file name."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_MOST_SAID = 4096
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command can be told, each by the placeholder of its name: `{source}`."""

    source: str
    """The export."""
    folder: str
    """Its score folder."""
    error: str
    """The file with the reason where it failed; empty where it was scored."""
    state: str
    """`succeeded` or `failed`."""
    score: str
    """The daemon's name for the score; empty where there is none."""


def check_command(argv: Sequence[str]) -> None:
    """Look whether a command can be run.

    Raises:
        ValueError: an empty program, or a placeholder that there is not.
    """
    known = set(Ended.__slots__)
    for part in argv:
        for name in _PLACEHOLDER.findall(part):
            if name not in known:
                places = ", ".join(f"{{{name}}}" for name in Ended.__slots__)
                raise ValueError(f"there is no placeholder {{{name}}}; there are {places}")
    if argv and not argv[0].strip():
        raise ValueError("the program has no name")


async def run_command(argv: Sequence[str], ended: Ended, limit_s: float) -> bool:
    """Run the command and wait; whether it went well. What goes wrong is logged, nothing else."""
    said = asdict(ended)
    program = [_filled(part, said) for part in argv]
    try:
        process = await asyncio.create_subprocess_exec(
            *program,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=os.name != "nt",
        )
    except (OSError, ValueError) as error:
        _log.warning("a command cannot be run", extra={"facts": {"program": program[0], "why": str(error)}})
        return False
    return await _finished(process, program[0], limit_s)


def _filled(part: str, said: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: said[found[1]], part)


async def _finished(process: asyncio.subprocess.Process, program: str, limit_s: float) -> bool:
    try:
        async with asyncio.timeout(limit_s):
            last = await _last_words(process)
            code = await process.wait()
    except TimeoutError:
        _log.warning("a command took too long", extra={"facts": {"program": program, "limit_s": limit_s}})
        return False
    finally:
        await _end(process)
    if code != 0:
        facts = {"program": program, "exit_code": code, "said": last}
        _log.warning("a command has failed", extra={"facts": facts})
    return code == 0


async def _last_words(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None, "it is a pipe"
    last = b""
    while piece := await process.stderr.read(_MOST_SAID):
        last = (last + piece)[-_MOST_SAID:]
    return last.decode("utf-8", "replace").strip()


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill it, and what it started, where it still runs."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            if os.name == "nt":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
