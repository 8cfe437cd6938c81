"""Every method gives the same answer at both doors."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from calling import METHODS, Caller, GrpcCaller, HttpCaller, RefusedError
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2
from house import House

from ningbgm.v1 import (
    cue_pb2,
    cue_service_pb2,
    job_pb2,
    job_service_pb2,
    review_service_pb2,
    score_pb2,
    score_service_pb2,
    stem_service_pb2,
    system_service_pb2,
)
from ningbgm_agents.direction import NO_DIRECTION, Direction, HitDirection
from ningbgm_agents.errors import BusyError
from ningbgm_agents.timeline import Span
from ningbgm_daemon.records.job import Failure, Outcome, Progress, ReadyCue
from ningbgm_daemon.records.order import RegenerateOrder, ReviseOrder, ScoreOrder

pytestmark = pytest.mark.anyio
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture(params=[GrpcCaller, HttpCaller], ids=["grpc", "http"])
def caller(request: pytest.FixtureRequest, house: House) -> Caller:
    return cast(Caller, request.param(house.where))


def reason(refused: pytest.ExceptionInfo[RefusedError]) -> str:
    info = error_details_pb2.ErrorInfo()
    assert refused.value.status.details[0].Unpack(info)
    assert info.domain == "ningbgm"
    return info.reason


class TestBothDoors:
    async def test_a_score_is_ordered(self, house: House, caller: Caller) -> None:
        asked = score_service_pb2.CreateScoreRequest(wish="calm piano", seed=2**53 + 1, request_id=UUID)
        asked.source.path = "/films/reel.otio"
        asked.range.start = "5s"
        asked.delivery.loudness_lufs = -16.5

        job = await caller.answer("CreateScore", asked)

        assert isinstance(job, job_pb2.Job)
        assert (job.name, job.state, job.kind) == ("jobs/j1", 1, 1)
        order = house.jobs.jobs["j1"].order
        assert isinstance(order, ScoreOrder)
        assert order.request.seed == 2**53 + 1
        assert order.request.loudness_lufs == -16.5
        assert order.scored == ("5s", "")
        assert house.jobs.jobs["j1"].request_id == UUID

    async def test_the_same_request_id_gives_the_same_job(self, caller: Caller) -> None:
        asked = score_service_pb2.CreateScoreRequest(wish="calm", request_id=UUID)

        jobs = [await caller.answer("CreateScore", asked) for _ in range(2)]

        assert jobs[0] == jobs[1]

    async def test_a_score_is_revised(self, house: House, caller: Caller) -> None:
        asked = score_service_pb2.ReviseScoreRequest(name="scores/s1", keep_cue_ids=["1m2"], plan_only=True)

        job = await caller.answer("ReviseScore", asked)

        assert cast(job_pb2.Job, job).kind == job_pb2.Job.KIND_REVISE_SCORE
        assert house.jobs.jobs["j1"].order == ReviseOrder("s1", keep=("1m2",), plan_only=True)

    async def test_a_cue_is_regenerated(self, house: House, caller: Caller) -> None:
        asked = cue_service_pb2.RegenerateCueRequest(name="scores/s1/cues/1m1", seed=0, wish="")

        await caller.answer("RegenerateCue", asked)

        assert house.jobs.jobs["j1"].order == RegenerateOrder("s1", "1m1", 0, "")

    async def test_a_cue_is_directed_by_hand(self, house: House, caller: Caller) -> None:
        asked = cue_service_pb2.RegenerateCueRequest(name="scores/s1/cues/1m1")
        asked.direction.hits.add(frame=110, weight=1.0, name="the door")
        asked.direction.hits.add(frame=105)
        asked.direction.silences.add(start=150, end=160)

        await caller.answer("RegenerateCue", asked)

        hits = (HitDirection(105, 0.0), HitDirection(110, 1.0, "the door"))
        direction = Direction(hits, (Span(150, 160),))
        assert house.jobs.jobs["j1"].order == RegenerateOrder("s1", "1m1", direction=direction)

    async def test_a_direction_is_ended_by_an_empty_one(self, house: House, caller: Caller) -> None:
        asked = cue_service_pb2.RegenerateCueRequest(name="scores/s1/cues/1m1")
        asked.direction.SetInParent()

        await caller.answer("RegenerateCue", asked)

        assert house.jobs.jobs["j1"].order == RegenerateOrder("s1", "1m1", direction=NO_DIRECTION)

    async def test_what_is_asked_of_a_cue_is_told_with_it(self, house: House, caller: Caller) -> None:
        revision = house.scores.histories["s1"][-1]
        direction = Direction((HitDirection(110, 0.5, "the door"),), (Span(150, 160),))
        cues = (replace(revision.cues[0], direction=direction), *revision.cues[1:])
        house.scores.histories["s1"][-1] = replace(revision, cues=cues)

        asked = [cue_service_pb2.GetCueRequest(name=f"scores/s1/cues/{cue}") for cue in ("1m1", "1m2")]
        first, second = [cast(cue_pb2.Cue, await caller.answer("GetCue", one)) for one in asked]

        assert [(hit.frame, hit.weight, hit.name) for hit in first.direction.hits] == [(110, 0.5, "the door")]
        assert [(span.start, span.end) for span in first.direction.silences] == [(150, 160)]
        assert not second.HasField("direction")

    async def test_another_variation_is_chosen(self, house: House, caller: Caller) -> None:
        revision = house.scores.histories["s1"][-1]
        house.scores.histories["s1"][-1] = replace(revision, variation_folders=("/other",))

        score = await caller.answer(
            "ChooseVariation", score_service_pb2.ChooseVariationRequest(name="scores/s1", variation=2)
        )

        assert isinstance(score, score_pb2.Score)
        assert (score.folder, list(score.variation_folders)) == ("/other", [revision.folder])
        made = await caller.answer(
            "GetRevision", score_service_pb2.GetRevisionRequest(name="scores/s1/revisions/2")
        )
        assert cast(score_pb2.Revision, made).cause == score_pb2.Revision.CAUSE_CHOSEN

    async def test_a_score_is_told_whole(self, caller: Caller) -> None:
        score = await caller.answer("GetScore", score_service_pb2.GetScoreRequest(name="scores/s1"))

        assert isinstance(score, score_pb2.Score)
        assert score.palette == "palettes/orchestral"
        assert [cue.cue_id for cue in score.cues] == ["1m1", "1m2"]
        first = score.cues[0]
        assert first.record_frame == 107992
        assert (score.edit.start_timecode, first.start_timecode) == ("01:00:00;00", "01:00:03;10")
        assert not first.hits[0].HasField("error_ms")
        assert first.hits[1].HasField("error_ms")
        assert first.stems[0].name == "scores/s1/revisions/1/cues/1m1/stems/mix"

    async def test_scores_are_listed_page_by_page(self, caller: Caller) -> None:
        first = await caller.answer("ListScores", score_service_pb2.ListScoresRequest(page_size=1))
        assert isinstance(first, score_service_pb2.ListScoresResponse)
        asked = score_service_pb2.ListScoresRequest(page_size=1, page_token=first.next_page_token)
        second = await caller.answer("ListScores", asked)
        assert isinstance(second, score_service_pb2.ListScoresResponse)

        assert [score.name for page in (first, second) for score in page.scores] == ["scores/s2", "scores/s1"]
        assert not first.scores[0].cues
        assert second.next_page_token == ""

    async def test_a_score_is_deleted(self, house: House, caller: Caller) -> None:
        await caller.answer("DeleteScore", score_service_pb2.DeleteScoreRequest(name="scores/s1"))

        assert list(house.scores.histories) == ["s2"]

    async def test_a_lock_is_a_revision_that_can_be_taken_back(self, caller: Caller) -> None:
        locked = await caller.answer("LockCue", cue_service_pb2.LockCueRequest(name="scores/s1/cues/1m1"))
        again = await caller.answer("LockCue", cue_service_pb2.LockCueRequest(name="scores/s1/cues/1m1"))
        back = await caller.answer("RollbackScore", score_service_pb2.RollbackScoreRequest(name="scores/s1"))
        made = await caller.answer(
            "ListRevisions", score_service_pb2.ListRevisionsRequest(parent="scores/s1")
        )

        assert locked == again
        assert cast(cue_pb2.Cue, locked).locked
        assert not cast(score_pb2.Score, back).cues[0].locked
        revisions = cast(score_service_pb2.ListRevisionsResponse, made).revisions
        assert [revision.number for revision in revisions] == [3, 2, 1]
        assert revisions[1].cause == score_pb2.Revision.CAUSE_LOCKED

    async def test_a_cue_is_unlocked(self, caller: Caller) -> None:
        await caller.answer("LockCue", cue_service_pb2.LockCueRequest(name="scores/s1/cues/1m1"))

        cue = await caller.answer("UnlockCue", cue_service_pb2.UnlockCueRequest(name="scores/s1/cues/1m1"))

        assert not cast(cue_pb2.Cue, cue).locked

    async def test_a_revision_is_told_with_its_plan(self, caller: Caller) -> None:
        asked = score_service_pb2.GetRevisionRequest(name="scores/s1/revisions/1")

        revision = cast(score_pb2.Revision, await caller.answer("GetRevision", asked))

        assert revision.plan.decisions[1].kind == 5
        assert not revision.plan.decisions[1].HasField("before")
        assert revision.plan.placements[0].record_frame_before == 10

    async def test_cues_are_listed_in_order(self, caller: Caller) -> None:
        asked = cue_service_pb2.ListCuesRequest(parent="scores/s2", page_size=2)
        first = cast(cue_service_pb2.ListCuesResponse, await caller.answer("ListCues", asked))
        asked.page_token = first.next_page_token
        second = cast(cue_service_pb2.ListCuesResponse, await caller.answer("ListCues", asked))

        assert [cue.cue_id for cue in (*first.cues, *second.cues)] == ["1m1", "1m2", "1m3"]

    async def test_a_cue_is_told(self, caller: Caller) -> None:
        cue = await caller.answer("GetCue", cue_service_pb2.GetCueRequest(name="scores/s1/cues/1m2"))

        assert cast(cue_pb2.Cue, cue).cue_id == "1m2"

    async def test_a_job_is_told_with_all_that_it_has(self, house: House, caller: Caller) -> None:
        job = await house.jobs.submit(ReviseOrder("s1"))
        ready = ReadyCue("1m1", "/tmp/1m1.wav", 12, 48000)
        progress = Progress("compose", 0.5, 1.25, (ready,))
        house.jobs.change(
            replace(
                job,
                state="failed",
                progress=progress,
                outcome=Outcome("s1", None),
                failure=Failure("MediaError", "reel.mov is damaged", (("path", "/reel.mov"),)),
                started_s=1.5e9,
                ended_s=1.6e9,
            )
        )

        told = cast(job_pb2.Job, await caller.answer("GetJob", job_service_pb2.GetJobRequest(name="jobs/j1")))

        info = error_details_pb2.ErrorInfo()
        assert told.error.details[0].Unpack(info)
        assert (told.error.code, info.reason) == (code_pb2.INVALID_ARGUMENT, "MEDIA_UNREADABLE")
        assert info.metadata["path"] == "/reel.mov"
        assert told.progress.time_left.ToMilliseconds() == 1250
        assert told.progress.ready_cues[0].stem == "jobs/j1/cues/1m1/stems/mix"
        assert told.end_time.ToSeconds() == 1_600_000_000

    async def test_jobs_are_listed_by_state(self, house: House, caller: Caller) -> None:
        for number in range(3):
            await house.jobs.submit(ReviseOrder(f"s{number}"))
        await house.jobs.cancel("j2")
        asked = job_service_pb2.ListJobsRequest(state=job_pb2.Job.STATE_QUEUED)

        listed = cast(job_service_pb2.ListJobsResponse, await caller.answer("ListJobs", asked))

        assert [job.name for job in listed.jobs] == ["jobs/j3", "jobs/j1"]

    async def test_a_job_is_cancelled_and_then_deleted(self, house: House, caller: Caller) -> None:
        await house.jobs.submit(ReviseOrder("s1"))
        with pytest.raises(RefusedError) as early:
            await caller.answer("DeleteJob", job_service_pb2.DeleteJobRequest(name="jobs/j1"))

        job = await caller.answer("CancelJob", job_service_pb2.CancelJobRequest(name="jobs/j1"))
        await caller.answer("DeleteJob", job_service_pb2.DeleteJobRequest(name="jobs/j1"))

        assert reason(early) == "WRONG_STATE"
        assert cast(job_pb2.Job, job).state == job_pb2.Job.STATE_CANCELLED
        assert not house.jobs.jobs

    async def test_a_job_that_is_over_is_watched_once(self, house: House, caller: Caller) -> None:
        await house.jobs.submit(ReviseOrder("s1"))
        await house.jobs.cancel("j1")

        seen = await caller.messages("WatchJob", job_service_pb2.WatchJobRequest(name="jobs/j1"))

        assert [cast(job_pb2.Job, job).state for job in seen] == [job_pb2.Job.STATE_CANCELLED]

    async def test_a_stem_is_downloaded(self, caller: Caller) -> None:
        asked = stem_service_pb2.DownloadStemRequest(
            name="scores/s1/revisions/1/cues/1m1/stems/mix", offset=639_900
        )

        pieces = await caller.messages("DownloadStem", asked)

        assert [cast(stem_service_pb2.DownloadStemResponse, piece).offset for piece in pieces] == [639_900]
        assert cast(stem_service_pb2.DownloadStemResponse, pieces[0]).content[-3:] == b"1m1"

    async def test_the_status_is_told(self, caller: Caller) -> None:
        status = await caller.answer("GetStatus", system_service_pb2.GetStatusRequest())

        assert isinstance(status, system_service_pb2.Status)
        assert [engine.available for engine in status.engines] == [True, False]
        assert status.cache.limit_bytes == 2

    async def test_palettes_are_listed_page_by_page(self, caller: Caller) -> None:
        names, token = [], ""
        while True:
            asked = system_service_pb2.ListPalettesRequest(page_size=4, page_token=token)
            page = cast(system_service_pb2.ListPalettesResponse, await caller.answer("ListPalettes", asked))
            names += [palette.name for palette in page.palettes]
            token = page.next_page_token
            if not token:
                break

        assert names == sorted(names)
        assert "palettes/orchestral" in names

    async def test_the_review_page_of_a_score_is_opened(self, house: House, caller: Caller) -> None:
        answers = [
            await caller.answer("OpenReview", review_service_pb2.OpenReviewRequest(score=score))
            for score in ("scores/s1", "")
        ]

        one, all_scores = [cast(review_service_pb2.OpenReviewResponse, answer) for answer in answers]
        assert one.url.startswith(f"{house.where.http}/review/#ticket=")
        assert one.url.endswith("&score=s1")
        assert "score=" not in all_scores.url
        assert one.expire_time.seconds > time.time()

    async def test_the_daemon_is_asked_to_end(self, house: House, caller: Caller) -> None:
        await caller.answer("Shutdown", system_service_pb2.ShutdownRequest())

        assert house.system.ending

    async def test_every_method_is_tried_at_both(self) -> None:
        texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
        tried = "".join(text for text in texts if "params=[GrpcCaller, HttpCaller]" in text)

        assert [name for name in METHODS if f'"{name}"' not in tried] == []

    @pytest.mark.parametrize(
        ("method", "asked", "wanted"),
        [
            ("GetJob", job_service_pb2.GetJobRequest(name="jobs/none"), "NOT_FOUND"),
            ("GetJob", job_service_pb2.GetJobRequest(name="jobs/A"), "INPUT_INVALID"),
            ("GetScore", score_service_pb2.GetScoreRequest(name="scores/none"), "NOT_FOUND"),
            ("GetRevision", score_service_pb2.GetRevisionRequest(name="scores/s1/revisions/9"), "NOT_FOUND"),
            ("GetCue", cue_service_pb2.GetCueRequest(name="scores/s1/cues/9m9"), "NOT_FOUND"),
            ("RollbackScore", score_service_pb2.RollbackScoreRequest(name="scores/s1"), "WRONG_STATE"),
            ("CreateScore", score_service_pb2.CreateScoreRequest(), "WISH_IMPOSSIBLE"),
            (
                "RegenerateCue",
                cue_service_pb2.RegenerateCueRequest(
                    name="scores/s1/cues/1m1",
                    direction=cue_pb2.CueDirection(hits=[cue_pb2.HitDirection(frame=1, weight=2.0)]),
                ),
                "INPUT_INVALID",
            ),
            (
                "ChooseVariation",
                score_service_pb2.ChooseVariationRequest(name="scores/s1", variation=1),
                "INPUT_INVALID",
            ),
            (
                "ChooseVariation",
                score_service_pb2.ChooseVariationRequest(name="scores/s1", variation=2),
                "NOT_FOUND",
            ),
            ("ListJobs", job_service_pb2.ListJobsRequest(page_size=-1), "INPUT_INVALID"),
            ("ListJobs", job_service_pb2.ListJobsRequest(page_token="x"), "INPUT_INVALID"),
            ("ListPalettes", system_service_pb2.ListPalettesRequest(page_token="x"), "INPUT_INVALID"),
        ],
    )
    async def test_errors_are_told_with_their_reason(
        self, caller: Caller, method: str, asked: Message, wanted: str
    ) -> None:
        with pytest.raises(RefusedError) as refused:
            await caller.answer(method, asked)

        assert reason(refused) == wanted
        assert "\n" not in refused.value.status.message

    async def test_streams_that_fail_at_once_are_told_as_errors(self, caller: Caller) -> None:
        with pytest.raises(RefusedError) as refused:
            await caller.messages("WatchJob", job_service_pb2.WatchJobRequest(name="jobs/none"))

        assert reason(refused) == "NOT_FOUND"

    async def test_a_full_queue_is_told_as_such(self, house: House, caller: Caller) -> None:
        house.jobs.failing = BusyError("too many jobs wait; ask again")

        with pytest.raises(RefusedError) as refused:
            await caller.answer("CreateScore", score_service_pb2.CreateScoreRequest(wish="calm"))

        assert (reason(refused), refused.value.status.code) == ("BUSY", code_pb2.UNAVAILABLE)

    async def test_a_fault_of_ours_is_told_without_its_particulars(
        self, house: House, caller: Caller, caplog: pytest.LogCaptureFixture
    ) -> None:
        house.jobs.failing = ZeroDivisionError("secret particulars")

        with pytest.raises(RefusedError) as refused:
            await caller.answer("GetJob", job_service_pb2.GetJobRequest(name="jobs/j1"))

        said = refused.value.status.message
        assert (reason(refused), refused.value.status.code) == ("UNEXPECTED", code_pb2.INTERNAL)
        assert "secret" not in said
        assert "ningbgm daemon logs" in said
        assert "secret particulars" in caplog.text
        assert said.rstrip(".").split()[-1] in caplog.text
