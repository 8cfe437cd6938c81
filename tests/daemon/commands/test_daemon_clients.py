"""`jobs`, `scores`, `cues` and `score` against a running daemon."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from saying import Say

from fakes.house_in_thread import HouseInThread
from fakes.job_stories import at_work, done, failed
from ningbgm_agents.direction import NO_DIRECTION, Direction, HitDirection
from ningbgm_agents.lyrics import VocalWish
from ningbgm_agents.timeline import Span
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.records.order import RegenerateOrder, ScoreOrder


@pytest.fixture
def asked(served: HouseInThread) -> HouseInThread:
    """A daemon that was asked for one score."""
    served.run(served.jobs.submit(ScoreOrder()))
    return served


class TestJobs:
    def test_jobs_are_listed(self, asked: HouseInThread, say: Say) -> None:
        bare, as_json = say("jobs"), say("jobs", "list", "--json")

        assert bare.output.startswith("jobs/j1  queued")
        assert json.loads(as_json.output)[0]["state"] == "queued"
        assert say("jobs", "list", "--state", "failed").output == "No jobs.\n"

    def test_a_job_is_shown_by_any_of_its_names(self, asked: HouseInThread, say: Say) -> None:
        asked.change(at_work(asked.jobs.jobs["j1"], "compose", 0.5))

        shown = [say("jobs", "show", name).output for name in ("last", "j1", "jobs/j1")]

        assert len(set(shown)) == 1
        assert "composing and performing, 50% done" in shown[0]

    def test_a_job_is_watched_to_its_end(self, asked: HouseInThread, say: Say) -> None:
        job = asked.change(at_work(asked.jobs.jobs["j1"], "compose", 0.5))
        threading.Thread(target=finish_when_watched, args=(asked, job)).start()

        watched = say("jobs", "watch", "last")

        assert watched.exit_code == 0
        assert "Composing and performing: done" in watched.stderr
        assert watched.stdout == "/somewhere\n"

    def test_a_job_is_cancelled_then_forgotten(self, asked: HouseInThread, say: Say) -> None:
        assert say("jobs", "delete", "j1").exit_code == 3
        assert say("jobs", "cancel", "j1").output == "jobs/j1 cancelled\n"
        assert say("jobs", "delete", "j1").output == "jobs/j1 deleted\n"
        assert say("jobs", "show", "j1").exit_code == 2
        assert say("jobs", "show", "last").stderr == "ningbgm: there is no job yet\n"


class TestScores:
    def test_scores_are_listed_and_shown(self, served: HouseInThread, say: Say) -> None:
        assert say("scores").output.startswith("scores/s2")
        assert (
            "1m2  00:" in say("scores", "show", "last").output or "1m2" in say("scores", "show", "s1").output
        )
        plain = json.loads(say("scores", "show", "s1", "--json").output)
        assert [cue["cue_id"] for cue in plain["cues"]] == ["1m1", "1m2"]
        assert "line" not in plain

    def test_revisions_are_taken_back(self, served: HouseInThread, say: Say) -> None:
        say("cues", "s1", "lock", "1m1")

        assert say("scores", "revisions", "s1").output.splitlines()[0].startswith("2")
        assert say("scores", "rollback", "s1").exit_code == 0
        assert "rolled back" in say("scores", "revisions", "s1").output

    def test_another_variation_is_chosen(self, served: HouseInThread, say: Say) -> None:
        revision = served.scores.histories["s1"][-1]
        served.scores.histories["s1"][-1] = replace(revision, variation_folders=("/other",))

        assert say("scores", "choose", "s1", 2).exit_code == 0
        assert "chosen" in say("scores", "revisions", "s1").output
        assert say("scores", "choose", "s1", 3).exit_code == 2
        assert say("scores", "choose", "s1", 1).exit_code == 2

    def test_nothing_is_deleted_without_a_yes(self, served: HouseInThread, say: Say) -> None:
        assert say("scores", "delete", "s1").exit_code == 1
        assert say("scores", "delete", "s1", "--yes").output == "scores/s1 deleted\n"
        assert say("scores", "show", "s1").exit_code == 2


class TestCues:
    def test_cues_are_listed_and_shown(self, served: HouseInThread, say: Say) -> None:
        assert say("cues", "s1").output.count("D minor, 92.5 bpm, 2 hits, ring out") == 2
        assert "+0.0 ms" in say("cues", "s1", "show", "1m1").output
        assert say("cues", "s1", "show", "9m9").exit_code == 2

    def test_cues_are_locked_and_unlocked(self, served: HouseInThread, say: Say) -> None:
        assert say("cues", "s1", "lock", "1m1").output.endswith("locked\n")
        assert "locked" not in say("cues", "s1", "unlock", "1m1").output

    def test_stems_are_downloaded(self, served: HouseInThread, say: Say, tmp_path: Path) -> None:
        done = say("cues", "last", "download", "1m3", "-o", tmp_path / "stems")

        assert done.output == f"{tmp_path / 'stems' / '1m3_mix.wav'}\n"
        assert (tmp_path / "stems" / "1m3_mix.wav").stat().st_size == 640_003

    def test_a_cue_is_written_anew(self, served: HouseInThread, say: Say) -> None:
        threading.Thread(target=finish, args=(served, "j1")).start()

        made = say("cues", "s1", "regenerate", "1m2", "--seed", 4)

        assert made.exit_code == 0, made.stderr
        assert made.output.splitlines()[-1] == "/somewhere"

    def test_what_is_asked_by_hand_is_added_to_what_was_asked(self, served: HouseInThread, say: Say) -> None:
        revision = served.scores.histories["s1"][-1]
        had = Direction((HitDirection(102, 1.0, "the door"),), (Span(150, 155),))
        cues = (replace(revision.cues[0], direction=had), *revision.cues[1:])
        served.scores.histories["s1"][-1] = replace(revision, cues=cues)
        threading.Thread(target=finish, args=(served, "j1")).start()

        shown = say("cues", "s1", "show", "1m1").output
        hits = ("--hit", "110f", "--hit", "01:00:04;00=0.5", "--no-hit", "102f")
        made = say("cues", "s1", "regenerate", "1m1", *hits, "--silence", "153f", "160f")

        assert made.exit_code == 0, made.stderr
        assert "asked by hand: hit at 01:00:03;12, the door" in shown
        assert "asked by hand: silence from 01:00:05;00 to 01:00:05;05" in shown
        order = served.jobs.jobs["j1"].order
        assert isinstance(order, RegenerateOrder)
        assert order.direction == Direction(
            (HitDirection(102, 0.0, "the door"), HitDirection(110, 1.0), HitDirection(120, 0.5)),
            (Span(150, 160),),
        )

    def test_what_was_asked_by_hand_is_forgotten(self, served: HouseInThread, say: Say) -> None:
        threading.Thread(target=finish, args=(served, "j1")).start()

        assert say("cues", "s1", "regenerate", "1m1", "--undirected").exit_code == 0

        order = served.jobs.jobs["j1"].order
        assert isinstance(order, RegenerateOrder)
        assert order.direction == NO_DIRECTION

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            (("--hit", "110f=loud"), "has no weight after '='"),
            (("--hit", "110f=2"), "must lie between 0 and 1"),
            (("--hit", "soon"), "is not a position"),
            (("--silence", "160f", "150f"), "cannot end"),
        ],
    )
    def test_what_cannot_be_asked_by_hand_is_said(
        self, served: HouseInThread, say: Say, typed: tuple[str, ...], said: str
    ) -> None:
        refused = say("cues", "s1", "regenerate", "1m1", *typed)

        assert refused.exit_code == 2
        assert said in refused.stderr
        assert not served.jobs.jobs


class TestScore:
    def test_a_running_daemon_does_the_work(self, served: HouseInThread, say: Say, tmp_path: Path) -> None:
        threading.Thread(target=finish, args=(served, "j1")).start()

        made = say("score", tmp_path / "film.mp4", "--wish", "rain", "--stems", "melody, bass", "--seed", 5)

        assert made.exit_code == 0, made.stderr
        assert "scores/s1" in made.output
        order = served.jobs.jobs["j1"].order
        assert isinstance(order, ScoreOrder)
        assert order.folder == str(tmp_path / "film.score")
        assert (order.request.stems, order.request.seed) == (("melody", "bass"), 5)

    def test_what_is_to_be_sung_reaches_the_daemon(
        self, served: HouseInThread, say: Say, tmp_path: Path
    ) -> None:
        threading.Thread(target=finish, args=(served, "j1")).start()

        made = say(
            "score",
            tmp_path / "film.mp4",
            "--vocals",
            "--voice",
            "alto",
            "--language",
            "de",
            "--lyrics",
            "Leer / Licht",
        )

        assert made.exit_code == 0, made.stderr
        order = served.jobs.jobs["j1"].order
        assert isinstance(order, ScoreOrder)
        assert order.request.vocals == VocalWish(True, "alto", "de", "Leer\nLicht")

    def test_why_it_failed_is_said_with_its_exit_code(self, served: HouseInThread, say: Say) -> None:
        threading.Thread(target=fail, args=(served, "j1")).start()

        made = say("score", "film.mp4")

        assert made.exit_code == 2
        assert made.stderr.splitlines()[-1] == "ningbgm: film.mp4 is damaged"

    def test_ctrl_c_cancels_the_job(self, served: HouseInThread, say: Say) -> None:
        threading.Thread(target=interrupt, args=(served, "j1")).start()

        made = say("score", "film.mp4")

        assert made.exit_code == 130
        assert served.jobs.jobs["j1"].state == "cancelled"

    def test_alone_means_alone(self, served: HouseInThread, say: Say) -> None:
        made = say("score", "missing.mp4", "--alone")

        assert "there is no file missing.mp4" in made.stderr
        assert served.jobs.jobs == {}


class TestDaemon:
    def test_it_tells_how_it_is(self, served: HouseInThread, say: Say) -> None:
        assert "the disk is nearly full" in say("daemon", "status").output
        assert json.loads(say("daemon", "status", "--json").output)["running_jobs"] == 1

    def test_a_second_start_finds_the_first(self, served: HouseInThread, say: Say) -> None:
        assert served.server is not None

        started = say("daemon", "start")

        assert started.exit_code == 0
        assert started.output.startswith("A daemon runs already")
        assert served.server.discovery.http in started.output

    def test_nothing_runs_and_that_is_said(self, say: Say) -> None:
        assert say("daemon", "status").exit_code == 1
        assert say("daemon", "stop").output == "No daemon runs.\n"
        assert say("daemon", "logs").exit_code == 2
        assert "daemon start" in say("jobs").stderr


def finish(served: HouseInThread, job_id: str) -> None:
    served.change(done(at_work(arrived(served, job_id), "deliver", 1.0)))


def fail(served: HouseInThread, job_id: str) -> None:
    served.change(failed(arrived(served, job_id), "MediaError", "film.mp4 is damaged"))


def interrupt(served: HouseInThread, job_id: str) -> None:
    arrived(served, job_id)
    time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGINT)


def finish_when_watched(served: HouseInThread, job: Job) -> None:
    until = time.monotonic() + 10
    while not served.jobs.watching and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.1)
    served.change(done(job))


def arrived(served: HouseInThread, job_id: str) -> Job:
    until = time.monotonic() + 10
    while job_id not in served.jobs.jobs and time.monotonic() < until:
        time.sleep(0.02)
    return served.jobs.jobs[job_id]
