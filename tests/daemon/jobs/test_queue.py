"""The queue of jobs, with workers that do what the test tells them."""

from __future__ import annotations

import asyncio
import tracemalloc
from pathlib import Path

import pytest
from played_queue import PlayedQueue, until

from ningbgm_agents.errors import BusyError, InputError, MediaError, NotFoundError, StateError, WishError
from ningbgm_daemon.jobs.assignment import TRACES, Report, Traces, write_document
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.records.order import RegenerateOrder, ReviseOrder

pytestmark = pytest.mark.anyio


class TestAJob:
    async def test_a_job_is_stored_run_and_told_to_its_end(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order("Reel 1"))
        seen: list[Job] = []

        async def watch() -> None:
            async for one in queue.jobs.watch(job.id):
                seen.append(one)  # noqa: PERF401 - looked at on the way

        watching = asyncio.create_task(watch())
        worker = await queue.worker()
        worker.say(Report("step", "sense", 0.3))
        worker.say(Report("ready", cue="1m1", path="/ready/1m1.wav", start_frame=3, sample_count=9))
        worker.say(Report("step", "sense", 0.2))
        await until(lambda: bool(seen and seen[-1].progress.ready_cues))
        worker.did("sense")
        worker.succeed()
        await watching

        assert (job.state, job.title, job.kind) == ("queued", "Reel 1", "create_score")
        assert [one.version for one in seen] == sorted({one.version for one in seen})
        shares = [one.progress.share for one in seen if one.state == "running"]
        assert shares == sorted(shares)
        assert any(one.progress.ready_cues and one.progress.ready_cues[0].cue == "1m1" for one in seen)
        assert seen[-1].state == "succeeded"
        assert seen[-1].progress.ready_cues == ()
        assert seen[-1] == await queue.jobs.get(job.id)
        assert (await queue.scores.get(job.score_id)).revision.number == 1
        assert [step.step for step in await queue.jobs.steps(job.id)] == ["sense"]
        assert not queue.places.job(job.id).exists()

    async def test_a_job_that_is_over_is_watched_once(self, queue: PlayedQueue) -> None:
        job = await queue.made()

        assert [one async for one in queue.jobs.watch(job.id)] == [job]

    async def test_a_job_fails_with_the_sentence_of_its_worker(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        (await queue.worker()).fail()

        job = await queue.over(job)

        assert job.state == "failed"
        assert job.failure is not None
        assert (job.failure.kind, job.failure.facts) == ("MediaError", (("path", "/x"),))
        with pytest.raises(NotFoundError):
            await queue.scores.get(job.score_id)
        assert list(queue.places.scores.glob("*")) == []

    async def test_a_slow_watcher_gets_the_latest_only(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        worker = await queue.worker()
        watch = queue.jobs.watch(job.id)
        first = await anext(watch)

        for number in range(500):
            worker.say(Report("step", "sense", number / 1000))
        await until(lambda: worker._lines.empty())
        await asyncio.sleep(0.05)
        second = await anext(watch)

        assert second.version > first.version + 400
        assert second.progress.share == pytest.approx(0.499)
        await watch.aclose()

    async def test_watching_does_not_grow_memory(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        worker = await queue.worker()
        watches = [queue.jobs.watch(job.id) for _ in range(50)]
        for watch in watches:
            await anext(watch)

        async def talk() -> int:
            for number in range(2000):
                worker.say(Report("step", "sense", number / 10_000))
            await until(lambda: worker._lines.empty())
            return tracemalloc.get_traced_memory()[0]

        tracemalloc.start()
        before = await talk()
        after = await talk()
        tracemalloc.stop()

        assert after - before < 50_000
        for watch in watches:
            await watch.aclose()

    async def test_a_job_is_forgotten_only_when_it_is_over(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        with pytest.raises(StateError, match="not over"):
            await queue.jobs.delete(job.id)
        (await queue.worker()).succeed()
        await queue.over(job)

        await queue.jobs.delete(job.id)

        with pytest.raises(NotFoundError, match=job.id):
            await queue.jobs.get(job.id)
        assert (await queue.scores.get(job.score_id)).id == job.score_id


class TestOrders:
    async def test_the_same_request_is_the_same_job_even_for_another_daemon(self, queue: PlayedQueue) -> None:
        first = await queue.jobs.submit(queue.order(), "r-1")
        again = await queue.jobs.submit(queue.order(), "r-1")
        await queue.reopen()

        later = await queue.jobs.submit(queue.order(), "r-1")

        assert first.id == again.id == later.id
        with pytest.raises(StateError, match="another order"):
            await queue.jobs.submit(queue.order("other"), "r-1")

    async def test_the_same_request_at_the_same_time_is_one_job(self, queue: PlayedQueue) -> None:
        jobs = await asyncio.gather(*(queue.jobs.submit(queue.order(), "r-1") for _ in range(20)))

        assert len({job.id for job in jobs}) == 1

    async def test_a_file_that_is_not_there_is_seen_at_the_door(self, queue: PlayedQueue) -> None:
        queue.film.unlink()

        with pytest.raises(MediaError, match="there is no file"):
            await queue.jobs.submit(queue.order())

    async def test_what_a_revision_needs_is_seen_at_the_door(self, queue: PlayedQueue) -> None:
        job = await queue.made()

        with pytest.raises(NotFoundError, match="no score"):
            await queue.jobs.submit(ReviseOrder("nobody"))
        with pytest.raises(NotFoundError, match="9m9"):
            await queue.jobs.submit(RegenerateOrder(job.score_id, "9m9"))
        with pytest.raises(WishError, match="loudness"):
            await queue.jobs.submit(ReviseOrder(job.score_id, request=queue.order().request))

    async def test_too_many_that_wait_are_refused_but_known_requests_are_not(self, tmp_path: Path) -> None:
        queue = PlayedQueue(tmp_path, most_waiting=2)
        await queue.open()
        for number in range(3):
            await queue.jobs.submit(queue.order(), f"r-{number}")

        with pytest.raises(BusyError, match="wait"):
            await queue.jobs.submit(queue.order())

        assert (await queue.jobs.submit(queue.order(), "r-1")).request_id == "r-1"
        await queue.close()

    async def test_pages_show_the_latest_of_each_job(self, queue: PlayedQueue) -> None:
        jobs = [await queue.jobs.submit(queue.order()) for _ in range(3)]
        (await queue.worker()).say(Report("step", "compose", 0.5))
        await until(lambda: queue.jobs._live[jobs[0].id].job.progress.share == 0.5)

        page = await queue.jobs.page(2)
        rest = await queue.jobs.page(2, page.next_token)

        assert [job.id for job in (*page.items, *rest.items)] == [job.id for job in reversed(jobs)]
        assert rest.items[0].progress.share == 0.5
        with pytest.raises(InputError):
            await queue.jobs.page(2, "nonsense")


class TestTurns:
    async def test_only_so_many_run_at_once_and_the_first_come_first(self, tmp_path: Path) -> None:
        queue = PlayedQueue(tmp_path, most_running=2)
        await queue.open()
        jobs = [await queue.jobs.submit(queue.order(str(number))) for number in range(5)]

        order = []
        for number in range(5):
            worker = await queue.worker(number)
            assert queue.jobs.running <= 2
            order.append(worker.given.job_id)
            worker.succeed()
            await queue.over(await queue.jobs.get(worker.given.job_id))

        assert set(order[:2]) == {job.id for job in jobs[:2]}
        assert order[2:] == [job.id for job in jobs[2:]]
        await queue.close()

    async def test_a_revision_does_not_wait_for_a_whole_batch(self, queue: PlayedQueue) -> None:
        made = await queue.made()
        batch = [await queue.jobs.submit(queue.order(str(number))) for number in range(5)]
        revision = await queue.jobs.submit(ReviseOrder(made.score_id))
        (await queue.worker(1)).succeed()

        worker = await queue.worker(2)

        assert worker.given.job_id == revision.id
        assert worker.given.previous is not None
        assert worker.given.number == 2
        worker.succeed()
        assert (await queue.worker(3)).given.job_id == batch[1].id

    async def test_two_jobs_on_one_score_never_run_side_by_side(self, tmp_path: Path) -> None:
        queue = PlayedQueue(tmp_path, most_running=4)
        await queue.open()
        made = await queue.made()
        for _ in range(3):
            await queue.jobs.submit(ReviseOrder(made.score_id))

        await queue.worker(1)
        await asyncio.sleep(0.1)

        assert len(queue.workers) == 2
        queue.workers[1].succeed()
        assert (await queue.worker(2)).given.number == 3
        await queue.close()


class TestCancelling:
    async def test_a_waiting_job_is_cancelled_at_once(self, queue: PlayedQueue) -> None:
        await queue.jobs.submit(queue.order())
        job = await queue.jobs.submit(queue.order())

        assert (await queue.jobs.cancel(job.id)).state == "cancelled"
        assert len(queue.workers) <= 1

    async def test_a_running_job_is_cancelled_and_leaves_nothing(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        worker = await queue.worker()
        traces = worker.leave_traces()

        cancelled = await queue.jobs.cancel(job.id)

        assert cancelled.state == "cancelled"
        assert worker.stopped
        assert [path for path in traces if path.exists()] == []

    async def test_a_cancelled_job_stays_cancelled(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        await queue.worker()
        cancelled = await queue.jobs.cancel(job.id)
        await queue.reopen()

        assert await queue.jobs.cancel(job.id) == cancelled
        assert await queue.jobs.get(job.id) == cancelled
        assert queue.workers == []

    async def test_a_job_that_is_over_is_returned_as_it_is(self, queue: PlayedQueue) -> None:
        job = await queue.made()

        assert await queue.jobs.cancel(job.id) == job

    async def test_a_job_that_has_delivered_is_brought_to_its_end(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        worker = await queue.worker()
        out = worker.deliver()
        write_document(worker.folder / TRACES, Traces(999_999_999, str(out), ()))

        cancelling = asyncio.create_task(queue.jobs.cancel(job.id))
        second = await queue.worker(1)
        second.succeed(out)

        assert (await cancelling).state == "succeeded"
        assert out.exists()

    async def test_another_job_takes_its_place(self, queue: PlayedQueue) -> None:
        first, second = [await queue.jobs.submit(queue.order()) for _ in range(2)]
        await queue.worker()

        await queue.jobs.cancel(first.id)

        assert (await queue.worker(1)).given.job_id == second.id
