"""The client for plain code, against a real server."""

from __future__ import annotations

import threading
import time
from itertools import islice
from pathlib import Path

import pytest

from fakes.house_in_thread import HouseInThread
from fakes.job_stories import at_work, done, failed
from ningbgm_agents import direction as values
from ningbgm_agents.direction import NO_DIRECTION, Direction
from ningbgm_agents.errors import (
    BusyError,
    MediaError,
    NotFoundError,
    StateError,
    TokenError,
    WishError,
)
from ningbgm_agents.timeline import Span
from ningbgm_daemon.client import Client, CueDirection, FrameSpan, HitDirection, JobFacts
from ningbgm_daemon.records.order import RegenerateOrder, ReviseOrder, ScoreOrder


def order_of(served: HouseInThread, name: str) -> object:
    return served.jobs.jobs[name.removeprefix("jobs/")].order


class TestOrders:
    def test_everything_that_is_asked_arrives(
        self, served: HouseInThread, bgm: Client, tmp_path: Path
    ) -> None:
        job = bgm.score(
            tmp_path / "film.mp4",
            scored=("5s", "10s"),
            wish="calm piano",
            texts=[tmp_path / "story.txt"],
            palette="ambient",
            seed=2**53 + 1,
            variations=3,
            stems=["melody"],
            loudness_lufs=-20.5,
            duck=False,
            folder=tmp_path / "out.score",
        )

        order = order_of(served, job.name)
        assert isinstance(order, ScoreOrder)
        assert order.source is not None
        assert order.source.path == str(tmp_path / "film.mp4")
        assert order.scored == ("5s", "10s")
        assert order.texts[0].path == str(tmp_path / "story.txt")
        assert order.folder == str(tmp_path / "out.score")
        request = order.request
        assert (request.wish, request.palette, request.seed) == ("calm piano", "ambient", 2**53 + 1)
        assert (request.variations, request.stems, request.loudness_lufs) == (3, ("melody",), -20.5)
        assert not request.duck

    def test_a_length_is_exact(self, served: HouseInThread, bgm: Client) -> None:
        job = bgm.score(wish="rain", length_s=12.345678901)

        order = order_of(served, job.name)
        assert isinstance(order, ScoreOrder)
        assert order.length_s == pytest.approx(12.345678901, abs=1e-9)

    def test_a_request_sent_twice_is_one_job(self, bgm: Client) -> None:
        name = "0f8fad5b-d9cb-469f-a165-70867728950e"

        first, second = (bgm.score(wish="rain", request_id=name) for _ in range(2))

        assert first.name == second.name

    def test_relative_paths_are_those_of_the_caller(
        self, served: HouseInThread, bgm: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)

        order = order_of(served, bgm.score("film.mp4").name)

        assert isinstance(order, ScoreOrder)
        assert order.source is not None
        assert order.source.path == str(tmp_path / "film.mp4")

    @pytest.mark.parametrize("length_s", [float("nan"), float("inf"), 1e30])
    def test_what_cannot_be_sent_is_said(self, bgm: Client, length_s: float) -> None:
        with pytest.raises(WishError):
            bgm.score(wish="rain", length_s=length_s)

    def test_a_seed_beyond_64_bits_is_said(self, bgm: Client) -> None:
        with pytest.raises(WishError, match="cannot be sent"):
            bgm.score(wish="rain", seed=2**80)

    def test_a_revision_and_a_cue_are_ordered(
        self, served: HouseInThread, bgm: Client, tmp_path: Path
    ) -> None:
        score = bgm.get_score("s1")

        revised = order_of(served, score.revise(tmp_path / "new.otio", keep=["1m1"], plan_only=True).name)
        anew = order_of(served, score.cue("1m2").regenerate(seed=9, wish="").name)

        assert isinstance(revised, ReviseOrder)
        assert (revised.score_id, revised.keep, revised.plan_only) == ("s1", ("1m1",), True)
        assert isinstance(anew, RegenerateOrder)
        assert (anew.cue, anew.seed, anew.wish) == ("1m2", 9, "")

    def test_a_cue_is_directed_by_hand(self, served: HouseInThread, bgm: Client) -> None:
        cue = bgm.get_score("s1").cue("1m1")
        asked = CueDirection(
            [HitDirection(110, name="the door"), HitDirection(105, 0.0)], [FrameSpan(150, 160)]
        )

        directed = order_of(served, cue.regenerate(direction=asked).name)
        ended = order_of(served, cue.regenerate(direction=CueDirection()).name)

        assert cue.direction == CueDirection((), ())
        assert isinstance(directed, RegenerateOrder)
        assert directed.direction == Direction(
            (values.HitDirection(105, 0.0), values.HitDirection(110, 1.0, "the door")), (Span(150, 160),)
        )
        assert isinstance(ended, RegenerateOrder)
        assert ended.direction == NO_DIRECTION

    def test_another_variation_is_chosen(self, served: HouseInThread, bgm: Client) -> None:
        with pytest.raises(NotFoundError, match="no variation 2"):
            bgm.get_score("s1").choose(2)


class TestJobs:
    def test_a_job_is_waited_for_and_told(self, served: HouseInThread, bgm: Client) -> None:
        job = bgm.score(wish="rain")
        said: list[JobFacts] = []
        stored = served.jobs.jobs["j1"]
        threading.Timer(0.1, lambda: served.change(at_work(stored, "compose", 0.5))).start()
        threading.Timer(0.2, lambda: served.change(done(stored))).start()

        score = job.wait(said.append, timeout_s=20)

        assert score.name == "scores/s1"
        assert [facts.state for facts in said] == ["queued", "running", "succeeded"]
        assert str(said[1]) == "An edit: composing and performing, 50% done, about 12 s left"
        assert said[1].ready_cues[0].stem == "jobs/j1/cues/1m1/stems/mix"

    def test_a_failed_job_raises_its_error(self, served: HouseInThread, bgm: Client) -> None:
        job = bgm.score(wish="rain")
        served.change(failed(served.jobs.jobs["j1"], "MediaError", "film.mp4 is damaged"))

        with pytest.raises(MediaError, match=r"film\.mp4 is damaged") as caught:
            job.wait()

        assert caught.value.facts["path"] == "/f.mp4"

    def test_a_cancelled_job_is_said(self, bgm: Client) -> None:
        job = bgm.score(wish="rain")

        assert job.cancel().state == "cancelled"

        with pytest.raises(StateError, match="cancelled"):
            job.wait()

    def test_waiting_ends_in_time(self, bgm: Client) -> None:
        job = bgm.score(wish="rain")
        start = time.monotonic()

        with pytest.raises(BusyError, match="not done within"):
            job.wait(timeout_s=0.3)

        assert time.monotonic() - start < 5

    def test_watching_survives_a_daemon_that_is_started_again(
        self, served: HouseInThread, bgm: Client
    ) -> None:
        watched = bgm.score(wish="rain").watch()
        seen = [next(watched)]

        served.stop()
        served.jobs.change(at_work(served.jobs.jobs["j1"], "sense", 0.1))
        served.start()  # at other ports, with another token
        seen.append(next(watched))
        served.change(done(served.jobs.jobs["j1"]))
        seen += watched

        versions = [facts.version for facts in seen]
        assert versions == sorted(set(versions))
        assert seen[-1].state == "succeeded"

    def test_a_job_that_is_deleted_while_it_is_watched_is_said(
        self, served: HouseInThread, bgm: Client
    ) -> None:
        job = bgm.score(wish="rain")
        watched = job.watch()
        next(watched)
        served.change(done(served.jobs.jobs["j1"]))
        job.delete()

        assert [facts.state for facts in watched] == ["succeeded"]
        with pytest.raises(NotFoundError):
            job.refresh()

    def test_a_reader_who_stops_leaves_no_stream_behind(self, served: HouseInThread, bgm: Client) -> None:
        watched = bgm.score(wish="rain").watch()
        next(watched)

        watched.close()  # type: ignore[attr-defined]  # it is a generator

        until = time.monotonic() + 5
        while served.do(lambda: served.jobs.watching) and time.monotonic() < until:
            time.sleep(0.02)
        assert served.do(lambda: served.jobs.watching) == 0

    def test_lists_are_read_to_their_end(self, bgm: Client) -> None:
        made = [bgm.score(wish="rain").name for _ in range(130)]

        listed = [job.name for job in bgm.list_jobs()]

        assert listed == list(reversed(made))
        assert [job.name for job in islice(bgm.list_jobs("queued"), 1)] == [made[-1]]
        assert list(bgm.list_jobs("failed")) == []


class TestScores:
    def test_a_score_is_read(self, bgm: Client) -> None:
        score = bgm.get_score("scores/s1")

        assert (score.display_name, score.edit.rate.numerator, score.edit.rate.denominator) == (
            "Reel 1",
            30000,
            1001,
        )
        assert [cue.cue_id for cue in score.cues] == ["1m1", "1m2"]
        assert [hit.error_ms for hit in score.cue("1m1").hits] == [None, 0.0]
        assert [facts.name for facts in bgm.list_scores()] == ["scores/s2", "scores/s1"]

    def test_cues_are_locked_and_taken_back(self, bgm: Client) -> None:
        score = bgm.get_score("s1")

        assert score.cue("1m1").lock().locked
        assert [one.cause for one in score.revisions()] == ["locked", "created"]
        assert not score.rollback().cue("1m1").locked
        assert not bgm.get_cue("scores/s1/cues/1m1").unlock().locked

    def test_names_that_are_not_there_are_said(self, bgm: Client) -> None:
        with pytest.raises(NotFoundError, match="1m9"):
            bgm.get_score("s1").cue("1m9")
        with pytest.raises(NotFoundError, match="mix"):
            bgm.get_score("s1").cue("1m1").stem("melody")
        with pytest.raises(NotFoundError):
            bgm.get_score("nowhere")

    def test_a_score_is_deleted(self, bgm: Client) -> None:
        bgm.get_score("s2").delete()

        assert [facts.name for facts in bgm.list_scores()] == ["scores/s1"]


class TestFinding:
    def test_no_daemon_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(NotFoundError, match="daemon start"):
            Client(home=tmp_path)

    def test_a_wrong_token_is_said_at_once(self, served: HouseInThread) -> None:
        assert served.server is not None
        start = time.monotonic()

        with Client(served.server.discovery.grpc, "wrong") as bgm, pytest.raises(TokenError):
            bgm.status()

        assert time.monotonic() - start < 5

    def test_a_daemon_that_is_gone_is_said_when_patience_ends(self, served: HouseInThread) -> None:
        with Client(home=served.home, patience_s=0.5) as bgm:
            bgm.status()
            served.stop()

            with pytest.raises(BusyError, match="does not answer"):
                bgm.status()

    def test_a_busy_daemon_is_asked_again(self, served: HouseInThread, bgm: Client) -> None:
        served.jobs.failing = BusyError("the store is busy")
        threading.Timer(0.3, lambda: setattr(served.jobs, "failing", None)).start()

        assert bgm.score(wish="rain").facts.state == "queued"

    def test_going_back_is_not_tried_twice(self, served: HouseInThread, bgm: Client) -> None:
        bgm.get_score("s1").cue("1m1").lock()
        score = bgm.get_score("s1")
        served.stop()
        start = time.monotonic()

        with pytest.raises(BusyError):
            score.rollback()

        assert time.monotonic() - start < 2

    def test_the_daemon_tells_of_itself(self, served: HouseInThread, bgm: Client) -> None:
        status = bgm.status()

        assert [engine.available for engine in status.engines] == [True, False]
        assert status.cache.limit_bytes == 2
        assert "orchestral" in [palette.name for palette in bgm.palettes()]

    def test_the_daemon_is_asked_to_end(self, served: HouseInThread, bgm: Client) -> None:
        bgm.shut_down()

        assert served.system.ending
