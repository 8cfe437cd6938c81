"""Frames, rates and timecode of the fake Resolve."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from fakes.resolve.rate import RATES, rate_named
from fakes.resolve_stage import Stage, write_wav

STARTS = {
    "23.976": 86400, "24": 86400, "25": 90000, "29.97": 108000, "29.97 DF": 107892,
    "30": 108000, "50": 180000, "59.94": 216000, "59.94 DF": 215784, "60": 216000,
}  # fmt: skip


@pytest.mark.parametrize("rate", STARTS)
def test_one_hour_is_the_frame_that_its_timecode_counts(rate: str) -> None:
    """nle.md 1.3 and 3: absolute, 86400 at 24, 107892 at 29.97 drop, 108000 without."""
    stage = Stage(rate=rate)

    assert stage.timeline.GetStartFrame() == STARTS[rate]


@pytest.mark.parametrize("rate", STARTS)
def test_timecode_and_frame_are_each_other_s_inverse(rate: str) -> None:
    its = RATES[rate]

    for frame in [*range(0, 40_000, 7), its.frame("01:00:00:00"), its.frame("10:00:00:00")]:
        assert its.frame(its.timecode(frame)) == frame


def test_drop_frame_skips_two_numbers_a_minute_but_not_in_the_tenth() -> None:
    rate = RATES["29.97 DF"]

    assert [rate.timecode(frame) for frame in (1799, 1800, 17982)] == [
        "00:00:59;29", "00:01:00;02", "00:10:00;00",
    ]  # fmt: skip
    assert RATES["59.94 DF"].timecode(3600) == "00:01:00;04"


def test_the_rate_is_read_as_a_number_or_as_a_string() -> None:
    """nle.md 1.3: documented as string, seen as number or string; the stub of 21.1 says number."""
    number, text = Stage(rate="23.976"), Stage(rate="23.976", numbers_as="string")

    assert number.timeline.GetSetting("timelineFrameRate") == 23.976
    assert text.timeline.GetSetting("timelineFrameRate") == "23.976"
    assert text.project.GetSetting("timelineFrameRate") == "23.976"


def test_drop_frame_is_a_setting_of_its_own() -> None:
    """nle.md 1.3: `timelineDropFrameTimecode` is '0' or '1'; the rate alone reads 29.97."""
    drop, plain = Stage(rate="29.97 DF").timeline, Stage(rate="29.97").timeline

    assert [t.GetSetting("timelineFrameRate") for t in (drop, plain)] == [29.97, 29.97]
    assert [t.GetSetting("timelineDropFrameTimecode") for t in (drop, plain)] == ["1", "0"]
    assert drop.GetStartTimecode() == "01:00:00;00"


def test_the_rate_is_locked_once_a_timeline_has_clips() -> None:
    """nle.md 1.3; on an empty one `29.97 DF` switches drop-frame on."""
    stage = Stage()
    empty = stage.pool.CreateEmptyTimeline("Empty")

    assert stage.timeline.SetSetting("timelineFrameRate", "25") is False
    assert empty.SetSetting("timelineFrameRate", "29.97 DF") is True
    assert empty.GetSetting("timelineDropFrameTimecode") == "1"
    assert empty.GetStartFrame() == 107892


def test_the_playback_rate_cannot_be_set() -> None:
    """AT "Project.SetSetting('timelinePlaybackFrameRate')"."""
    assert Stage().project.SetSetting("timelinePlaybackFrameRate", "24") is False


def test_an_unknown_setting_reads_none() -> None:
    """AT "Subtitle track styling": None for all probed keys."""
    assert Stage().timeline.GetSetting("subtitleFontName") is None


def test_a_wav_takes_the_project_s_rate_at_import_and_keeps_it() -> None:
    """AT: 400 s are 9600 frames at 24, 11988 at 29.97; a later change of the project leaves it at 24."""
    stage = Stage()
    early = stage.stem(400, "/early.wav")
    stage.world.app.film.sequences[0].tracks["video"][0].items.clear()
    stage.world.app.film.sequences[0].tracks["audio"][0].items.clear()

    moved = stage.project.SetSetting("timelineFrameRate", "29.97")
    late = stage.stem(400, "/late.wav")

    assert moved is True
    assert (early.GetClipProperty("FPS"), early.GetClipProperty("Frames")) == (24.0, "9600")
    assert (late.GetClipProperty("FPS"), late.GetClipProperty("Frames")) == (29.97, "11988")


def test_a_real_wav_is_read_off_its_head(tmp_path: Path) -> None:
    stage = Stage(rate="25")

    (clip,) = stage.pool.ImportMedia([{"FilePath": str(write_wav(tmp_path / "stem.wav", 1.5))}])

    assert clip.GetClipProperty("Frames") == "37"
    assert clip.GetClipProperty("File Path") == str(tmp_path / "stem.wav")
    assert clip.GetClipProperty()["Audio Ch"] == "2"


def test_the_end_frame_is_exclusive() -> None:
    """nle.md 1.4.2, AT: verified at 1, 119 and 120; a timeline ends one past its last frame."""
    stage = Stage()
    stage.stereo_track()
    stem = stage.stem(20)

    for index, frames in enumerate((1, 119, 120)):
        stage.append(stem, 86400 + 200 * index, startFrame=10, endFrame=10 + frames)

    placed = stage.timeline.GetItemListInTrack("audio", 2)
    assert [item.GetDuration() for item in placed] == [1, 119, 120]
    assert [item.GetEnd() - item.GetStart() for item in placed] == [1, 119, 120]
    assert stage.timeline.GetEndFrame() == 86400 + 400 + 120


def test_mixed_rates_floor_the_duration() -> None:
    """AT: 435 frames of a WAV at 24 in a timeline at 29.97 are 543 (543.46 exactly)."""
    stage = Stage()
    wav = stage.world.hands.sound("/zoom.wav", 300)
    slow = stage.world.hands.timeline("Cut 2", rate="29.97")
    stage.world.app.film.current = slow

    (item,) = stage.append(stage.world.switchboard.wrap(wav), 108000, 1, startFrame=4800, endFrame=5235)

    assert item.GetDuration() == 543
    assert item.GetSourceStartTime() == 200.0


def test_sub_frames_are_told_only_when_asked_for() -> None:
    """R21.0.4 `GetLeftOffset(subframe_precision)`."""
    stage = Stage(rate="25")
    slow = stage.world.hands.footage("/rushes/24.mov", 1000, rate="24")
    stage.world.hands.place(stage.picture, slow, 400, 50, source=31)

    item = stage.item("video", 1, -1)

    assert item.GetLeftOffset() == 32
    assert item.GetLeftOffset(True) == pytest.approx(float(Fraction(31 * 25, 24)))


def test_a_rate_is_found_by_number_and_by_string() -> None:
    assert rate_named(29.97) is RATES["29.97"]
    assert rate_named("59.94 DF") is RATES["59.94 DF"]
    assert rate_named(24.0) is RATES["24"]
    assert rate_named("banana") is None
