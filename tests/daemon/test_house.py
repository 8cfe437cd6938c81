"""The house as a whole: it opens whatever state its folders are in, and says what happened."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ningbgm_agents.errors import NotFoundError, StoreError
from ningbgm_daemon.config import Settings, settings_in
from ningbgm_daemon.house import House
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.records.order import EditSource, ScoreOrder

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(settings_in(tmp_path / "home"), workers=1)


async def over(house: House, job: Job) -> Job:
    return [one async for one in house.jobs.watch(job.id)][-1]


@pytest.fixture
async def scored(settings: Settings, small_film: Path, anyio_backend: str) -> Job:
    """A job that an earlier daemon has brought to its end, before it left another one unfinished."""
    async with House(settings) as house:
        done = await over(house, await house.jobs.submit(ScoreOrder(EditSource(str(small_film)))))
        await house.jobs.submit(ScoreOrder(EditSource(str(small_film)), length_s=None), "again")
    return done


async def test_a_new_daemon_goes_on_where_the_last_one_ended(settings: Settings, scored: Job) -> None:
    async with House(settings) as house:
        jobs = (await house.jobs.page(5)).items
        last = await over(house, jobs[0])

        assert [job.id for job in jobs][1] == scored.id
        assert last.state == "succeeded", last.failure
        assert (await house.system.state()).notes == ()


async def test_a_damaged_database_is_put_aside_and_the_scores_are_known_again(
    settings: Settings, scored: Job
) -> None:
    database = settings.data / "ningbgm.db"
    database.write_bytes(np.random.default_rng(0).bytes(database.stat().st_size))

    async with House(settings) as house:
        score = await house.scores.get(scored.score_id)
        notes = (await house.system.state()).notes

    assert len(score.revision.cues) == 1
    assert all(Path(stem.path).is_file() for stem in score.revision.cues[0].stems)
    assert "damaged" in notes[0]
    assert len(list(settings.data.glob("ningbgm.db.damaged-*"))) == 1


async def test_a_database_that_is_gone_is_made_from_the_files(settings: Settings, scored: Job) -> None:
    for path in settings.data.glob("ningbgm.db*"):
        path.unlink()

    async with House(settings) as house:
        assert (await house.scores.get(scored.score_id)).revision.number == 1
        assert "no database" in (await house.system.state()).notes[0]
        with pytest.raises(NotFoundError):
            await house.jobs.get(scored.id)


async def test_a_data_folder_that_cannot_be_is_a_clear_error(settings: Settings) -> None:
    settings.data.parent.mkdir(parents=True)
    settings.data.write_text("a file")

    with pytest.raises(StoreError, match="cannot be used"):
        async with House(settings):
            pass


FULL_DISK = """
import asyncio, resource, sys
from dataclasses import replace
from pathlib import Path
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.house import House
from ningbgm_daemon.records.order import EditSource, ScoreOrder
async def main():
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
    async with House(replace(settings_in(Path(sys.argv[1])), workers=1)) as house:
        job = await house.jobs.submit(ScoreOrder(EditSource(sys.argv[2])))
        async for job in house.jobs.watch(job.id):
            pass
        print(job.state, job.failure.kind, job.failure.sentence)
asyncio.run(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="limits the size of files as POSIX systems can")
@pytest.mark.parametrize("most_bytes", [600_000, 1_000_000])
async def test_a_full_disk_fails_the_job_clearly_and_leaves_nothing(
    settings: Settings, small_film: Path, tmp_path: Path, most_bytes: int
) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(settings.data.parent), str(small_film), str(most_bytes)]

    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout

    assert told.startswith(("failed StoreError", "failed DeliveryError"))
    assert "cannot be written" in told
    assert list((settings.data / "jobs").iterdir()) == []
    assert list((settings.data / "scores").glob("*")) == []
    shutil.rmtree(settings.data)
