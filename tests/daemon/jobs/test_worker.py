"""Real workers on a real film: same bytes, whatever happens to them on the way."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from played_queue import until

from ningbgm_agents.brief import Request
from ningbgm_daemon.app import score_film
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.config import Settings
from ningbgm_daemon.house import House
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.records.order import EditSource, RegenerateOrder, ReviseOrder, ScoreOrder, TextSource

pytestmark = pytest.mark.anyio
STEPS = ["read", "sense", "understand", "compose", "deliver"]


def sound_of(folder: Path) -> dict[str, str]:
    paths = sorted((*folder.glob("stems/*.wav"), *folder.glob("mix/*.wav")))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.fixture(scope="module")
def alone(small_film: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the command line alone makes of the film."""
    return sound_of(score_film(Commission(tmp_path_factory.mktemp("alone") / "out", small_film)).folder)


@pytest.fixture
def order(small_film: Path, tmp_path: Path) -> ScoreOrder:
    (tmp_path / "films").mkdir()
    return ScoreOrder(EditSource(str(shutil.copy2(small_film, tmp_path / "films"))))


async def over(house: House, job: Job, on_the_way: Callable[[Job], None] = lambda job: None) -> Job:
    last = job
    async for now in house.jobs.watch(job.id):
        last = now
        on_the_way(now)
    return last


async def steps_of(house: House, job: Job) -> list[str]:
    return [step.step for step in await house.jobs.steps(job.id)]


def workers() -> list[psutil.Process]:
    alive = [p for p in psutil.Process().children() if p.status() != psutil.STATUS_ZOMBIE]
    return [child for child in alive if "ningbgm_daemon.jobs.worker" in child.cmdline()]


def files_in(settings: Settings) -> set[str]:
    """All that lies in the daemon's folders, the database and what may be cached aside."""
    found = (path for folder in (settings.data, settings.cache) for path in folder.rglob("*"))
    return {
        str(path) for path in found if "entries" not in path.parts and not path.name.startswith("ningbgm.db")
    }


async def test_a_score_has_the_same_bytes_as_alone(
    house: House, order: ScoreOrder, alone: dict[str, str], settings: Settings
) -> None:
    heard: list[str] = []

    def listen(job: Job) -> None:
        paths = (Path(cue.path) for cue in job.progress.ready_cues)
        heard.extend(path.name for path in paths if path.exists())

    job = await over(house, await house.jobs.submit(order), listen)

    assert job.state == "succeeded", job.failure
    assert heard
    assert job.outcome is not None
    assert sound_of(Path(job.outcome.folder)) == alone
    assert await steps_of(house, job) == STEPS
    revision = (await house.scores.get(job.score_id)).revision
    assert {Path(stem.path).name: stem.sha256 for cue in revision.cues for stem in cue.stems} == {
        name: digest for name, digest in alone.items() if name != "music.wav"
    }
    assert all(stem.size_bytes == Path(stem.path).stat().st_size for c in revision.cues for stem in c.stems)
    assert revision.edit.cut_count == 2
    assert await house.scores.events(job.score_id, 1)
    assert list((settings.data / "jobs").iterdir()) == []
    assert list((settings.cache / "results" / "pins").iterdir()) == []


@pytest.mark.parametrize("step", ["sense", "compose", "deliver"])
async def test_a_killed_worker_repeats_no_finished_step(
    house: House, order: ScoreOrder, alone: dict[str, str], step: str
) -> None:
    killed: list[int] = []

    def kill(job: Job) -> None:
        if job.progress.step == step and not killed:
            killed.extend(worker.pid for worker in workers())
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    job = await over(house, await house.jobs.submit(order), kill)

    assert killed
    assert (job.state, job.attempts) == ("succeeded", 2)
    assert await steps_of(house, job) == STEPS
    assert job.outcome is not None
    assert sound_of(Path(job.outcome.folder)) == alone


@pytest.mark.parametrize("step", [None, "sense", "compose", "deliver"])
async def test_a_cancelled_job_is_over_within_a_second_and_leaves_nothing(
    house: House, order: ScoreOrder, settings: Settings, tmp_path: Path, step: str | None
) -> None:
    order = replace(order, folder=str(tmp_path / "new" / "out"), texts=(TextSource(content="A storm."),))
    before = files_in(settings)
    job = await house.jobs.submit(order)
    async for now in house.jobs.watch(job.id):
        if now.state == "running" and now.progress.step == step:
            break

    start = time.monotonic()
    job = await house.jobs.cancel(job.id)
    taken = time.monotonic() - start

    if job.state == "cancelled":  # else it was quicker than we were
        assert taken < 1.5  # 1 s on a machine that has nothing else to do
        assert {Path(path).name for path in files_in(settings) - before} <= {
            "jobs", "scores", "results", "pins", "scratch", "entries", "lock", "CACHEDIR.TAG",
        }  # fmt: skip
        assert not (tmp_path / "new").exists()
    assert workers() == []


async def test_a_film_that_vanishes_is_a_clear_failure(
    house: House, order: ScoreOrder, settings: Settings
) -> None:
    assert order.source is not None
    job = await house.jobs.submit(order)
    Path(order.source.path).unlink()

    job = await over(house, job)

    assert job.state == "failed"
    assert job.failure is not None
    assert job.failure.kind == "MediaError"
    assert "small.mp4" in job.failure.sentence
    assert list((settings.data / "jobs").iterdir()) == []


async def test_the_cache_may_be_deleted_meanwhile(
    house: House, order: ScoreOrder, alone: dict[str, str], settings: Settings
) -> None:
    deleted: list[str] = []

    def delete(job: Job) -> None:
        step = job.progress.step
        if step in ("compose", "deliver") and step not in deleted:
            deleted.append(step)
            shutil.rmtree(settings.cache, ignore_errors=True)

    job = await over(house, await house.jobs.submit(order), delete)

    assert deleted
    assert job.state == "succeeded", job.failure
    assert job.outcome is not None
    assert sound_of(Path(job.outcome.folder)) == alone


async def test_a_user_s_folder_is_delivered_into(house: House, order: ScoreOrder, tmp_path: Path) -> None:
    job = await over(house, await house.jobs.submit(replace(order, folder=str(tmp_path / "mine"))))
    await house.scores.delete(job.score_id)

    assert (tmp_path / "mine" / "mix" / "music.wav").exists()


async def test_a_timeline_as_text_and_texts_are_inputs(house: House, settings: Settings) -> None:
    order = ScoreOrder(length_s=3.0, texts=(TextSource(content="Ein ruhiger Morgen am See."),),
                       request=Request(wish="calm piano"))  # fmt: skip

    job = await over(house, await house.jobs.submit(order))

    assert job.state == "succeeded", job.failure
    assert (await house.scores.get(job.score_id)).revision.wish == "calm piano"
    await house.scores.delete(job.score_id)
    assert not (settings.data / "scores" / job.score_id).exists()


async def test_cues_are_locked_written_anew_and_taken_back(
    house: House, order: ScoreOrder, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    job = await over(house, await house.jobs.submit(replace(order, folder=str(folder))))
    score, first = job.score_id, sound_of(folder)

    job = await over(house, await house.jobs.submit(RegenerateOrder(score, "1m1", folder=str(folder))))
    assert job.state == "succeeded", job.failure
    second = sound_of(folder)
    earlier = await house.scores.revision(score, 1)
    record = await house.scores.revision(score, 2)
    back = (await house.scores.rollback(score, 1)).revision
    await house.scores.set_lock(score, "1m1", True)
    locked = (await house.scores.get(score)).revision
    plan = await over(house, await house.jobs.submit(ReviseOrder(score, plan_only=True)))

    assert first != second
    assert record.cause == "regenerated"
    assert record.plan is not None
    assert [decision.kind for decision in record.plan.decisions] == ["rescore"]
    assert record.cues[0].seed == 1
    assert {Path(s.path).name: s.sha256 for c in earlier.cues for s in c.stems}.items() <= first.items()
    assert all(Path(stem.path).is_file() for cue in earlier.cues for stem in cue.stems)
    assert (back.number, back.cause, back.cues) == (3, "rolled_back", earlier.cues)
    assert (locked.number, locked.locked) == (4, ("1m1",))
    assert plan.outcome is not None
    assert plan.outcome.revision is None
    assert '"kind":"keep"' in plan.outcome.plan


DAEMON = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.house import House
from ningbgm_daemon.records.order import EditSource, ScoreOrder
async def main():
    async with House(replace(settings_in(Path(sys.argv[1])), workers=2)) as house:
        if len(sys.argv) > 2:
            job = await house.jobs.submit(ScoreOrder(EditSource(sys.argv[2])))
        async for job in house.jobs.watch((await house.jobs.page(1)).items[0].id):
            print(job.id, job.state, job.progress.step, flush=True)
asyncio.run(main())
"""


@pytest.mark.parametrize("step", ["sense", "compose"])
async def test_a_worker_ends_with_its_daemon_and_the_next_one_goes_on(
    order: ScoreOrder, settings: Settings, alone: dict[str, str], step: str
) -> None:
    assert order.source is not None
    command = [sys.executable, "-c", DAEMON, str(settings.data.parent), order.source.path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        for line in daemon.stdout:
            if line.split()[2] == step:
                break
        children = psutil.Process(daemon.pid).children(recursive=True)
        daemon.kill()
    assert children
    await until(lambda: not any(child.is_running() for child in children))

    async with House(settings) as house:
        job = await over(house, (await house.jobs.page(1)).items[0])
        assert job.state == "succeeded", job.failure
        assert await steps_of(house, job) == STEPS
        assert job.outcome is not None
        assert sound_of(Path(job.outcome.folder)) == alone


async def test_the_house_tells_how_it_is(house: House, order: ScoreOrder, settings: Settings) -> None:
    await over(house, await house.jobs.submit(order))

    state = await house.system.state()

    assert state.memory_bytes > 10_000_000
    assert state.data.used_bytes > 100_000
    assert state.cache.limit_bytes == settings.cache_limit_bytes
    assert (state.running_jobs, state.queued_jobs) == (0, 0)
    assert {engine.name for engine in state.engines if engine.available} >= {"decoder", "rules", "sampler"}
