"""Watching a job: the present first, then every change, until it is over or the caller goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import grpc
import pytest
from calling import EventsCall
from house import House

from ningbgm.v1 import job_pb2, job_service_pb2
from ningbgm.v1.job_service_pb2_grpc import JobServiceStub
from ningbgm_daemon.discovery import Discovery
from ningbgm_daemon.records.job import Progress
from ningbgm_daemon.records.order import ReviseOrder
from ningbgm_daemon.wire import limits

pytestmark = pytest.mark.anyio
Watch = Callable[[Discovery], AsyncIterator[tuple[int, str]]]


async def by_grpc(where: Discovery) -> AsyncIterator[tuple[int, str]]:
    async with grpc.aio.insecure_channel(where.grpc) as channel:
        call = JobServiceStub(channel).WatchJob(
            job_service_pb2.WatchJobRequest(name="jobs/j1"),
            metadata=(("authorization", f"Bearer {where.token}"),),
        )
        async for job in call:
            yield job.version, job_pb2.Job.State.Name(job.state)


async def by_events(where: Discovery) -> AsyncIterator[tuple[int, str]]:
    async with EventsCall(where, "/v1/jobs/j1:watch") as events:
        async for event in events:
            if event.kind == "message":
                assert isinstance(event.content, dict)
                yield int(event.content["version"]), event.content["state"]


@pytest.fixture(params=[by_grpc, by_events], ids=["grpc", "http"])
def watch(request: pytest.FixtureRequest) -> Watch:
    chosen: Watch = request.param
    return chosen


async def until(claim: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not claim():
            await asyncio.sleep(0.01)


class TestWatching:
    async def test_the_present_state_comes_first_and_the_end_ends_it(
        self, house: House, watch: Watch
    ) -> None:
        job = await house.jobs.submit(ReviseOrder("s1"))
        seen = []

        async for version, state in watch(house.where):
            seen.append((version, state))
            if len(seen) == 1:
                house.jobs.change(replace(job, state="running"))
            if len(seen) == 2:
                house.jobs.change(replace(job, state="succeeded"))

        assert seen == [(1, "STATE_QUEUED"), (2, "STATE_RUNNING"), (3, "STATE_SUCCEEDED")]
        await until(lambda: house.jobs.watching == 0)

    async def test_a_caller_that_goes_frees_everything(self, house: House, watch: Watch) -> None:
        await house.jobs.submit(ReviseOrder("s1"))
        watching = watch(house.where)
        await anext(watching)
        assert house.jobs.watching == 1

        await watching.aclose()  # type: ignore[attr-defined]  # both are generators

        await until(lambda: house.jobs.watching == 0)

    async def test_watching_again_begins_with_the_present(self, house: House, watch: Watch) -> None:
        job = await house.jobs.submit(ReviseOrder("s1"))
        first = watch(house.where)
        await anext(first)
        await first.aclose()  # type: ignore[attr-defined]  # both are generators
        house.jobs.change(replace(job, state="running"))

        second = watch(house.where)

        assert await anext(second) == (2, "STATE_RUNNING")
        await second.aclose()  # type: ignore[attr-defined]  # both are generators

    async def test_a_forgotten_job_ends_the_stream(self, house: House, watch: Watch) -> None:
        job = await house.jobs.submit(ReviseOrder("s1"))
        seen = []

        async for version, _ in watch(house.where):
            seen.append(version)
            house.jobs.jobs["j1"] = replace(job, state="cancelled")
            await house.jobs.delete("j1")

        assert seen == [1]

    async def test_a_slow_reader_gets_the_last_and_not_every_change(self, house: House, watch: Watch) -> None:
        job = await house.jobs.submit(ReviseOrder("s1"))
        long = "x" * 50_000  # so that what lies in the buffers of the connection is soon full
        watching = watch(house.where)
        seen = [await anext(watching)]

        for number in range(1000):
            house.jobs.change(replace(job, title=long, progress=Progress(share=number / 1000)))
            await asyncio.sleep(0)
        house.jobs.change(replace(job, title=long, state="succeeded"))
        await asyncio.sleep(0.3)
        seen += [item async for item in watching]

        assert seen[-1] == (1002, "STATE_SUCCEEDED")
        assert len(seen) < 500
        assert [version for version, _ in seen] == sorted({version for version, _ in seen})

    async def test_fifty_watchers_see_the_end(self, house: House, watch: Watch) -> None:
        job = await house.jobs.submit(ReviseOrder("s1"))

        async def last() -> tuple[int, str]:
            return [item async for item in watch(house.where)][-1]

        watchers = [asyncio.create_task(last()) for _ in range(50)]
        await until(lambda: house.jobs.watching == 50)
        for number in range(20):
            house.jobs.change(replace(job, state="running", progress=Progress(share=number / 20)))
        house.jobs.change(replace(job, state="succeeded"))

        assert set(await asyncio.gather(*watchers)) == {(22, "STATE_SUCCEEDED")}
        await until(lambda: house.jobs.watching == 0)


async def test_a_silent_stream_says_that_it_is_there(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KEEP_ALIVE_S", 0.05)
    await house.jobs.submit(ReviseOrder("s1"))

    async with EventsCall(house.where, "/v1/jobs/j1:watch") as events:
        blocks = [await events.block() for _ in range(3)]

    assert events.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert blocks[0] is not None
    assert blocks[0].startswith("event: message\nid: 1\ndata: {")
    assert blocks[1:] == [": keep-alive\n\n"] * 2


async def test_events_are_numbered_and_the_last_says_that_it_is(house: House) -> None:
    job = await house.jobs.submit(ReviseOrder("s1"))
    seen = []

    async with EventsCall(house.where, "/v1/jobs/j1:watch") as events:
        async for event in events:
            seen.append((event.kind, event.number))
            if len(seen) == 1:
                house.jobs.change(replace(job, state="cancelled"))

    assert seen == [("message", 1), ("message", 2), ("end", None)]


async def test_a_stream_that_breaks_ends_with_its_error(house: House) -> None:
    job = await house.jobs.submit(ReviseOrder("s1"))
    seen = []

    async with EventsCall(house.where, "/v1/jobs/j1:watch") as events:
        async for event in events:
            seen.append(event)
            house.jobs.change(replace(job, progress=Progress(share="no number")))  # type: ignore[arg-type]

    assert [event.kind for event in seen] == ["message", "error"]
    assert isinstance(seen[1].content, dict)
    assert seen[1].content["error"]["status"] == "INTERNAL"


async def test_a_stream_that_is_open_too_long_asks_to_be_asked_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LONGEST_STREAM_S", 0.1)
    await house.jobs.submit(ReviseOrder("s1"))

    async with EventsCall(house.where, "/v1/jobs/j1:watch") as events:
        seen = [event async for event in events]

    assert isinstance(seen[-1].content, dict)
    assert seen[-1].content["error"]["status"] == "UNAVAILABLE"
    assert house.jobs.watching == 0
