"""The client for asynchronous code, against a real server."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from fakes.house_in_thread import HouseInThread
from fakes.job_stories import at_work, done, failed
from ningbgm_agents.errors import BusyError, NotFoundError, TimelineError
from ningbgm_daemon.client import AsyncClient, JobFacts

pytestmark = pytest.mark.anyio


async def test_a_job_is_waited_for_and_told(served: HouseInThread) -> None:
    async with AsyncClient(home=served.home) as bgm:
        job = await bgm.score(wish="rain")
        said: list[JobFacts] = []
        waiting = asyncio.create_task(job.wait(said.append, timeout_s=20))
        await asyncio.sleep(0.1)
        served.change(at_work(served.jobs.jobs["j1"], "sense", 0.2))
        served.change(done(served.jobs.jobs["j1"]))

        score = await waiting

    assert score.name == "scores/s1"
    assert said[-1].state == "succeeded"


async def test_a_failed_job_raises_its_error(served: HouseInThread) -> None:
    async with AsyncClient(home=served.home) as bgm:
        job = await bgm.score(wish="rain")
        served.change(failed(served.jobs.jobs["j1"], "TimelineError", "the timeline says nonsense"))

        with pytest.raises(TimelineError, match="nonsense"):
            await job.wait()


async def test_waiting_ends_in_time(served: HouseInThread) -> None:
    async with AsyncClient(home=served.home) as bgm:
        job = await bgm.score(wish="rain")

        with pytest.raises(BusyError, match="not done within"):
            await job.wait(timeout_s=0.3)


async def test_watching_survives_a_daemon_that_is_started_again(served: HouseInThread) -> None:
    async with AsyncClient(home=served.home, patience_s=10) as bgm:
        job = await bgm.score(wish="rain")
        watched = job.watch()
        seen = [await anext(watched)]

        await asyncio.to_thread(served.stop)
        served.jobs.change(done(served.jobs.jobs["j1"]))
        await asyncio.to_thread(served.start)
        seen += [facts async for facts in watched]

    assert [facts.state for facts in seen] == ["queued", "succeeded"]


async def test_stems_are_saved(served: HouseInThread, tmp_path: Path) -> None:
    async with AsyncClient(home=served.home) as bgm:
        stem = (await bgm.get_score("s1")).cue("1m1").stem("mix")

        copied = await stem.save(tmp_path / "copied.wav")
        loaded = await bgm.save_stem(stem.name, tmp_path / "loaded.wav")

    for path in (copied, loaded):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == stem.sha256


async def test_cues_are_locked_and_taken_back(served: HouseInThread) -> None:
    async with AsyncClient(home=served.home) as bgm:
        score = await bgm.get_score("s1")

        assert (await score.cue("1m1").lock()).locked
        assert [one.cause async for one in score.revisions()] == ["locked", "created"]
        assert not (await score.rollback()).cue("1m1").locked
        assert (await score.cue("1m2").regenerate(seed=3)).facts.kind == "regenerate_cue"
        assert (await score.revise(plan_only=True)).facts.kind == "revise_score"


async def test_lists_are_read_to_their_end(served: HouseInThread) -> None:
    async with AsyncClient(home=served.home) as bgm:
        made = [(await bgm.score(wish="rain")).name for _ in range(120)]

        assert [job.name async for job in bgm.list_jobs()] == list(reversed(made))
        assert [score.name async for score in bgm.list_scores()] == ["scores/s2", "scores/s1"]
        assert "ambient" in [palette.name async for palette in bgm.palettes()]


async def test_no_daemon_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="daemon start"):
        async with AsyncClient(home=tmp_path):
            pass
