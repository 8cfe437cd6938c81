"""What is done to a timeline, from what lies there and what the revision wants."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from laid_timeline import (
    CUES,
    RATE,
    SCORE,
    ask,
    ask_for,
    carried_out,
    changed,
    cue,
    heard,
    revision,
    rippled,
    scored,
    wanted,
    without,
)

from ningbgm_agents.errors import RangeError
from ningbgm_agents.timeline import FrameRate, Span
from ningbgm_daemon.placing.choosing import chosen
from ningbgm_daemon.placing.laid import LaidClip, LaidMarker, LaidTimeline

DIALOGUE = LaidClip("d1", "Dialogue", 0, 400, "voice.wav")


class TestPuttingDown:
    def test_every_stem_but_the_mix_goes_to_its_track(self) -> None:
        plan = ask(LaidTimeline(RATE), "score")

        assert [(part.track, part.frame, part.frames, part.samples) for part in plan.put_down] == [
            ("NingBGM melody", 0, 100, 192_000),
            ("NingBGM bass", 0, 100, 192_000),
            ("NingBGM melody", 100, 150, 288_000),
            ("NingBGM bass", 100, 150, 288_000),
        ]
        assert [part.name for part in plan.put_down[:2]] == ["1m1 melody", "1m1 bass"]
        assert plan.take_away == ()

    def test_a_mix_that_is_all_there_is_goes_down(self) -> None:
        plan = ask(LaidTimeline(RATE), "score", revision(cue("1m1", 0, 100, stems=("mix",))))

        assert [part.track for part in plan.put_down] == ["NingBGM mix"]

    @pytest.mark.parametrize("rate", ["23.976", "24", "25", "29.97 DF", "50", "59.94"])
    def test_a_sound_a_sample_short_of_its_frames_has_all_of_them(self, rate: str) -> None:
        fps = FrameRate.parse(rate)
        short = replace(cue("1m1", 0, 101), sample_count=fps.sample(101) - 1)
        now = revision(short, rate=(fps.fps.numerator, fps.fps.denominator))

        (first, _) = ask(LaidTimeline(fps), "score", now).put_down

        assert (first.frames, first.samples) == (101, fps.sample(101) - 1)

    def test_markers_tell_the_cue_and_never_share_a_frame(self) -> None:
        timeline = LaidTimeline(RATE, markers=(LaidMarker(0, name="door"), LaidMarker(1, name="step")))

        plan = ask(timeline, "score")

        assert [(marker.cue, marker.frame) for marker in plan.mark] == [("1m1", 2), ("1m2", 100)]
        told = json.loads(plan.mark[0].data)
        assert (told["ningbgm"], told["score"], told["cue"], told["start"]) == (1, SCORE, "1m1", 0)
        assert told["stems"] == {}

    def test_what_was_put_down_is_not_put_down_again(self) -> None:
        timeline = scored(DIALOGUE)

        plan = ask(timeline)

        assert (plan.put_down, plan.take_away, plan.unmark, plan.mark) == ((), (), (), ())
        assert heard(timeline) == sorted([*wanted(*CUES), ("voice.wav", 0, 400)])

    def test_another_rate_is_refused(self) -> None:
        plan = ask(LaidTimeline(FrameRate.parse("24")), "score")

        assert plan.refusal is not None
        assert plan.refusal.reason == "other_rate"
        assert "25 frames per second" in plan.refusal.sentence
        assert plan.put_down == ()


class TestConforming:
    def test_only_a_cue_that_was_written_again_is_put_down_again(self) -> None:
        timeline, again = scored(), cue("1m2", 100, 240, "b")

        plan = ask(timeline, now=revision(CUES[0], again))
        after = carried_out(plan, timeline)

        assert {part.cue for part in plan.put_down} == {"1m2"}
        assert len(plan.take_away) == 2
        assert heard(after) == wanted(CUES[0], again)
        assert ask(after, now=revision(CUES[0], again)).put_down == ()

    def test_a_cue_that_is_dropped_goes_and_its_tracks_with_it(self) -> None:
        timeline = scored()

        plan = ask(timeline, now=revision(CUES[0]))

        assert heard(carried_out(plan, timeline)) == wanted(CUES[0])
        assert plan.drop_tracks == ("NingBGM bass", "NingBGM melody")

    def test_tracks_stay_while_something_is_put_down(self) -> None:
        assert ask(scored(), now=revision(cue("1m1", 0, 100, "b"))).drop_tracks == ()

    def test_a_cue_that_moves_says_which_clip_may_be_moved(self) -> None:
        timeline, moved = scored(), cue("1m2", 120, 270)

        plan = ask(timeline, now=revision(CUES[0], moved))

        by_id = {clip.id: clip for clip in timeline.clips}
        assert {part.path for part in plan.put_down} == {by_id[part.moves].source for part in plan.put_down}
        assert {part.moves for part in plan.put_down} == set(plan.take_away)
        assert heard(carried_out(plan, timeline)) == wanted(CUES[0], moved)

    def test_a_cue_that_is_written_again_moves_no_clip(self) -> None:
        plan = ask(scored(), now=revision(CUES[0], cue("1m2", 120, 270, "b")))

        assert [part.moves for part in plan.put_down] == ["", ""]

    def test_a_cue_that_went_along_with_its_picture_is_only_marked_anew(self) -> None:
        timeline, moved = rippled(scored(), 100, 20), cue("1m2", 120, 270)

        plan = ask(timeline, now=revision(CUES[0], moved), moved={"1m2": 20})
        after = carried_out(plan, timeline)

        assert (plan.put_down, plan.take_away) == ((), ())
        assert [marker.frame for marker in plan.mark] == [120]
        assert heard(after) == wanted(CUES[0], moved)
        again = ask(after, now=revision(CUES[0], moved))
        assert (again.mark, again.sentences) == ((), ())

    def test_a_cue_that_was_pushed_and_belongs_where_it_was_is_put_back(self) -> None:
        timeline = rippled(scored(), 100, 20)

        plan = ask(timeline, moved={"1m2": 20})

        assert heard(carried_out(plan, timeline)) == wanted(*CUES)

    def test_what_a_revision_tells_is_told(self) -> None:
        assert ask(scored(), told=("1m1 stays.", "1m2 is locked.")).sentences == (
            "1m1 stays.",
            "1m2 is locked.",
        )


class TestWhatWasChangedByHand:
    @pytest.mark.parametrize("how", [{"frames": 99}, {"start": -7}])
    def test_it_stays_as_it_lies_and_is_told(self, how: dict[str, int]) -> None:
        timeline = changed(scored(), "1m1 melody", **how)

        plan = ask(timeline, now=revision(cue("1m1", 0, 90, "b"), cue("1m2", 100, 250, "b")))

        assert {part.cue for part in plan.put_down} == {"1m2"}
        assert "1m1 was changed by hand and stays as it lies" in plan.sentences[0]

    def test_a_stem_that_was_taken_off_stays_off(self) -> None:
        timeline, again = without(scored(), "1m1 bass"), cue("1m1", 0, 100, "b")

        plan = ask(timeline, now=revision(again, CUES[1]))
        after = carried_out(plan, timeline)

        assert [part.stem for part in plan.put_down] == ["melody"]
        assert plan.sentences == ("1m1: bass was taken off by hand and stays off.",)
        third = ask(after, now=revision(cue("1m1", 0, 100, "c"), CUES[1]))
        assert [part.stem for part in third.put_down] == ["melody"]
        assert third.sentences == plan.sentences

    def test_a_cue_that_was_taken_off_whole_stays_off(self) -> None:
        timeline = without(without(scored(), "1m1 bass"), "1m1 melody")

        plan = ask(timeline, now=revision(cue("1m1", 0, 100, "b"), CUES[1]))

        assert (plan.put_down, plan.mark) == ((), ())

    def test_a_clip_in_the_way_stops_everything(self) -> None:
        mine = LaidClip("x", "NingBGM melody", 90, 20, "theme.wav")

        refusal = ask(LaidTimeline(RATE, (mine,)), "score").refusal

        assert refusal is not None
        assert (refusal.reason, refusal.clips) == ("in_the_way", ("x",))
        assert "on the track NingBGM melody, where 1m1 belongs" in refusal.sentence

    def test_a_clip_beside_it_or_on_another_track_is_no_matter(self) -> None:
        beside = LaidClip("x", "NingBGM melody", 250, 20, "theme.wav")

        assert ask(LaidTimeline(RATE, (beside, DIALOGUE)), "score").refusal is None

    def test_clips_that_go_are_not_in_the_way(self) -> None:
        assert ask(scored(), now=revision(cue("1m1", 50, 90, "b"), cue("1m2", 90, 250, "b"))).refusal is None


class TestScoringAgain:
    def test_cues_of_other_scores_give_way_where_they_lie(self) -> None:
        timeline, new = scored(), revision(cue("1m1", 120, 200, "new"))

        plan = ask_for("scores/s2", timeline, new, "score")
        after = carried_out(plan, timeline)

        assert heard(after) == sorted([*wanted(CUES[0]), *wanted(cue("1m1", 120, 200, "new"))])

    def test_an_update_leaves_other_scores_where_they_lie(self) -> None:
        plan = ask_for("scores/s2", scored(), revision(cue("1m1", 300, 400, "new")), "update")

        assert plan.take_away == ()

    def test_one_that_was_changed_by_hand_stops_it(self) -> None:
        timeline = changed(scored(), "1m2 bass", frames=20)

        refusal = ask_for("scores/s2", timeline, revision(cue("1m1", 120, 200, "new")), "score").refusal

        assert refusal is not None
        assert refusal.reason == "changed_by_hand"


class TestTakingAway:
    def test_all_of_ours_goes_and_nothing_of_the_editors(self) -> None:
        mine = LaidMarker(40, "", "door slams")
        timeline = scored(DIALOGUE)
        timeline = replace(timeline, markers=(*timeline.markers, mine))

        plan = ask(timeline, "remove")
        after = carried_out(plan, timeline)

        assert (after.clips, after.markers) == ((DIALOGUE,), (mine,))
        assert plan.drop_tracks == ("NingBGM bass", "NingBGM melody")

    def test_what_was_changed_by_hand_goes_at_the_second_time(self) -> None:
        timeline = changed(scored(), "1m1 melody", frames=50)

        first = ask(timeline, "remove")
        left = carried_out(first, timeline)
        second = carried_out(ask(left, "remove"), left)

        assert {clip.name for clip in left.clips} == {"1m1 melody", "1m1 bass"}
        assert "1m1 melody was changed by hand and is still there" in first.sentences[0]
        assert (second.clips, second.markers) == ((), ())

    def test_a_track_of_the_editors_to_which_ours_was_moved_is_not_dropped(self) -> None:
        timeline = scored()
        clips = tuple(replace(clip, track="Music") for clip in timeline.clips)

        plan = ask(replace(timeline, clips=clips), "remove")

        assert len(plan.take_away) == 4
        assert plan.drop_tracks == ()

    def test_clearing_takes_strays_alone(self) -> None:
        timeline = changed(scored(DIALOGUE), "1m1 melody", frames=50)

        after = carried_out(ask(timeline, "clear"), timeline)

        assert heard(after) == sorted([*wanted(CUES[1]), ("voice.wav", 0, 400)])

    def test_a_sound_of_the_editors_on_a_track_of_ours_is_no_stray(self) -> None:
        mine = LaidClip("x", "NingBGM melody", 0, 50, "theme.wav")

        assert ask(LaidTimeline(RATE, (mine,)), "clear").take_away == ()


class TestLooking:
    def test_it_tells_the_cues_and_changes_nothing(self) -> None:
        timeline = replace(without(changed(scored(), "1m2 melody", start=3), "1m1 bass"), playhead=120)

        plan = ask(timeline, "look", revision(*CUES, locked=("1m1",)))

        first, second = plan.found
        assert (first.name, first.span, first.locked, first.known) == (
            f"{SCORE}/cues/1m1",
            Span(0, 100),
            True,
            True,
        )
        assert (first.missing, first.changed_by_hand) == (("bass",), False)
        assert (second.changed_by_hand, second.clips) == (True, ())
        assert plan.under_playhead == f"{SCORE}/cues/1m2"
        assert len(plan.strays) == 2
        assert (plan.take_away, plan.mark, plan.put_down) == ((), (), ())

    @pytest.mark.parametrize(("scored_frames", "refused"), [(Span(0, 100), False), (Span(0, 101), True)])
    def test_a_locked_cue_in_the_range_is_a_refusal(self, scored_frames: Span, refused: bool) -> None:
        plan = ask(scored(), "look", revision(*CUES, locked=("1m2",)), scored=scored_frames)

        assert (plan.refusal is not None) == refused
        if plan.refusal:
            assert plan.refusal.sentence == "1m2 lies in the range and is locked; unlock it first"

    @pytest.mark.parametrize("playhead", [None, 250, -1])
    def test_no_cue_lies_elsewhere(self, playhead: int | None) -> None:
        assert ask(replace(scored(), playhead=playhead), "look").under_playhead == ""

    def test_the_score_under_the_playhead_comes_first(self) -> None:
        timeline = scored()
        other = carried_out(
            ask_for("scores/s2", timeline, revision(cue("2m1", 300, 400, "n")), "update"), timeline
        )

        assert ask(replace(other, playhead=310), "look").scores == ("scores/s2", SCORE)
        assert ask(replace(other, playhead=10), "look").scores == (SCORE, "scores/s2")

    @pytest.mark.parametrize(
        "data",
        [
            "",
            "my note",
            "[]",
            "1",
            '{"ningbgm": 2}',
            '{"ningbgm": 1}',
            '{"ningbgm": 1, "stems": {"a": 1}}',
            "[" * 9999,
            '{"ningbgm": 1, "score": "s", "cue": "c", "hash": "h", "start": Infinity, "stems": {}}',
            '{"ningbgm": 1, "score": "s", "cue": "c", "hash": "h", "start": 0, "stems": {"a": ["x", -5]}}',
        ],
    )
    def test_markers_of_others_claim_nothing(self, data: str) -> None:
        assert ask(LaidTimeline(RATE, markers=(LaidMarker(0, data),)), "look").found == ()


class TestChoosing:
    def test_the_selection_counts_before_the_marks(self) -> None:
        made = chosen((Span(50, 60), Span(10, 20)), Span(0, 5), 100)

        assert (made.span, made.source) == (Span(10, 60), "the selected clips")

    def test_the_marks_count_before_all_of_it(self) -> None:
        assert chosen((), Span(0, 5), 100).span == Span(0, 5)
        assert chosen((), None, 100).span is None

    def test_nothing_outside_the_timeline_is_scored(self) -> None:
        assert chosen((Span(-20, 300),), None, 100).span == Span(0, 100)
        with pytest.raises(RangeError, match="mark in to mark out"):
            chosen((), Span(100, 200), 100)
