"""Placements through both doors: what a task begins, and the plans."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from calling import Caller, GrpcCaller, HttpCaller, RefusedError
from google.rpc import error_details_pb2
from house import House

from ningbgm.v1 import placement_pb2
from ningbgm.v1 import placement_service_pb2 as calls
from ningbgm_agents import document
from ningbgm_agents.revision import Conflict, Decision
from ningbgm_agents.timeline import Span
from ningbgm_daemon.records.job import Outcome
from ningbgm_daemon.records.order import RegenerateOrder, ReviseOrder, ScoreOrder
from ningbgm_daemon.records.score import Plan

pytestmark = pytest.mark.anyio
Ask = calls.PlanPlacementRequest
Start = calls.StartWorkRequest


@pytest.fixture(params=[GrpcCaller, HttpCaller], ids=["grpc", "http"])
def caller(request: pytest.FixtureRequest, house: House) -> Caller:
    return cast(Caller, request.param(house.where))


def bare(**more: object) -> placement_pb2.LaidTimeline:
    """A timeline without music, at the rate of the example score."""
    return placement_pb2.LaidTimeline(rate="29.97 DF", start_timecode="01:00:00;00", **more)  # type: ignore[arg-type]  # as given


async def plan_of(caller: Caller, **fields: object) -> placement_pb2.PlacementPlan:
    return cast(placement_pb2.PlacementPlan, await caller.answer("PlanPlacement", Ask(**fields)))  # type: ignore[arg-type]


async def begun(caller: Caller, **fields: object) -> calls.Work:
    return cast(calls.Work, await caller.answer("StartWork", Start(**fields)))  # type: ignore[arg-type]


async def laid(caller: Caller, score: str = "scores/s1") -> placement_pb2.LaidTimeline:
    """A timeline on which a score was put down as its plan says."""
    plan = await plan_of(caller, intent=Ask.INTENT_SCORE, score=score, timeline=bare())
    timeline = bare()
    for number, part in enumerate(plan.put_down):
        timeline.clips.add(
            clip_id=f"c{number}",
            track_index=1,
            track_name=part.track_name,
            start_frame=part.frame,
            frame_count=part.frame_count,
            source_id=part.path,
            name=part.clip_name,
            ours=True,
        )
    for marker in plan.write_markers:
        told = json.loads(marker.data)
        for part in plan.put_down:
            if part.cue_id == marker.cue_id:
                told["stems"][part.stem_id] = [part.path, part.frame_count]
        timeline.markers.add(frame=marker.frame, name=marker.name, data=json.dumps(told))
    return timeline


def reason(refused: pytest.ExceptionInfo[RefusedError]) -> str:
    info = error_details_pb2.ErrorInfo()
    assert refused.value.status.details[0].Unpack(info)
    return info.reason


class TestPlanning:
    async def test_a_score_is_put_down_to_the_frame_and_sample(self, house: House, caller: Caller) -> None:
        plan = await plan_of(caller, intent=Ask.INTENT_SCORE, score="scores/s1", timeline=bare())

        cue = house.scores.histories["s1"][0].cues[0]
        first = plan.put_down[0]
        assert (first.cue_id, first.stem_id, first.track_name) == ("1m1", "mix", "NingBGM mix")
        assert (first.path, first.frame, first.sample_count) == (cue.stems[0].path, 100, 144_144)
        assert (first.frame_count, first.clip_name) == (90, "1m1 mix")
        assert [marker.frame for marker in plan.write_markers] == [100, 200]
        assert not plan.HasField("refusal")

    async def test_a_job_says_which_score_and_what_to_tell(self, house: House, caller: Caller) -> None:
        timeline = await laid(caller)
        told = Plan(
            (Decision("1m1", "keep", "", Span(100, 190), Span(100, 190)),),
            (Conflict("1m2", "1m2 is locked."),),
            (),
            ("1m1 stays.",),
        )
        job = await house.jobs.submit(ReviseOrder("s1"))
        house.jobs.change(replace(job, outcome=Outcome("s1", 1, "/out", document.dump(told))))

        plan = await plan_of(caller, intent=Ask.INTENT_UPDATE, job="jobs/j1", timeline=timeline)

        assert list(plan.sentences) == ["1m1 stays.", "1m2 is locked."]
        assert not plan.put_down
        assert [cue.name for cue in plan.cues] == ["scores/s1/cues/1m1", "scores/s1/cues/1m2"]
        assert all(cue.known and not cue.changed_by_hand for cue in plan.cues)

    async def test_the_cue_under_the_playhead_is_found_by_timecode(self, caller: Caller) -> None:
        timeline = await laid(caller)

        for said, found in (("01:00:07;00", "1m2"), ("100f", "1m1"), ("99f", "")):
            timeline.playhead = said
            plan = await plan_of(caller, intent=Ask.INTENT_LOOK, timeline=timeline)
            assert plan.cue_under_playhead.rpartition("/")[2] == found

    async def test_a_refusal_is_an_answer(self, caller: Caller) -> None:
        timeline = bare()
        timeline.clips.add(clip_id="x", track_name="NingBGM mix", start_frame=150, frame_count=5)

        plan = await plan_of(caller, intent=Ask.INTENT_SCORE, score="scores/s1", timeline=timeline)

        assert plan.refusal.reason == placement_pb2.Refusal.REASON_IN_THE_WAY
        assert list(plan.refusal.clip_ids) == ["x"]
        assert not plan.put_down

    async def test_a_sound_that_is_gone_is_told_before_anything_is_changed(
        self, house: House, caller: Caller
    ) -> None:
        timeline = await laid(caller, "scores/s2")
        gone = Path(house.scores.histories["s1"][0].cues[1].stems[0].path)
        gone.unlink()

        plan = await plan_of(caller, intent=Ask.INTENT_SCORE, score="scores/s1", timeline=timeline)

        assert plan.refusal.reason == placement_pb2.Refusal.REASON_SOUND_GONE
        assert plan.refusal.sentence.startswith(f"the sound {gone} is not there")
        steps = (plan.put_down, plan.take_away_clip_ids, plan.remove_markers, plan.write_markers)
        assert [len(step) for step in steps] == [0, 0, 0, 0]
        assert list(plan.scores) == ["scores/s2"]

    async def test_scores_that_are_forgotten_are_told_so(self, house: House, caller: Caller) -> None:
        timeline = await laid(caller)
        del house.scores.histories["s1"]

        plan = await plan_of(caller, intent=Ask.INTENT_REMOVE, timeline=timeline)

        assert [cue.known for cue in plan.cues] == [False, False]
        assert len(plan.take_away_clip_ids) == 2

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({}, "INPUT_INVALID"),
            ({"intent": 99}, "INPUT_INVALID"),
            ({"intent": Ask.INTENT_SCORE}, "INPUT_INVALID"),
            ({"intent": Ask.INTENT_UPDATE, "score": "scores/s9"}, "NOT_FOUND"),
            ({"intent": Ask.INTENT_UPDATE, "job": "jobs/j9"}, "NOT_FOUND"),
            (
                {"intent": Ask.INTENT_LOOK, "timeline": placement_pb2.LaidTimeline(rate="fast")},
                "TIMELINE_UNREADABLE",
            ),
            ({"intent": Ask.INTENT_LOOK, "timeline": bare(playhead="noon")}, "INPUT_INVALID"),
            (
                {"intent": Ask.INTENT_LOOK, "timeline": bare(clips=[placement_pb2.LaidClip()])},
                "INPUT_INVALID",
            ),
        ],
    )
    async def test_what_cannot_be_planned_says_why(
        self, caller: Caller, fields: dict[str, object], why: str
    ) -> None:
        with pytest.raises(RefusedError) as refused:
            await plan_of(caller, **{"timeline": bare(), **fields})

        assert reason(refused) == why


class TestStarting:
    async def test_scoring_takes_the_selection_the_wish_and_the_markers(
        self, house: House, caller: Caller, tmp_path: Path
    ) -> None:
        edit = tmp_path / "edit.otio"
        edit.write_text(json.dumps({"tracks": {}}), encoding="utf-8")
        timeline = bare(frame_count=900)
        timeline.markers.add(frame=5, name="wish", note="calm piano", frame_count=1)
        timeline.markers.add(frame=60, name="door slams", frame_count=1)
        request = Start(task=Start.TASK_SCORE, timeline=timeline)
        request.source.path = str(edit)
        request.selected.add(start=50, end=90)
        request.selected.add(start=10, end=20)

        work = cast(calls.Work, await caller.answer("StartWork", request))
        edit.unlink()

        order = house.jobs.jobs["j1"].order
        assert isinstance(order, ScoreOrder)
        assert order.source is not None
        assert (order.scored, order.request.wish) == (("10f", "90f"), "calm piano")
        assert "door slams" in order.source.otio
        assert "wish" not in order.source.otio
        assert list(work.sentences) == ["Scored: the selected clips."]
        assert [(turn.job, turn.score, turn.intent) for turn in work.turns] == [
            ("jobs/j1", "", Ask.INTENT_SCORE)
        ]

    async def test_what_a_program_lacks_is_told_with_what_is_scored(self, caller: Caller) -> None:
        request = Start(task=Start.TASK_SCORE, timeline=bare())
        request.source.otio = json.dumps({"tracks": {}})
        request.program.missing_calls.append("GetSelectedClips")

        work = cast(calls.Work, await caller.answer("StartWork", request))

        assert list(work.sentences) == [
            "Scored: the whole timeline.",
            "Selected clips cannot be read (21.0.4 can); use mark in and out.",
        ]

    async def test_nothing_is_scored_over_a_locked_cue(self, house: House, caller: Caller) -> None:
        timeline = await laid(caller)
        await house.scores.set_lock("s1", "1m2", True)

        with pytest.raises(RefusedError, match="1m2 lies in the range and is locked"):
            await begun(caller, task=Start.TASK_SCORE, timeline=timeline)

        assert house.jobs.jobs == {}

    async def test_an_update_revises_every_score_that_lies_there(self, house: House, caller: Caller) -> None:
        request = Start(task=Start.TASK_UPDATE, timeline=await laid(caller))
        for marker in (await laid(caller, "scores/s2")).markers:
            request.timeline.markers.add().CopyFrom(marker)
        request.source.otio = json.dumps({"tracks": {}})

        work = cast(calls.Work, await caller.answer("StartWork", request))

        orders = [job.order for job in house.jobs.jobs.values()]
        assert [order.score_id for order in orders if isinstance(order, ReviseOrder)] == ["s1", "s2"]
        assert [turn.score for turn in work.turns] == ["scores/s1", "scores/s2"]

    async def test_the_cue_under_the_playhead_is_written_anew_or_locked(
        self, house: House, caller: Caller
    ) -> None:
        timeline = await laid(caller)
        timeline.playhead = "210f"

        await begun(caller, task=Start.TASK_REGENERATE, timeline=timeline)
        first = await begun(caller, task=Start.TASK_LOCK, timeline=timeline)
        locked = house.scores.histories["s1"][-1].locked
        second = await begun(caller, task=Start.TASK_LOCK, timeline=timeline)

        assert house.jobs.jobs["j1"].order == RegenerateOrder("s1", "1m2")
        assert list(first.sentences) == ["1m2 is locked: nothing changes it now."]
        assert locked == ("1m2",)
        assert list(second.sentences) == ["1m2 is unlocked."]

    async def test_undoing_goes_back_and_asks_for_a_placement(self, house: House, caller: Caller) -> None:
        timeline = await laid(caller)
        await house.scores.set_lock("s1", "1m2", True)

        work = await begun(caller, task=Start.TASK_UNDO, timeline=timeline)

        assert house.scores.histories["s1"][-1].cause == "rolled_back"
        assert [(turn.job, turn.score, turn.intent) for turn in work.turns] == [
            ("", "scores/s1", Ask.INTENT_UPDATE)
        ]

    async def test_cancelling_stops_all_jobs(self, house: House, caller: Caller) -> None:
        for score in ("s1", "s2"):
            await house.jobs.submit(ReviseOrder(score))

        first = await begun(caller, task=Start.TASK_CANCEL, timeline=bare())
        second = await begun(caller, task=Start.TASK_CANCEL, timeline=bare())

        assert {job.state for job in house.jobs.jobs.values()} == {"cancelled"}
        assert list(first.sentences) == ["An edit is cancelled."] * 2
        assert list(second.sentences) == ["Nothing is being scored."]

    async def test_the_doctor_tells_what_answers_and_what_is_lacking(self, caller: Caller) -> None:
        program = calls.Program(name="DaVinci Resolve 20.1.2", missing_calls=["GetMarkInOut", "Unheard"])

        work = await begun(caller, task=Start.TASK_DOCTOR, timeline=bare(), program=program)

        assert list(work.sentences) == [
            "DaVinci Resolve 20.1.2; NingBGM 0.1.0 answers.",
            "Mark in and out cannot be read (20 can); the whole timeline is scored.",
            "the disk is nearly full",
            "whisper: pip it",
        ]
        assert not work.turns
        assert not work.url

    async def test_the_doctor_needs_no_name(self, caller: Caller) -> None:
        work = await begun(caller, task=Start.TASK_DOCTOR, timeline=bare())

        assert work.sentences[0] == "NingBGM 0.1.0 answers."

    async def test_the_review_is_of_the_score_under_the_playhead_else_of_the_first(
        self, house: House, caller: Caller
    ) -> None:
        timeline = await laid(caller, "scores/s2")
        for marker in (await laid(caller)).markers:
            timeline.markers.add(frame=marker.frame + 1000, data=marker.data.replace(": 100,", ": 1100,"))

        found = {}
        for playhead in ("1110f", "0f", ""):
            timeline.playhead = playhead
            work = await begun(caller, task=Start.TASK_REVIEW, timeline=timeline)
            found[playhead] = work.url.rpartition("&score=")[2]
            assert work.url.startswith(f"{house.where.http}/")
            assert list(work.sentences) == ["The review page is in the browser."]

        assert found == {"1110f": "s1", "0f": "s2", "": "s2"}

    async def test_without_a_score_that_is_known_the_review_is_the_list_of_all(
        self, house: House, caller: Caller
    ) -> None:
        timeline = await laid(caller)
        house.scores.histories.clear()

        for there in (timeline, bare()):
            work = await begun(caller, task=Start.TASK_REVIEW, timeline=there)
            assert "#ticket=" in work.url
            assert "score=" not in work.url

    @pytest.mark.parametrize(
        ("task", "intent"),
        [(Start.TASK_REMOVE, Ask.INTENT_REMOVE), (Start.TASK_CLEAR, Ask.INTENT_CLEAR)],
    )
    async def test_taking_away_is_one_turn_without_a_job(
        self, caller: Caller, task: int, intent: int
    ) -> None:
        work = await begun(caller, task=task, timeline=bare())

        assert [(turn.intent, turn.score, turn.job) for turn in work.turns] == [(intent, "", "")]

    @pytest.mark.parametrize(
        "program",
        [
            calls.Program(name="x" * 201),
            calls.Program(name="a\nb"),
            calls.Program(missing_calls=["x" * 201]),
            calls.Program(missing_calls=["x"] * 101),
        ],
        ids=["a long name", "two lines", "a long call", "too many"],
    )
    async def test_a_program_that_cannot_be_is_refused(self, caller: Caller, program: calls.Program) -> None:
        with pytest.raises(RefusedError, match=r"program\.") as refused:
            await begun(caller, task=Start.TASK_DOCTOR, timeline=bare(), program=program)

        assert reason(refused) == "INPUT_INVALID"

    @pytest.mark.parametrize(
        ("task", "sentence"),
        [
            (0, "there are 1 to 10"),
            (Start.TASK_UPDATE, "there is no score on this timeline yet"),
            (Start.TASK_UNDO, "there is no score on this timeline yet"),
            (Start.TASK_LOCK, "this page has no playhead"),
            (Start.TASK_SCORE, "source is empty"),
        ],
    )
    async def test_what_cannot_be_begun_says_why(self, caller: Caller, task: int, sentence: str) -> None:
        with pytest.raises(RefusedError, match=sentence):
            await begun(caller, task=task, timeline=bare())

    async def test_a_score_that_nobody_knows_can_be_removed(self, house: House, caller: Caller) -> None:
        timeline = await laid(caller)
        house.scores.histories.clear()

        with pytest.raises(RefusedError, match="choose Remove score"):
            await begun(caller, task=Start.TASK_UNDO, timeline=timeline)

    async def test_an_export_that_is_gone_is_told(self, caller: Caller, tmp_path: Path) -> None:
        request = Start(task=Start.TASK_SCORE, timeline=bare())
        request.source.path = str(tmp_path / "gone.otio")

        with pytest.raises(RefusedError, match="cannot be read"):
            await caller.answer("StartWork", request)
