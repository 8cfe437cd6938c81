"""The latest of a stream of changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from ningbgm_agents.errors import InputError, NotFoundError
from ningbgm_daemon.servicers.latest import latest
from ningbgm_daemon.servicers.paging import page_of

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Source:
    """Numbers, one each turn of the loop; knows whether it was closed."""

    def __init__(self, count: int, error: Exception | None = None) -> None:
        self.count, self.error, self.closed = count, error, False

    async def numbers(self) -> AsyncGenerator[int, None]:
        try:
            for number in range(self.count):
                yield number
                await asyncio.sleep(0)
            if self.error is not None:
                raise self.error
            if not self.count:
                await asyncio.Event().wait()
        finally:
            self.closed = True


async def test_a_fast_reader_gets_everything() -> None:
    seen = [number async for number in latest(Source(50).numbers())]

    assert seen == list(range(50))


async def test_a_slow_reader_gets_the_first_some_and_the_last() -> None:
    seen = []

    async for number in latest(Source(50).numbers()):
        seen.append(number)
        await asyncio.sleep(0.005)

    assert (seen[0], seen[-1]) == (0, 49)
    assert len(seen) < 50
    assert seen == sorted(seen)


async def test_an_error_comes_after_what_came_before_it() -> None:
    numbers = latest(Source(3, NotFoundError("gone")).numbers())

    seen = [await anext(numbers)]
    await asyncio.sleep(0.01)
    seen.append(await anext(numbers))

    with pytest.raises(NotFoundError):
        await anext(numbers)
    assert seen == [0, 2]


async def test_a_source_that_fails_at_once_is_told_at_once() -> None:
    with pytest.raises(NotFoundError):
        await anext(latest(Source(0, NotFoundError("gone")).numbers()))


@pytest.mark.parametrize("count", [0, 5])
async def test_leaving_closes_the_source(count: int) -> None:
    source = Source(count)

    async def read() -> None:
        async with aclosing(latest(source.numbers())) as numbers:
            async for _ in numbers:
                await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(read(), 0.02)
    assert source.closed


def test_pages_follow_each_other_to_the_end() -> None:
    items, token, seen = [f"i{number}" for number in range(7)], "", []

    while True:
        page = page_of(items, str, 3, token)
        seen.append(list(page.items))
        token = page.next_token
        if not token:
            break

    assert seen == [["i0", "i1", "i2"], ["i3", "i4", "i5"], ["i6"]]


def test_a_page_that_ends_with_the_list_has_no_next() -> None:
    assert page_of(["a", "b"], str, 2, "").next_token == ""
    assert page_of([], str, 0, "").items == []


def test_a_token_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(InputError, match="page_token"):
        page_of(["a"], str, 1, "b")
