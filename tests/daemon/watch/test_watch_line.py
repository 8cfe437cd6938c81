"""The line is fair between folders, and serves nothing twice at a time."""

from __future__ import annotations

import asyncio

import pytest

from ningbgm_daemon.watch.line import Key, Line

pytestmark = pytest.mark.anyio


async def served(line: Line[int], count: int) -> list[Key]:
    return [(await line.next())[0] for _ in range(count)]


async def test_folders_take_turns() -> None:
    line: Line[int] = Line()
    for number in range(500):
        line.put(("burst", f"{number:03}"), number)
    line.put(("one", "film"), 0)

    first = await served(line, 3)

    assert ("one", "film") in first
    assert await served(line, 2) == [("burst", "002"), ("burst", "003")]


async def test_what_is_served_waits_until_it_is_done() -> None:
    line: Line[int] = Line()
    line.put(("a", "film"), 1)
    key, _ = await line.next()
    line.put(key, 2)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(line.next(), 0.05)
    line.done(key)

    assert await line.next() == (key, 2)


async def test_what_comes_again_keeps_its_place_as_it_came_last() -> None:
    line: Line[int] = Line()
    line.put(("a", "film"), 1)
    line.put(("a", "other"), 1)
    line.put(("a", "film"), 2)

    assert len(line) == 2
    assert await line.next() == (("a", "film"), 2)
