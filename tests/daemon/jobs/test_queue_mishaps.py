"""The queue of jobs when workers crash, the disk is full, the database is held, or the clock jumps."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest
from played_queue import PlayedQueue, until

from ningbgm_agents.errors import BusyError
from ningbgm_daemon.jobs.assignment import Report

pytestmark = pytest.mark.anyio


class TestCrashes:
    async def test_a_crashed_worker_is_started_again(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        (await queue.worker()).crash(-11)
        (await queue.worker(1)).succeed()

        job = await queue.over(job)

        assert (job.state, job.attempts) == ("succeeded", 2)

    async def test_three_crashes_without_progress_are_enough(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        for number in range(3):
            (await queue.worker(number)).crash(-11)

        job = await queue.over(job)

        assert job.state == "failed"
        assert job.failure is not None
        assert "again and again" in job.failure.sentence
        assert dict(job.failure.facts)["last_words"] == "Segmentation fault"

    async def test_a_finished_step_is_progress(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        for number, step in enumerate(("read", "sense", "understand", "compose")):
            worker = await queue.worker(number)
            worker.did(step)
            worker.crash(-11)
        (await queue.worker(4)).succeed()

        assert (await queue.over(job)).state == "succeeded"

    async def test_a_worker_that_is_killed_from_outside_gets_more_chances(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        for number in range(4):
            (await queue.worker(number)).crash(-9)
        (await queue.worker(4)).succeed()

        assert (await queue.over(job)).state == "succeeded"

    async def test_a_new_daemon_goes_on(self, queue: PlayedQueue) -> None:
        jobs = [await queue.jobs.submit(queue.order()) for _ in range(3)]
        worker = await queue.worker()
        for number in range(50):
            worker.say(Report("step", "sense", number / 100))
        await until(lambda: worker._lines.empty())
        before = await queue.jobs.get(jobs[0].id)
        await queue.reopen()

        worker = await queue.worker()
        after = await queue.jobs.get(jobs[0].id)

        assert worker.given.job_id == jobs[0].id
        assert after.version > before.version
        assert after.attempts == 2
        for number, job in enumerate(jobs):
            (await queue.worker(number)).succeed()
            assert (await queue.over(job)).state == "succeeded"

    async def test_a_result_that_was_written_counts_without_another_worker(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        worker = await queue.worker()
        await queue.jobs.stop()
        worker.succeed()
        await queue.reopen()

        assert (await queue.over(job)).state == "succeeded"
        assert queue.workers == []

    async def test_what_nobody_knows_any_more_is_swept(self, queue: PlayedQueue) -> None:
        stranger = queue.places.job("stranger")
        (stranger / "steps").mkdir(parents=True)
        queue.cache.owned_by("job-stranger").put("scene", "ab", b"x")

        await queue.reopen()

        assert not stranger.exists()
        assert list((queue.cache.folder / "pins").iterdir()) == []


class TestTheWorld:
    async def test_a_held_database_delays_the_end_but_loses_nothing(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        worker = await queue.worker()
        other = sqlite3.connect(queue.store.path)
        other.execute("BEGIN EXCLUSIVE")
        worker.succeed()
        await asyncio.sleep(0.3)
        assert not (await queue.jobs.get(job.id)).over
        with pytest.raises(BusyError):
            await queue.jobs.submit(queue.order())

        other.rollback()
        other.close()

        assert (await queue.over(job)).state == "succeeded"

    async def test_a_full_disk_delays_the_end_but_loses_nothing(self, queue: PlayedQueue) -> None:
        job = await queue.jobs.submit(queue.order())
        worker = await queue.worker()
        database = queue.store._database
        await queue.thread.ask(lambda store: database.run("PRAGMA max_page_count = 1"))
        (queue.places.scores / job.score_id).mkdir(parents=True)
        (queue.places.scores / job.score_id / "r1.part").mkdir()
        worker.succeed()
        await asyncio.sleep(0.3)
        assert not (await queue.jobs.get(job.id)).over

        (queue.places.scores / job.score_id / "r1.part").rmdir()
        await queue.thread.ask(lambda store: database.run("PRAGMA max_page_count = 100000"))

        assert (await queue.over(job)).state == "succeeded"

    async def test_a_clock_that_jumps_back_disturbs_nothing(self, queue: PlayedQueue) -> None:
        first = await queue.jobs.submit(queue.order())
        worker = await queue.worker()
        queue.now_s -= 86_400
        second = await queue.jobs.submit(queue.order())
        worker.succeed()
        first = await queue.over(first)
        (await queue.worker(1)).succeed()
        second = await queue.over(second)

        assert first.started_s is not None
        assert first.ended_s is not None
        assert first.created_s <= first.started_s <= first.ended_s
        assert [job.id for job in (await queue.jobs.page(5)).items] == [second.id, first.id]

    async def test_the_loop_answers_while_the_database_is_held(self, queue: PlayedQueue) -> None:
        await queue.jobs.submit(queue.order())
        await queue.worker()
        other = sqlite3.connect(queue.store.path)
        other.execute("BEGIN EXCLUSIVE")
        submitting = asyncio.create_task(queue.jobs.submit(queue.order()))
        turns = 0
        while not submitting.done():
            await asyncio.sleep(0)
            turns += 1

        other.close()
        assert isinstance(submitting.exception(), BusyError)
        assert turns > 100  # a loop that waits for the database itself turns once or twice
