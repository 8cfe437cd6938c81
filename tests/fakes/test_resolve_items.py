"""TimelineItem in the fake Resolve."""

from __future__ import annotations

import pytest

from fakes.resolve_stage import Stage


def test_positions_are_absolute_and_the_end_is_exclusive() -> None:
    """nle.md 1.3, AT: start 59, end 83, duration 24."""
    item = Stage().item("video", 1, 1)

    assert (item.GetStart(), item.GetEnd(), item.GetDuration()) == (86496, 86640, 144)


def test_transitions_stand_among_the_items() -> None:
    """nle.md 1.3, DB, AT: 12 frames centred on 86432 start at 86426; no pool item, an empty property dict."""
    stage = Stage()
    stage.world.hands.transition(stage.picture, 96, 12)

    names = [item.GetName() for item in stage.timeline.GetItemListInTrack("video", 1)]
    dissolve = stage.item("video", 1, 1)

    assert names == ["a.mov", "Cross Dissolve", "a.mov"]
    assert (dissolve.GetStart(), dissolve.GetDuration()) == (86490, 12)
    assert dissolve.GetMediaPoolItem() is None
    assert dissolve.GetProperty() == {}


def test_a_transition_can_be_deleted_and_its_clips_stay() -> None:
    """AT "Transition create": DeleteClips([transition]) is True and leaves both clips."""
    stage = Stage()
    stage.world.hands.transition(stage.picture, 96, 12)

    deleted = stage.timeline.DeleteClips([stage.item("video", 1, 1)], False)

    assert deleted is True
    assert [i.GetStart() for i in stage.timeline.GetItemListInTrack("video", 1)] == [86400, 86496]


def test_a_cross_fade_of_sound_has_no_name() -> None:
    """AT, 19.1.3.7."""
    stage = Stage()
    stage.world.hands.transition(stage.sound, 96, 24, "Cross Fade 0 dB")

    assert stage.item("audio", 1, 1).GetName() == ""


def test_titles_and_generators_have_no_pool_item() -> None:
    """nle.md 1.3, AT: GetProperty of a Solid Color is None."""
    stage = Stage()
    stage.world.hands.track(stage.sequence, "video")
    over = stage.sequence.tracks["video"][1]
    stage.world.hands.title(over, 0, 48)
    stage.world.hands.generator(over, 48, 24)

    items = stage.timeline.GetItemListInTrack("video", 2)

    assert [item.GetMediaPoolItem() for item in items] == [None, None]
    assert items[1].GetProperty() is None


def test_the_source_start_slips_by_a_frame_on_the_measured_frames() -> None:
    """DB ADR 0005: the row for 100 to 114; GetLeftOffset is exact; 0, 48 and 72 are fixed points."""
    stage = Stage(rate="23.976")
    read = []
    for start in [*range(100, 115), 0, 48, 72]:
        stage.first.source = start  # type: ignore[assignment]  # an int is a Fraction here
        item = stage.item("video", 1)
        read.append((item.GetSourceStartFrame(), item.GetLeftOffset()))

    assert [left for _, left in read] == [*range(100, 115), 0, 48, 72]
    assert [start for start, _ in read] == [
        100, 101, 102, 102, 103, 105, 106, 106, 107, 108, 110, 111, 111, 112, 114, 0, 48, 72,
    ]  # fmt: skip


def test_the_source_end_is_exclusive() -> None:
    """DB ADR 0005: a shot cut from source 0..47 reports 48."""
    stage = Stage()
    stage.world.hands.place(stage.picture, stage.footage, 400, 48, source=0)

    assert stage.item("video", 1, -1).GetSourceEndFrame() == 48


def test_with_mixed_rates_the_source_end_is_inclusive() -> None:
    """AT: exclusive where the rates agree, one less where they differ."""
    stage = Stage(rate="25")
    slow = stage.world.hands.footage("/rushes/24.mov", 1000, rate="24")
    stage.world.hands.place(stage.picture, slow, 400, 50, source=0)

    assert stage.item("video", 1, -1).GetSourceEndFrame() == 47


def test_sound_counts_source_frames_in_its_own_rate_and_offsets_in_the_timeline_s() -> None:
    """AT, the ZOOM0028.WAV entry; nle.md 1.4.9."""
    stage = Stage()
    wav = stage.world.hands.sound("/zoom.wav", 3000)
    other = stage.world.hands.timeline("Cut 2", rate="30")
    stage.world.app.film.current = other
    stage.world.hands.place(other.tracks["audio"][0], wav, 0, 300, source=24 * 60)

    item = stage.project.GetCurrentTimeline().GetItemListInTrack("audio", 1)[0]

    assert item.GetSourceStartFrame() in (1440, 1439)
    assert item.GetLeftOffset() == 1800


def test_a_retimed_clip_reads_record_side_offsets_and_true_source_frames() -> None:
    """AT "WITNESS CALIBRATION": at 200 % the offset is 911 for source 1822, the source span is 96 for 48."""
    stage = Stage()
    stage.world.hands.place(stage.picture, stage.footage, 400, 48, source=1822, speed=2)

    item = stage.item("video", 1, -1)

    assert item.GetLeftOffset() == 911
    assert item.GetSourceEndFrame() - item.GetSourceStartFrame() in (95, 96, 97)


def test_a_reversed_clip_has_its_source_start_after_its_end() -> None:
    """AT: 95 -> 46."""
    stage = Stage()
    stage.world.hands.place(stage.picture, stage.footage, 400, 48, source=95, speed=-1)

    item = stage.item("video", 1, -1)

    assert item.GetSourceStartFrame() > item.GetSourceEndFrame()


def test_the_left_offset_of_a_still_is_the_timeline_s_clock() -> None:
    """DB ADR 0005, nle.md 1.4.9."""
    stage = Stage()
    still = stage.world.hands.footage("/art/map.png", 1, kind="still")
    stage.world.hands.place(stage.picture, still, 400, 48)

    assert stage.item("video", 1, -1).GetLeftOffset() >= 86400


def test_the_right_offset_is_what_is_left_behind() -> None:
    """R21.0.4 "maximum extension by frame for clip from right side", DB."""
    assert Stage().item("video", 1).GetRightOffset() == 5000 - 240 - 96


def test_source_times_have_the_media_s_timecode_in_them() -> None:
    """AT, issue #147: on a clip that starts at 04:18:37:25 the seconds count from timecode zero."""
    stage = Stage()
    camera = stage.world.hands.footage("/rushes/cam.mov", 1799, start_timecode="04:00:00:00")
    stage.world.hands.place(stage.picture, camera, 400, 48, source=240)

    item = stage.item("video", 1, -1)

    assert item.GetSourceStartTime() == 4 * 3600 + 10
    assert item.GetSourceEndTime() - item.GetSourceStartTime() == pytest.approx(2.0)


def test_clip_colours_are_not_marker_colours() -> None:
    """nle.md 1.3, AT: 16 names, anything else is False."""
    item = Stage().item("video", 1)

    assert item.SetClipColor("Teal") is True
    assert [item.SetClipColor(name) for name in ("Cyan", "Red", "Rose", "", "teal")] == [False] * 5
    assert item.GetClipColor() == "Teal"


def test_the_colour_of_a_title_is_a_lie() -> None:
    """AT "SetClipColor on generator/title items": True, and nothing kept."""
    stage = Stage()
    stage.world.hands.track(stage.sequence, "video")
    stage.world.hands.title(stage.sequence.tracks["video"][1], 0, 48)

    item = stage.item("video", 2)

    assert item.SetClipColor("Teal") is True
    assert item.GetClipColor() == ""


def test_no_property_sets_volume_or_speed() -> None:
    """AT "Fairlight audio levels", "Clip speed / retime": False before 21.1's own calls."""
    item = Stage().item("video", 1)

    assert [item.SetProperty(key, 0) for key in ("Volume", "AudioVolume", "Speed")] == [False] * 3
    assert item.SetProperty("Pan", 10.0) is True


def test_nothing_trims_moves_or_splits() -> None:
    """AT "TimelineItem trim / move", "Razor": getters only."""
    item = Stage().item("video", 1)

    assert [getattr(item, name) for name in ("SetStart", "SetDuration", "Razor", "SetLeftOffset")] == [
        None
    ] * 4


def test_takes_are_half_open_and_stored_as_given() -> None:
    """DB ADR 0005: (108, 156) reads back so, and GetLeftOffset 108."""
    stage = Stage()
    item = stage.item("video", 1)
    item.AddTake(stage.world.switchboard.wrap(stage.footage), 108, 156)

    item.SelectTakeByIndex(2)

    assert item.GetTakesCount() == 2
    take = item.GetTakeByIndex(2)
    assert (take["startFrame"], take["endFrame"], item.GetLeftOffset()) == (108, 156, 108)


def test_an_enabled_flag_is_read_and_set() -> None:
    item = Stage().item("video", 1)

    item.SetClipEnabled(False)

    assert item.GetClipEnabled() is False
