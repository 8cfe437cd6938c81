"""What a test can do with the fake Resolve: build, break, look, compare."""

from __future__ import annotations

import pytest

from fakes.resolve.faults import LockTrack, Meanwhile, Quit, Raise, ResolveError, SwitchPage
from fakes.resolve_stage import Stage


def test_every_call_is_numbered_and_logged() -> None:
    stage = Stage()
    before = len(stage.world.log)

    stage.timeline.AddTrack("audio", "stereo")

    call = stage.world.log[before]
    assert str(call) == f"{before + 1} Timeline.AddTrack('audio', 'stereo') -> True"


def test_a_fault_strikes_the_nth_call() -> None:
    stage = Stage()
    stage.world.on_call(len(stage.world.log) + 2, "raise")

    stage.timeline.GetName()
    with pytest.raises(ResolveError):
        stage.timeline.GetName()
    assert stage.timeline.GetName() == "Cut 1"


@pytest.mark.parametrize(
    ("name", "given"),
    [("return_none", None), ("return_false", False), ("return_true", True), ("return_empty", [])],
)
def test_a_fault_can_return_anything_and_do_nothing(name: str, given: object) -> None:
    stage = Stage()
    stage.world.on_call("Timeline.AddTrack", name)

    assert stage.timeline.AddTrack("audio", "stereo") == given
    assert stage.timeline.GetTrackCount("audio") == 1
    assert stage.timeline.AddTrack("audio", "stereo") is True


def test_a_fault_can_wait_and_can_stay() -> None:
    stage = Stage()
    stage.world.on_call("GetTrack*", ValueError("gone"), skip=1, times=None)

    stage.timeline.GetTrackCount("audio")

    for _ in range(3):
        with pytest.raises(ValueError, match="gone"):
            stage.timeline.GetTrackName("audio", 1)


def test_raise_after_does_the_work_first() -> None:
    stage = Stage()
    stage.world.on_call("AddMarker", "raise_after")

    with pytest.raises(ResolveError):
        stage.timeline.AddMarker(10, "Blue", "x", "", 1)

    assert list(stage.timeline.GetMarkers()) == [10]


def test_the_user_locks_a_track_right_before_a_call() -> None:
    stage = Stage()
    stage.stereo_track()
    stage.world.on_call("AppendToTimeline", LockTrack("audio", 2))

    assert stage.append(stage.stem(), 86400) == []


def test_the_user_goes_to_another_page_right_before_a_call() -> None:
    stage = Stage()
    stage.world.on_call("DeleteClips", SwitchPage("fairlight"))

    assert stage.timeline.DeleteClips([stage.item("video", 1)]) is False
    assert stage.resolve.GetCurrentPage() == "fairlight"


def test_the_user_edits_before_or_after_a_call() -> None:
    """nle.md 1.4.10: the user can keep editing while a script runs."""
    stage = Stage()
    stage.world.on_call("GetName", lambda: stage.world.hands.trim(stage.first, tail=10))
    stage.world.on_call("GetName", Meanwhile(lambda: stage.world.hands.delete(stage.second), after=True))

    stage.timeline.GetName()
    trimmed = stage.item("video", 1).GetDuration()
    stage.timeline.GetName()

    assert trimmed == 86
    assert len(stage.timeline.GetItemListInTrack("video", 1)) == 1


def test_when_resolve_is_gone_every_call_gives_none() -> None:
    """AT "ArchiveProject": the call comes back as None and every later handle is dead."""
    stage = Stage()
    stage.world.on_call("GetName", Quit())

    assert [stage.timeline.GetName(), stage.project.GetName(), stage.world.scriptapp("Resolve")] == [None] * 3


def test_a_modal_can_come_up_at_any_call() -> None:
    stage = Stage()
    stage.world.on_call("AddTrack", "show_modal")

    assert stage.timeline.AddTrack("audio", "stereo") is False
    assert stage.timeline.GetName() is None


def test_each_call_of_a_script_can_be_made_to_fail_in_turn() -> None:
    def script(stage: Stage) -> None:
        stage.stereo_track()
        stage.timeline.SetTrackName("audio", 2, "Drums")
        stage.append(stage.stem(), 86400)

    rehearsal = Stage()
    first = len(rehearsal.world.log) + 1
    script(rehearsal)
    failed = []
    for number in range(first, len(rehearsal.world.log) + 1):
        stage = Stage()
        stage.world.on_call(number, Raise())
        with pytest.raises(ResolveError):
            script(stage)
        failed.append(stage.world.log[-1].name)

    assert failed == ["Timeline.AddTrack", "Timeline.SetTrackName", "MediaPool.AppendToTimeline"]


def test_snapshots_are_equal_until_something_changes() -> None:
    stage = Stage()
    before = stage.world.snapshot()

    stage.timeline.GetItemListInTrack("video", 1)
    same = stage.world.snapshot()
    stage.item("video", 1).SetClipColor("Teal")

    assert same == before
    assert stage.world.differences(before) == ["timelines/0/tracks/0/items/0/color: '' -> 'Teal'"]


def test_a_snapshot_knows_where_the_user_stands() -> None:
    stage = Stage()
    before = stage.world.snapshot()
    stage.resolve.OpenPage("color")
    stage.timeline.SetTrackLock("audio", 1, True)
    stage.timeline.SetMarkInOut(1, 2)

    changed = [line.split(":")[0] for line in stage.world.differences(before)]

    assert "desk/page" in changed
    assert "timelines/0/tracks/1/locked" in changed
    assert "timelines/0/marks/video" in changed


def test_a_snapshot_of_the_user_s_leaves_out_what_scripts_made() -> None:
    stage = Stage()
    stage.world.app.film.selection = [stage.footage]
    before = stage.world.snapshot("user")

    stage.stereo_track()
    stage.append(stage.stem(path="/rushes/a.mov"), 86400, endFrame=24)
    stage.timeline.AddMarker(4, "Sky", "1M1", "", 1, "cue")
    stage.pool.AddSubFolder(stage.pool.GetRootFolder(), "NingBGM")
    mine = stage.world.differences(before, "user")
    stage.timeline.DeleteClips([stage.item("audio", 1)])

    assert [line for line in mine if not line.startswith("bins")] == []
    assert stage.world.differences(before, "user") != mine


def test_what_is_heard_is_apart_from_what_the_api_says() -> None:
    stage = Stage()
    stage.second.enabled = False
    stage.timeline.SetTrackEnable("audio", 1, False)

    assert stage.world.rendered() == []
    assert [(p.start, p.end) for p in stage.world.rendered(kind="video")] == [(0, 96)]


def test_the_user_re_edits_in_exact_frames() -> None:
    stage = Stage()
    hands = stage.world.hands

    hands.trim(stage.first, head=6)
    hands.insert(stage.sequence, 96, 24)
    hands.swap(stage.first, stage.second)
    hands.move_start(stage.sequence, "10:00:00:00")

    assert (stage.first.source, stage.first.duration) == (246, 90)
    assert [(i.start, i.clip and i.source) for i in stage.picture.sorted_items()] == [
        (864006, 1000), (864000 + 264 - 90, 246),
    ]  # fmt: skip


def test_a_ripple_delete_of_the_user_s_pulls_every_track() -> None:
    stage = Stage()

    stage.world.hands.delete(stage.first, ripple=True)

    assert stage.second.start == 86400


def test_scripts_cannot_set_attributes() -> None:
    with pytest.raises(AttributeError):
        Stage().timeline.name = "x"
