"""The OTIO that the fake Resolve writes, held against what real exports hold."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from fakes.resolve.face import NotModelledError
from fakes.resolve_stage import Stage
from ningbgm_daemon.timeline.otio_reader import read_otio


def exported(stage: Stage, folder: Path) -> dict[str, Any]:
    path = folder / "cut.otio"
    assert stage.timeline.Export(str(path), stage.resolve.EXPORT_OTIO) is True
    return json.loads(path.read_text())


def children(document: dict[str, Any], track: int) -> list[dict[str, Any]]:
    return document["tracks"]["children"][track]["children"]


def span(piece: dict[str, Any]) -> tuple[float, float, float]:
    source = piece["source_range"]
    return source["start_time"]["value"], source["duration"]["value"], source["duration"]["rate"]


@pytest.mark.parametrize("kind", ["EXPORT_OTIO", "otio", 1, 11, 11.0, None, True])
def test_only_the_live_constant_exports(tmp_path: Path, kind: object) -> None:
    """nle.md 1.1, AT "Timeline.Export": strings and typed-in numbers give False and no file."""
    stage = Stage()

    assert stage.timeline.Export(str(tmp_path / "cut.otio"), kind) is False
    assert list(tmp_path.iterdir()) == []


def test_a_constant_of_another_session_is_no_constant(tmp_path: Path) -> None:
    foreign = Stage(version="20.3.2").resolve.EXPORT_OTIO

    assert Stage(version="21.0.4").timeline.Export(str(tmp_path / "cut.otio"), foreign) is False


def test_an_export_into_nowhere_is_false(tmp_path: Path) -> None:
    stage = Stage()

    assert stage.timeline.Export(str(tmp_path / "no" / "cut.otio"), stage.resolve.EXPORT_OTIO) is False


def test_other_formats_are_not_modelled(tmp_path: Path) -> None:
    stage = Stage()

    with pytest.raises(NotModelledError):
        stage.timeline.Export(str(tmp_path / "cut.edl"), stage.resolve.EXPORT_EDL)


def test_the_timeline_carries_its_start_and_resolve_s_mark(tmp_path: Path) -> None:
    """nle.md 3, OTIO: `Resolve OTIO Meta Version`, global_start_time 86400 at 24, a blank name."""
    document = exported(Stage(), tmp_path)

    assert document["metadata"] == {"Resolve_OTIO": {"Resolve OTIO Meta Version": "1.0"}}
    assert document["global_start_time"] == {"OTIO_SCHEMA": "RationalTime.1", "rate": 24.0, "value": 86400.0}
    assert document["name"] == ""


def test_media_is_named_by_its_bare_path(tmp_path: Path) -> None:
    """nle.md 3, OTIO, AYON: no file:// URL, back-slashes kept; Clip.2 with a map of references."""
    stage = Stage()
    windows = stage.world.hands.footage("C:\\rushes\\cam.mov", 500)
    stage.world.hands.place(stage.picture, windows, 240, 24)

    clips = children(exported(stage, tmp_path), 0)

    paths = [clip["media_references"]["DEFAULT_MEDIA"]["target_url"] for clip in clips]
    assert paths == ["/rushes/a.mov", "/rushes/a.mov", "C:\\rushes\\cam.mov"]
    assert {(clip["OTIO_SCHEMA"], clip["active_media_reference_key"]) for clip in clips} == {
        ("Clip.2", "DEFAULT_MEDIA")
    }


def test_available_range_is_the_media_s_and_source_range_the_timeline_s(tmp_path: Path) -> None:
    """AYON `qt_embedded_tc.json`: 86400 at 24 available, 90032 + 44 at 25 used, GetLeftOffset 32."""
    stage = Stage(rate="25")
    media = stage.world.hands.footage("/qt.mov", 100, rate="24", start_timecode="01:00:00:00")
    stage.world.hands.place(stage.picture, media, 400, 44, source=Fraction(32 * 24, 25))

    clip = children(exported(stage, tmp_path), 0)[-1]

    available = clip["media_references"]["DEFAULT_MEDIA"]["available_range"]
    assert (available["start_time"]["value"], available["start_time"]["rate"]) == (86400.0, 24.0)
    assert available["duration"]["value"] == 100.0
    assert span(clip) == (90032.0, 44.0, 25.0)
    assert stage.item("video", 1, -1).GetLeftOffset() == 32


def test_a_speed_is_a_time_warp_over_record_frames(tmp_path: Path) -> None:
    """AYON `img_seq_2x_speed_resolve.json`: 200 %, from 39 where GetLeftOffset is 19, 11 record frames."""
    stage = Stage()
    stage.world.hands.place(stage.picture, stage.footage, 240, 11, source=39, speed=2)

    clip = children(exported(stage, tmp_path), 0)[-1]

    assert span(clip) == (39.0, 11.0, 24.0)
    warp = clip["effects"][0]
    assert (warp["OTIO_SCHEMA"], warp["time_scalar"]) == ("LinearTimeWarp.1", 2.0)
    assert stage.item("video", 1, -1).GetLeftOffset() == 19


def test_a_reversed_clip_is_not_modelled(tmp_path: Path) -> None:
    stage = Stage()
    stage.world.hands.place(stage.picture, stage.footage, 240, 24, source=95, speed=-1)

    with pytest.raises(NotModelledError):
        exported(stage, tmp_path)


def test_item_markers_stand_in_the_clip_s_source_with_their_note(tmp_path: Path) -> None:
    """AYON `qt_embedded_tc.json`: frame 54 of a clip from 90000 is 90054; the note in Resolve_OTIO."""
    stage = Stage(rate="25")
    media = stage.world.hands.footage("/qt.mov", 100, rate="24", start_timecode="01:00:00:00")
    stage.world.hands.place(stage.picture, media, 400, 44, source=Fraction(32 * 24, 25))
    item = stage.item("video", 1, -1)

    item.AddMarker(item.GetLeftOffset() + item.GetDuration() // 2, "Green", "AyonData", "a note", 1)

    (marker,) = children(exported(stage, tmp_path), 0)[-1]["markers"]
    assert marker["marked_range"]["start_time"]["value"] == 90054.0
    assert marker["metadata"]["Resolve_OTIO"] == {"Keywords": [], "Note": "a note"}
    assert (marker["name"], marker["color"], marker["comment"]) == ("AyonData", "GREEN", "")


def test_markers_of_the_timeline_are_not_exported(tmp_path: Path) -> None:
    """AT "Timeline.Export EXPORT_OTIO (drops timeline markers)"."""
    stage = Stage()
    stage.world.hands.marker(stage.sequence, 12, "the user's hit point")

    assert "hit point" not in json.dumps(exported(stage, tmp_path))


def test_tracks_carry_their_format_and_lock_and_are_filled_with_gaps(tmp_path: Path) -> None:
    """OTIO: Audio Type, Locked, SoloOn; empty tracks are one gap as long as the timeline."""
    stage = Stage()
    stage.timeline.AddTrack("audio")
    stage.timeline.SetTrackLock("audio", 2, True)
    stage.timeline.SetTrackEnable("audio", 1, False)

    tracks = exported(stage, tmp_path)["tracks"]["children"]

    assert [track["name"] for track in tracks] == ["Video 1", "Audio 1", "Audio 2"]
    assert tracks[2]["metadata"]["Resolve_OTIO"] == {"Audio Type": "Mono", "Locked": True, "SoloOn": False}
    assert [track["enabled"] for track in tracks] == [True, False, True]
    (gap,) = tracks[2]["children"]
    assert (gap["OTIO_SCHEMA"], span(gap)[1]) == ("Gap.1", 240.0)


def test_linked_sound_has_channels_and_a_link_group(tmp_path: Path) -> None:
    """nle.md 3, OTIO `Channels`, AYON `Link Group ID`."""
    document = exported(Stage(), tmp_path)

    meta = children(document, 1)[0]["metadata"]["Resolve_OTIO"]

    assert meta["Link Group ID"] == 1
    assert [channel["Source Channel ID"] for channel in meta["Channels"]] == [0, 1]
    assert children(document, 0)[0]["metadata"]["Resolve_OTIO"] == {"Link Group ID": 1}


def test_a_dissolve_lies_between_clips_that_keep_their_length(tmp_path: Path) -> None:
    """OTIO `resolve_transition_generator.otio`: 12 + 12 between clips of 96 and 96 frames."""
    stage = Stage()
    stage.world.hands.transition(stage.picture, 96, 24)

    first, dissolve, second = children(exported(stage, tmp_path), 0)

    assert (first["OTIO_SCHEMA"], dissolve["OTIO_SCHEMA"], second["OTIO_SCHEMA"]) == (
        "Clip.2", "Transition.1", "Clip.2",
    )  # fmt: skip
    assert [dissolve[side]["value"] for side in ("in_offset", "out_offset")] == [12.0, 12.0]
    assert dissolve["transition_type"] == "SMPTE_Dissolve"
    assert [span(first)[1], span(second)[1]] == [96.0, 144.0]


def test_a_cross_fade_of_sound_is_a_custom_transition(tmp_path: Path) -> None:
    """AT (E114)."""
    stage = Stage()
    stage.world.hands.transition(stage.sound, 96, 24, "Cross Fade 0 dB")

    assert children(exported(stage, tmp_path), 1)[1]["transition_type"] == "Custom_Transition"


def test_titles_are_generators_and_the_disabled_say_so(tmp_path: Path) -> None:
    """OTIO: GeneratorReference.1 with Generator Type."""
    stage = Stage()
    over = stage.world.hands.track(stage.sequence, "video")
    stage.world.hands.title(over, 24, 48, "Text+")
    stage.second.enabled = False

    document = exported(stage, tmp_path)

    gap, title, rest = children(document, 1)
    assert [span(piece)[1] for piece in (gap, title, rest)] == [24.0, 48.0, 168.0]
    assert title["media_references"]["DEFAULT_MEDIA"]["generator_kind"] == "Text+"
    assert [clip["enabled"] for clip in children(document, 0)] == [True, False]


def test_a_fade_of_the_fader_is_no_transition(tmp_path: Path) -> None:
    """DB, nle.md 3: in 21.1 fader fades do not export as OTIO transitions."""
    stage = Stage(version="21.1")
    stage.item("audio", 1).SetFades({"FadeIn": 12, "FadeOut": 12})

    assert {piece["OTIO_SCHEMA"] for piece in children(exported(stage, tmp_path), 1)} == {"Clip.2", "Gap.1"}


@pytest.mark.parametrize("rate", ["23.976", "24", "25", "29.97 DF", "50", "59.94"])
def test_the_daemon_reads_what_the_fake_exports(tmp_path: Path, rate: str) -> None:
    stage = Stage(rate=rate)
    exported(stage, tmp_path)

    edit = read_otio(tmp_path / "cut.otio")

    assert [(shot.name, shot.record.start, shot.record.end) for shot in edit.shots] == [
        ("a.mov", 0, 96), ("a.mov", 96, 240),
    ]  # fmt: skip
