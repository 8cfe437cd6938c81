"""AppendToTimeline and DeleteClips in the fake Resolve: every trap of nle.md 1.4."""

from __future__ import annotations

from fractions import Fraction

import pytest

from fakes.resolve.faults import RaiseAfter, ResolveError
from fakes.resolve_stage import Stage


def test_a_clip_lands_on_its_absolute_frame() -> None:
    """nle.md 1.4.1: `recordFrame` is GetStartFrame() + offset."""
    stage = Stage(start="10:00:00:00")
    stage.stereo_track()

    stage.append(stage.stem(2), stage.timeline.GetStartFrame() + 24)

    assert stage.item("audio", 2).GetStart() == 864000 + 24
    (heard,) = [played for played in stage.world.rendered() if played.path == "/stems/drums.wav"]
    assert (heard.start, heard.end, heard.source_start_s) == (24, 72, Fraction(0))


def test_a_relative_frame_reads_back_and_renders_nothing() -> None:
    """nle.md 1.4.1, samuelgursky/davinci-resolve-mcp #164."""
    stage = Stage()
    stage.stereo_track()

    (item,) = stage.append(stage.stem(2), 24)

    assert (item.GetStart(), item.GetDuration()) == (24, 48)
    assert len(stage.timeline.GetItemListInTrack("audio", 2)) == 1
    assert [played.path for played in stage.world.rendered()] == ["/rushes/a.mov"]


def test_an_overlap_loses_the_later_item_and_returns_an_unreal_one() -> None:
    """nle.md 1.4.4-5, AT "overlapping records", "null-id timeline items": empty id, GetDuration None."""
    stage = Stage()
    stage.stereo_track()
    stem = stage.stem(4)
    stage.append(stem, 86400, endFrame=96)

    (unreal,) = stage.append(stem, 86400 + 95, endFrame=48)

    assert unreal.GetUniqueId() == ""
    assert unreal.GetDuration() is None
    assert [item.GetStart() for item in stage.timeline.GetItemListInTrack("audio", 2)] == [86400]


def test_two_that_collide_in_one_call_lose_the_second() -> None:
    """AT "overlapping records": when two clipInfos overlap on a track, the earlier wins."""
    stage = Stage()
    stage.stereo_track()
    info = {"mediaPoolItem": stage.stem(4), "mediaType": 2, "trackIndex": 2, "startFrame": 0, "endFrame": 48}

    returned = stage.pool.AppendToTimeline([{**info, "recordFrame": 86400}, {**info, "recordFrame": 86410}])

    assert [bool(item.GetUniqueId()) for item in returned] == [True, False]
    assert len(stage.timeline.GetItemListInTrack("audio", 2)) == 1


def test_a_locked_track_gives_an_empty_list_and_no_error() -> None:
    """nle.md 1.4.6."""
    stage = Stage()
    stage.stereo_track()
    stage.timeline.SetTrackLock("audio", 2, True)

    assert stage.append(stage.stem(), 86400) == []
    assert stage.timeline.GetItemListInTrack("audio", 2) == []


@pytest.mark.parametrize(("version", "placed"), [("20.2.1", 0), ("20.2.2", 1), ("18.5", 0)])
def test_sound_s_track_index_was_checked_against_video_tracks(version: str, placed: int) -> None:
    """nle.md 1.4.6: fixed in 20.2.2."""
    stage = Stage(version=version)
    stage.stereo_track()

    assert len(stage.append(stage.stem(), 86400)) == placed


def test_enough_video_tracks_help_the_older_builds() -> None:
    """nle.md 1.4.6."""
    stage = Stage(version="20.1")
    stage.stereo_track()
    stage.timeline.AddTrack("video")

    assert len(stage.append(stage.stem(), 86400)) == 1


@pytest.mark.parametrize(("version", "placed"), [("20.3.1", 0), ("20.3.2", 1)])
def test_with_nothing_selected_in_the_pool_appending_failed(version: str, placed: int) -> None:
    """nle.md 1.4.6: fixed in 20.3.2."""
    stage = Stage(version=version)
    stage.stereo_track()
    info = {"mediaPoolItem": stage.stem(), "mediaType": 2, "trackIndex": 2, "recordFrame": 86400}

    assert len(stage.pool.AppendToTimeline([info])) == placed
    stage.pool.SetSelectedClip(info["mediaPoolItem"])
    assert len(stage.pool.AppendToTimeline([{**info, "recordFrame": 90000}])) == 1


def test_a_track_that_does_not_exist_gives_nothing_to_iterate() -> None:
    """AS #361: nil where a table was expected."""
    stage = Stage()

    assert stage.append(stage.stem(), 86400, track=7) is None


def test_appending_goes_to_the_current_timeline() -> None:
    """nle.md 1.3."""
    stage = Stage()
    other = stage.world.hands.timeline("Cut 2")
    stage.project.SetCurrentTimeline(stage.project.GetTimelineByIndex(2))

    stage.append(stage.stem(), 86400, track=1)

    assert [item.name for item in other.tracks["audio"][0].items] == ["drums.wav"]


def test_without_a_record_frame_it_goes_to_the_end() -> None:
    """R21.0.4: "Appends"."""
    stage = Stage()

    (item,) = stage.pool.AppendToTimeline([{"mediaPoolItem": stage.stem(), "mediaType": 2}])

    assert item.GetStart() == 86400 + 240


def test_picture_and_sound_come_linked_unless_one_is_asked_for() -> None:
    """R21.0.4: mediaType 1 is video only, 2 audio only."""
    stage = Stage()
    clip = stage.world.switchboard.wrap(stage.footage)

    both = stage.pool.AppendToTimeline([{"mediaPoolItem": clip, "startFrame": 0, "endFrame": 10}])
    sound = stage.append(clip, 88000, track=1, startFrame=0, endFrame=10)

    assert [item.GetTrackTypeAndIndex()[0] for item in both] == ["video", "audio"]
    assert both[0].GetLinkedItems()[0].GetUniqueId() == both[1].GetUniqueId()
    assert [item.GetTrackTypeAndIndex() for item in sound] == [["audio", 1]]


def test_what_an_errored_append_left_vanishes_at_the_save() -> None:
    """nle.md 1.4.5, AT "errored-chunk placements": 573 items became 500."""
    stage = Stage()
    stage.stereo_track()
    stem = stage.stem()
    stage.append(stem, 86400)
    stage.world.on_call("AppendToTimeline", RaiseAfter())

    with pytest.raises(ResolveError):
        stage.append(stem, 90000)
    seen = len(stage.timeline.GetItemListInTrack("audio", 2))
    saved = stage.resolve.GetProjectManager().SaveProject()

    assert (seen, saved) == (2, True)
    assert [item.GetStart() for item in stage.timeline.GetItemListInTrack("audio", 2)] == [86400]


@pytest.mark.parametrize("page", ["fairlight", "color", "deliver", "media"])
def test_delete_clips_fails_for_ever_off_the_edit_page(page: str) -> None:
    """nle.md 1.4.7, AT: three identical retries on Fairlight, all False, all items still there."""
    stage = Stage()
    stage.resolve.OpenPage(page)
    victim = stage.item("video", 1)

    assert [stage.timeline.DeleteClips([victim]) for _ in range(3)] == [False] * 3
    stage.resolve.OpenPage("edit")
    assert stage.timeline.DeleteClips([victim]) is True
    assert len(stage.timeline.GetItemListInTrack("video", 1)) == 1


def test_delete_clips_leaves_linked_sound() -> None:
    """nle.md 1.4.7."""
    stage = Stage()

    stage.timeline.DeleteClips([stage.item("video", 1)])

    (sound,) = stage.timeline.GetItemListInTrack("audio", 1)
    assert sound.GetLinkedItems() == []


def test_a_deleted_item_s_handle_is_dead() -> None:
    stage = Stage()
    item = stage.item("video", 1)

    stage.timeline.DeleteClips([item])

    assert (item.GetUniqueId(), item.GetStart()) == ("", None)
    assert stage.timeline.DeleteClips([item]) is False


def test_ripple_pulls_the_rest_of_the_track() -> None:
    stage = Stage()

    stage.timeline.DeleteClips([stage.item("video", 1)], True)

    assert stage.item("video", 1).GetStart() == 86400
