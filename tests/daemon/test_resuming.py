"""A score that was interrupted goes on at the first step that is not done, to the same bytes."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ningbgm_agents.brief import Request
from ningbgm_agents.score import Cue
from ningbgm_daemon.app import Result, score_film
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.checkpoints import Checkpoints
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.timing import Step

STEPS = ["read", "sense", "understand", "compose", "deliver"]


class Killed(BaseException):
    """Stands for the end of the process: nobody catches it."""


class Job:
    """A job as a worker would run it, over and over, with a log of the steps that were carried out."""

    def __init__(self, folder: Path, order: Commission) -> None:
        self.folder, self.order = folder, replace(order, out=folder / "out", job="job-1")
        self.done: list[str] = []
        self.cache = Cache(folder / "cache", 1 << 30, owner="job-1")

    def run(self, killed_in: Step | None = None, at: float = 0.5) -> Result:
        def watch(step: Step, share: float) -> None:
            if step == killed_in and share >= at:
                raise Killed

        steps = Checkpoints(self.folder / "steps", lambda step, seconds: self.done.append(step))
        return score_film(self.order, watch, self.cache, steps)

    def sound(self) -> dict[str, str]:
        return sound_of(self.order.out)


def sound_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.suffix in (".wav", ".mid") or path.name == "score.ningbgm.json"
    }


@pytest.fixture(scope="session")
def order(small_film: Path, tmp_path_factory: pytest.TempPathFactory) -> Commission:
    return Commission(tmp_path_factory.mktemp("alone") / "out", small_film, workers=1)


@pytest.fixture(scope="session")
def undisturbed(order: Commission) -> dict[str, str]:
    """The sound of the same order without a cache, in one go."""
    score_film(order)
    return sound_of(order.out)


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_job_repeats_no_finished_step(
    order: Commission, undisturbed: dict[str, str], tmp_path: Path, step: Step
) -> None:
    job = Job(tmp_path, order)
    with pytest.raises(Killed):
        job.run(killed_in=step)
    assert not job.order.out.exists()
    assert job.done == STEPS[: STEPS.index(step)] or step in ("read", "understand")

    job.run()

    assert job.done == STEPS
    assert job.sound() == undisturbed


def test_a_job_that_has_delivered_does_not_deliver_again(order: Commission, tmp_path: Path) -> None:
    job = Job(tmp_path, order)
    first = job.run()
    written = {path: path.stat().st_mtime_ns for path in job.order.out.rglob("*")}

    again = job.run()

    assert job.done == STEPS
    assert {path: path.stat().st_mtime_ns for path in job.order.out.rglob("*")} == written
    assert again.made == first.made
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_stem_that_was_rendered_is_not_rendered_again(order: Commission, tmp_path: Path) -> None:
    job = Job(tmp_path, order)
    with pytest.raises(Killed):
        job.run(killed_in="compose", at=0.3)
    before = rendered(job.cache)
    assert before

    job.run()

    assert before.items() <= rendered(job.cache).items()


def rendered(cache: Cache) -> dict[str, int]:
    return {
        path.parent.name: path.stat().st_mtime_ns for path in cache.folder.glob("entries/stem/*/*/content")
    }


@pytest.mark.parametrize("lost", ["cache", "steps"])
def test_what_was_kept_may_be_deleted(
    order: Commission, undisturbed: dict[str, str], tmp_path: Path, lost: str
) -> None:
    job = Job(tmp_path, order)
    with pytest.raises(Killed):
        job.run(killed_in="deliver")
    shutil.rmtree(tmp_path / lost)

    job.run()

    assert job.sound() == undisturbed


def test_damaged_steps_are_done_again(order: Commission, undisturbed: dict[str, str], tmp_path: Path) -> None:
    job = Job(tmp_path, order)
    with pytest.raises(Killed):
        job.run(killed_in="deliver")
    for path in (tmp_path / "steps").rglob("content"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    job.run()

    assert job.sound() == undisturbed


def test_variations_are_kept_one_by_one(order: Commission, tmp_path: Path) -> None:
    job = Job(tmp_path, replace(order, request=Request(variations=2)))
    with pytest.raises(Killed):
        job.run(killed_in="compose", at=0.75)
    assert job.done == ["read", "sense", "understand", "compose"]

    result = job.run()

    assert job.done == ["read", "sense", "understand", "compose", "compose-2", "deliver"]
    assert [made.folder for made in result.made] == [job.order.out, job.order.out / "variations" / "2"]


def test_cues_are_told_again_after_a_kill(order: Commission, tmp_path: Path) -> None:
    job, told = Job(tmp_path, order), list[str]()
    with pytest.raises(Killed):
        job.run(killed_in="deliver")

    def listen(cue: Cue, mix: Path) -> None:
        assert mix.stat().st_size > 0
        told.append(cue.name)

    score_film(job.order, cache=job.cache, steps=Checkpoints(tmp_path / "steps"), cue_done=listen)

    assert told == ["1m1"]


def test_folders_that_were_made_for_the_output_go_with_it(order: Commission, tmp_path: Path) -> None:
    job = Job(tmp_path, order)
    job.order = replace(job.order, out=tmp_path / "new" / "deep" / "out")

    with pytest.raises(Killed):
        job.run(killed_in="sense")

    assert not (tmp_path / "new").exists()
