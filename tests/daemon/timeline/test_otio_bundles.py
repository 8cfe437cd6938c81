"""Bundles of OpenTimelineIO, packed and open, and schemas newer than the library."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import opentimelineio as otio
import pytest

from ningbgm_agents.errors import TimelineError
from ningbgm_daemon.timeline import limits
from ningbgm_daemon.timeline.otio_reader import read_otio
from ningbgm_daemon.timeline.otioz_file import bundle_text, unpack_media
from ningbgm_daemon.timeline.reader import open_edit

Writer = Callable[..., Path]
Range, Time = otio.opentime.TimeRange, otio.opentime.RationalTime


def timeline(url: str) -> otio.schema.Timeline:
    lane = otio.schema.Track(kind="Video")
    reference = otio.schema.ExternalReference(url)
    lane.append(otio.schema.Clip("a", reference, Range(Time(0, 25), Time(10, 25))))
    made = otio.schema.Timeline("T")
    made.tracks.append(lane)
    return made


def packed(path: Path, names: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("content.otio", timeline("media/a.mov").to_json_string())
        bundle.writestr("version.txt", "1.0.0")
        for name, content in names.items():
            bundle.writestr(name, content)
    return path


def test_a_packed_bundle_is_read_and_its_media_found(tmp_path: Path) -> None:
    path = packed(tmp_path / "cut.otioz", {"media/a.mov": b"moving"})

    edit = open_edit(path, bundle_folder=tmp_path / "cache")

    media = edit.shots[0].media
    assert media is not None
    assert not media.offline
    assert Path(media.path).read_bytes() == b"moving"
    assert (tmp_path / "cache") in Path(media.path).parents
    assert edit.name == "T"


def test_what_was_unpacked_is_not_unpacked_again(tmp_path: Path) -> None:
    path = packed(tmp_path / "cut.otioz", {"media/a.mov": b"moving"})
    first = unpack_media(path, tmp_path / "cache") / "media" / "a.mov"
    first.write_bytes(b"MOVING")

    again = unpack_media(path, tmp_path / "cache") / "media" / "a.mov"

    assert again.read_bytes() == b"MOVING"


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "bad.otioz",
        {
            "media/../../out.txt": b"x",
            "/etc/out.txt": b"x",
            "media/C:/out.txt": b"x",
            r"media\..\out.txt": b"x",
        },
    )
    link = zipfile.ZipInfo("media/link.mov")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as bundle:
        bundle.writestr(link, "/etc/passwd")

    folder = unpack_media(path, tmp_path / "deep" / "cache")

    assert not folder.exists() or not any(item.is_file() for item in folder.rglob("*"))
    assert sorted(item.name for item in tmp_path.rglob("*") if item.is_file()) == ["bad.otioz"]


def test_a_bundle_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "cut.otioz", {"media/a.mov": b"x" * 100})
    monkeypatch.setattr(limits, "MAX_BUNDLE_BYTES", 50)

    with pytest.raises(TimelineError, match="more than is read"):
        unpack_media(path, tmp_path / "cache")


def test_what_is_no_bundle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.otioz"
    for content in (b"", b"hello", b"PK\x03\x04" + b"\0" * 50):
        path.write_bytes(content)
        with pytest.raises(TimelineError, match="not a bundle"):
            bundle_text(path)


def test_damaged_media_of_a_bundle_is_said(tmp_path: Path) -> None:
    path = packed(tmp_path / "cut.otioz", {"media/a.mov": b"moving"})
    content = bytearray(path.read_bytes())
    content[content.index(b"moving")] ^= 1
    path.write_bytes(bytes(content))

    with pytest.raises(TimelineError, match="cannot be unpacked"):
        unpack_media(path, tmp_path / "cache")


def test_an_open_bundle_finds_media_in_its_media_folder(tmp_path: Path) -> None:
    folder = tmp_path / "cut.otiod"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "a.mov").write_bytes(b"x")
    (folder / "content.otio").write_text(timeline("/elsewhere/a.mov").to_json_string())

    edit = open_edit(folder)

    assert edit.shots[0].media is not None
    assert edit.shots[0].media.path == str(folder / "media" / "a.mov")


def test_markers_of_a_newer_schema_keep_their_colours(tmp_path: Path, write: Writer) -> None:
    made = timeline("a.mov")
    made.tracks.markers.append(otio.schema.Marker("drop", Range(Time(3, 25), Time(0, 25)), "RED"))
    root = json.loads(made.to_json_string())
    newer = root["tracks"]["markers"][0]
    newer["OTIO_SCHEMA"] = "Marker.3"
    newer["color"] = {"OTIO_SCHEMA": "Color.1", "name": "PINK", "r": 1.0, "g": 0.0, "b": 1.0, "a": 1.0}
    path = tmp_path / "newer.otio"
    path.write_text(json.dumps(root))

    edit = read_otio(path)

    assert [(m.frame, m.name, m.colour) for m in edit.markers] == [(3, "drop", "pink")]
    assert not any("OpenTimelineIO" in note for note in edit.notes)


def test_other_newer_schemas_are_read_as_known_ones_with_a_note(tmp_path: Path) -> None:
    text = str(timeline("a.mov").to_json_string()).replace("Clip.2", "Clip.9")
    path = tmp_path / "newer.otio"
    path.write_text(text)

    edit = read_otio(path)

    assert edit.duration == 10
    assert "Clip.9" in edit.notes[0]


def test_a_ramp_of_resolve_is_read_from_its_key_frames(write: Writer) -> None:
    made = timeline("a.mov")
    clip = made.tracks[0][0]
    clip.source_range = Range(Time(0, 25), Time(100, 25))
    ramp = otio.schema.TimeEffect()
    ramp.metadata["Resolve_OTIO"] = {"Key Frames": [[0.0, 0.0, False], [2.0, 1.0, False], [6.0, 9.0, False]]}
    clip.effects.append(ramp)

    edit = read_otio(write(made))

    assert [(s.record.start, s.record.end, float(s.speed), float(s.source_start_s)) for s in edit.shots] == [
        (0, 50, 0.5, 0.0),
        (50, 100, 2.0, 1.0),
    ]


def test_a_transition_at_the_very_end_fades_to_black(write: Writer) -> None:
    made = timeline("a.mov")
    made.tracks[0].append(otio.schema.Transition("x", "SMPTE_Dissolve", Time(4, 25), Time(0, 25)))

    edit = read_otio(write(made))

    assert [(s.kind, s.record.start, s.record.end, s.transition_in) for s in edit.shots] == [
        ("clip", 0, 8, "cut"), ("gap", 8, 10, "fade_out"),
    ]  # fmt: skip
    assert edit.duration == 10


def test_speed_that_is_not_spelled_out_is_noted(write: Writer) -> None:
    made = timeline("a.mov")
    made.tracks[0][0].effects.append(otio.schema.TimeEffect())

    edit = read_otio(write(made))

    assert "does not spell out" in edit.notes[0]


def test_image_sequences_are_told_apart_by_where_they_are(write: Writer, tmp_path: Path) -> None:
    (tmp_path / "shot.1001.exr").write_bytes(b"x")
    for start, said in ((1001, "are not played"), (5, "not on this machine")):
        made = timeline("a.mov")
        made.tracks[0][0].media_reference = otio.schema.ImageSequenceReference(
            str(tmp_path) + "/", "shot.", ".exr", start_frame=start, rate=25, frame_zero_padding=4
        )

        edit = read_otio(write(made))

        assert len(edit.notes) == 1
        assert said in edit.notes[0]
        assert "shot.####.exr" in edit.notes[0]
