"""Slow results are made once, kept a while, and forgotten when they failed."""

from __future__ import annotations

import asyncio

import pytest

from ningbgm_daemon.review.kept import Kept

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Work:
    """Counts how often it is done; fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.done, self._failures = 0, failures

    def __call__(self) -> int:
        self.done += 1
        if self.done <= self._failures:
            raise ValueError("not this time")
        return self.done


async def test_all_who_ask_at_once_get_the_one_result() -> None:
    kept, work = Kept[int](4), Work()

    got = await asyncio.gather(*(kept.get("key", work) for _ in range(5)))

    assert got == [1] * 5
    assert await kept.get("key", work) == 1


async def test_the_one_that_was_not_asked_for_longest_goes() -> None:
    kept, works = Kept[int](2), [Work(), Work(), Work()]
    for number in (0, 1, 0, 2):
        await kept.get(number, works[number])

    assert await kept.get(0, works[0]) == 1
    assert await kept.get(1, works[1]) == 2


async def test_a_failure_is_told_to_all_and_not_kept() -> None:
    kept, work = Kept[int](2), Work(failures=1)

    told = await asyncio.gather(*(kept.get("key", work) for _ in range(2)), return_exceptions=True)

    assert [type(one) for one in told] == [ValueError, ValueError]
    assert await kept.get("key", work) == 2


async def test_who_leaves_takes_nothing_from_who_stays() -> None:
    kept, go = Kept[str](2), asyncio.Event()

    async def slow() -> str:
        await go.wait()
        return "made"

    leaving, staying = (asyncio.create_task(kept.wait("key", slow)) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    go.set()

    assert await staying == "made"
