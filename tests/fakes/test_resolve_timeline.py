"""Timeline in the fake Resolve: tracks, marks, markers, getters that lie."""

from __future__ import annotations

import pytest

from fakes.resolve.colours import MARKER_COLOURS
from fakes.resolve_stage import Stage


def test_a_new_sound_track_is_mono_unless_told_otherwise() -> None:
    """nle.md 1.3, R21.0.4 `AddTrack`."""
    timeline = Stage().timeline

    timeline.AddTrack("audio")
    timeline.AddTrack("audio", "stereo")
    timeline.AddTrack("audio", {"audioType": "5.1"})

    assert [timeline.GetTrackSubType("audio", i) for i in (2, 3, 4)] == ["mono", "stereo", "5.1"]
    assert timeline.GetTrackSubType("video", 1) == ""


@pytest.mark.parametrize(("index", "place"), [(1, 1), (None, 3), (0, 3), (99, 3)])
def test_an_index_skipped_or_out_of_bounds_appends_the_track(index: int | None, place: int) -> None:
    """nle.md 1.3, R21.0.4."""
    stage = Stage()
    stage.stereo_track()
    options = {"audioType": "stereo"} if index is None else {"audioType": "stereo", "index": index}

    stage.timeline.AddTrack("audio", options)
    stage.timeline.SetTrackName("audio", place, "Here")

    assert stage.timeline.GetTrackCount("audio") == 3
    made = [track for track in stage.sequence.tracks["audio"] if track.given_name]
    assert [track.made_by for track in made] == ["script"]
    assert made[0] is stage.sequence.tracks["audio"][place - 1]


def test_an_unknown_format_makes_no_track() -> None:
    timeline = Stage().timeline

    assert timeline.AddTrack("audio", "banana") is False
    assert timeline.GetTrackCount("audio") == 1


def test_the_options_of_add_track_are_refused_by_older_builds() -> None:
    """R19.0B has the string form alone; the 21.1 stub lists it alone, too (nle.md 1.3)."""
    timeline = Stage(version="19.0").timeline

    assert timeline.AddTrack("audio", {"audioType": "stereo"}) is False
    assert timeline.AddTrack("audio", "stereo") is True


def test_a_track_is_called_by_its_place_until_it_is_named() -> None:
    """OTIO: Audio 1, Video 2."""
    timeline = Stage().timeline
    timeline.AddTrack("audio", "stereo")

    before = timeline.GetTrackName("audio", 2)
    timeline.SetTrackName("audio", 2, "NingBGM Drums")

    assert (before, timeline.GetTrackName("audio", 2)) == ("Audio 2", "NingBGM Drums")


def test_tracks_count_from_one() -> None:
    """R21.0.4: 1 <= index <= GetTrackCount."""
    timeline = Stage().timeline

    assert timeline.GetItemListInTrack("video", 0) == []
    assert timeline.SetTrackName("video", 0, "x") is False
    assert timeline.DeleteTrack("audio", 1) is True
    assert timeline.GetTrackCount("audio") == 0


def test_getters_lie_on_a_timeline_that_is_not_current() -> None:
    """nle.md 1.4.8, DB ADR 0004: False, False and 0 whatever is true; other getters answer truly."""
    stage = Stage()
    stage.timeline.SetTrackLock("audio", 1, True)
    stage.item("video", 1).AddTake(stage.world.switchboard.wrap(stage.footage), 0, 10)

    def read() -> tuple[object, ...]:
        item = stage.item("video", 1)
        locked = stage.timeline.GetIsTrackLocked("audio", 1)
        return locked, stage.timeline.GetIsTrackEnabled("video", 1), item.GetTakesCount(), item.GetStart()

    current = read()
    stage.world.hands.timeline("Cut 2")
    stage.project.SetCurrentTimeline(stage.project.GetTimelineByIndex(2))
    elsewhere = read()
    stage.project.SetCurrentTimeline(stage.timeline)

    assert current == (True, True, 2, 86400)
    assert elsewhere == (False, False, 0, 86400)
    assert read() == current


def test_switching_timelines_there_and_back_moves_the_playhead() -> None:
    """nle.md 1.4.8, DB ADR 0004: 01:00:00:00 -> 00:59:59:23."""
    stage = Stage()
    stage.world.hands.timeline("Cut 2")
    before = stage.timeline.GetCurrentTimecode()

    stage.project.SetCurrentTimeline(stage.project.GetTimelineByIndex(2))
    stage.project.SetCurrentTimeline(stage.timeline)

    assert (before, stage.timeline.GetCurrentTimecode()) == ("01:00:00:00", "00:59:59:23")


def test_the_playhead_is_the_viewer_s_and_shows_on_five_pages() -> None:
    """DB ADR 0004, R21.0.4 `GetCurrentTimecode`."""
    stage = Stage()

    assert stage.timeline.SetCurrentTimecode("01:00:02:00") is True
    assert stage.timeline.GetCurrentTimecode() == "01:00:02:00"
    stage.resolve.OpenPage("media")
    assert stage.timeline.SetCurrentTimecode("01:00:03:00") is False


def test_another_start_timecode_moves_everything() -> None:
    stage = Stage()

    assert stage.timeline.SetStartTimecode("10:00:00:00") is True

    assert (stage.timeline.GetStartFrame(), stage.item("video", 1).GetStart()) == (864000, 864000)
    assert stage.timeline.SetStartTimecode("nonsense") is False


def test_marks_count_from_the_start_and_unset_ones_have_no_key() -> None:
    """nle.md 1.3, R21.0.4, R21.1 `MarkInOutRange`."""
    stage = Stage()
    nothing = stage.timeline.GetMarkInOut()
    stage.world.hands.mark(stage.sequence, in_=10)
    one = stage.timeline.GetMarkInOut()

    stage.timeline.SetMarkInOut(0, 134)

    assert nothing == {}
    assert one == {"video": {"in": 10}, "audio": {"in": 10}}
    assert stage.timeline.GetMarkInOut() == {"video": {"in": 0, "out": 134}, "audio": {"in": 0, "out": 134}}


def test_marks_store_whatever_number_is_sent() -> None:
    """AT "SetRenderSettings MarkIn": 10 reads back 10, 86410 reads back 86410."""
    timeline = Stage().timeline

    timeline.SetMarkInOut(86410, 86500, "audio")

    assert timeline.GetMarkInOut() == {"audio": {"in": 86410, "out": 86500}}
    assert timeline.ClearMarkInOut("audio") is True
    assert timeline.GetMarkInOut() == {}


def test_marks_came_with_version_20() -> None:
    """nle.md 1.3, AS #532 #547."""
    assert Stage(version="19.1.3").timeline.GetMarkInOut is None
    assert callable(Stage(version="20.0").timeline.GetMarkInOut)


def test_a_visit_to_the_deliver_page_clobbers_the_marks() -> None:
    """nle.md 1.3 after AS."""
    stage = Stage()
    stage.timeline.SetMarkInOut(10, 20)

    stage.resolve.OpenPage("deliver")
    stage.resolve.OpenPage("edit")

    assert stage.timeline.GetMarkInOut()["video"] == {"in": 0, "out": 239}


def test_a_marker_s_frame_is_an_offset_from_the_start() -> None:
    """nle.md 1.3, R21.0.4 "timeline offset 96", samuelgursky/davinci-resolve-mcp PR #66."""
    stage = Stage()

    stage.timeline.AddMarker(96, "Green", "hit", "", 1)
    stage.timeline.AddMarker(86400 + 100, "Green", "an hour late", "", 1)

    assert stage.world.visible_markers() == {96: "hit"}
    assert list(stage.timeline.GetMarkers()) == [96, 86500]


def test_there_is_one_marker_a_frame() -> None:
    stage = Stage()
    stage.world.hands.marker(stage.sequence, 24, "the user's")

    assert stage.timeline.AddMarker(24, "Blue", "mine", "", 1) is False
    assert stage.timeline.GetMarkers()[24]["name"] == "the user's"


def test_marker_colours_are_not_clip_colours() -> None:
    """nle.md 1.3."""
    timeline = Stage().timeline

    taken = [timeline.AddMarker(frame, name, "", "", 1) for frame, name in enumerate(MARKER_COLOURS)]

    assert taken == [True] * 16
    assert [timeline.AddMarker(90, name, "", "", 1) for name in ("Teal", "Orange", "blue", "")] == [False] * 4


def test_custom_data_finds_a_marker_again() -> None:
    """nle.md 1.3: GetMarkerByCustomData, Update, Get, Delete (first match)."""
    timeline = Stage().timeline
    timeline.AddMarker(10, "Sky", "1M1", "note", 5, "cue-1")
    timeline.AddMarker(20, "Sky", "1M1 again", "", 5, "cue-1")

    timeline.UpdateMarkerCustomData(20, "cue-2")

    assert timeline.GetMarkerByCustomData("cue-1") == {
        "color": "Sky", "duration": 5.0, "note": "note", "name": "1M1", "customData": "cue-1",
    }  # fmt: skip
    assert timeline.GetMarkerCustomData(20) == "cue-2"
    assert timeline.DeleteMarkerByCustomData("cue-1") is True
    assert list(timeline.GetMarkers()) == [20]
    assert timeline.DeleteMarkerByCustomData("cue-9") is False


def test_deleting_all_markers_deletes_the_user_s_too() -> None:
    """R21.0.4 `DeleteMarkersByColor("All")`."""
    stage = Stage()
    stage.world.hands.marker(stage.sequence, 24, "the user's")

    stage.timeline.DeleteMarkersByColor("All")

    assert stage.timeline.GetMarkers() == {}


def test_the_selection_is_there_from_21_0_4_and_empty_with_nothing_selected() -> None:
    """nle.md 0.4, DB; there is no GetTimelineClipSelection (nle.md 1.3)."""
    stage = Stage()
    nothing = stage.timeline.GetSelectedClips()
    stage.sequence.selection = [stage.second]

    assert nothing == []
    assert [item.GetStart() for item in stage.timeline.GetSelectedClips()] == [86496]
    assert Stage(version="21.0.3").timeline.GetSelectedClips is None
    assert stage.timeline.GetTimelineClipSelection is None


def test_a_duplicate_is_a_copy_with_ids_of_its_own() -> None:
    """nle.md 1.3: a cheap safety copy."""
    stage = Stage()
    stage.timeline.AddMarker(5, "Blue", "m", "", 1)

    copy = stage.timeline.DuplicateTimeline("Cut 1 safe")
    copy.DeleteMarkersByColor("All")

    assert stage.timeline.DuplicateTimeline("Cut 1 safe") is None
    assert [i.GetStart() for i in copy.GetItemListInTrack("video", 1)] == [86400, 86496]
    assert copy.GetItemListInTrack("video", 1)[0].GetUniqueId() != stage.item("video", 1).GetUniqueId()
    assert list(stage.timeline.GetMarkers()) == [5]
    assert stage.project.GetCurrentTimeline().GetName() == "Cut 1"


def test_timelines_are_found_by_index_only() -> None:
    """AT "Timeline.GetTimelineByName": does not exist; 1-based."""
    stage = Stage()

    assert stage.project.GetTimelineByName is None
    assert stage.project.GetTimelineByIndex(0) is None
    assert stage.project.GetTimelineByIndex(1).GetName() == "Cut 1"


def test_a_marker_is_deleted_by_its_frame() -> None:
    """R21.0.4 `DeleteMarkerAtFrame`."""
    timeline = Stage().timeline
    timeline.AddMarker(10, "Sky", "1M1", "", 1)

    assert timeline.DeleteMarkerAtFrame(11) is False
    assert timeline.DeleteMarkerAtFrame(10.0) is True


def test_items_are_linked_and_unlinked() -> None:
    """R21.0.4 `SetClipsLinked`."""
    stage = Stage()
    pair = [stage.item("video", 1), stage.item("audio", 1)]

    stage.timeline.SetClipsLinked(pair, False)
    apart = pair[0].GetLinkedItems()
    stage.timeline.SetClipsLinked(pair, True)

    assert apart == []
    assert pair[0].GetLinkedItems()[0].GetUniqueId() == pair[1].GetUniqueId()


def test_a_deleted_timeline_hands_the_current_place_on() -> None:
    """R21.0.4 `DeleteTimelines`."""
    stage = Stage()
    safe = stage.timeline.DuplicateTimeline("safe")

    assert stage.pool.DeleteTimelines([stage.timeline]) is True
    assert stage.project.GetCurrentTimeline().GetUniqueId() == safe.GetUniqueId()
    assert stage.project.GetTimelineCount() == 1
