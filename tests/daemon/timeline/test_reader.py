"""The door: any file becomes an edit or one clear sentence."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import opentimelineio as otio
import pytest
from fcp7_files import clip, file, sequence, track, write

from ningbgm_agents.errors import MediaError, RangeError, TimelineError
from ningbgm_agents.timeline import Span
from ningbgm_daemon.timeline.reader import open_edit


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Fifty frames of 64 by 36 pixels at 25 frames per second."""
    path = tmp_path / "film.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=Fraction(25))
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for number in range(50):
            picture = np.full((36, 64, 3), number * 5, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path


def test_a_film_is_an_edit_of_one_shot(film: Path) -> None:
    edit = open_edit(film)

    assert (edit.rate.fps, edit.duration, edit.width, edit.height) == (25, 50, 64, 36)
    assert [(s.record, s.media and s.media.path) for s in edit.shots] == [(Span(0, 50), str(film))]
    assert edit.tracks == ()


def test_a_range_of_a_film_is_scored(film: Path) -> None:
    assert open_edit(film, ("1s", "45f")).scored == Span(25, 45)
    with pytest.raises(RangeError):
        open_edit(film, ("1s", "3s"))


def test_a_sound_is_an_edit_without_picture(tmp_path: Path) -> None:
    import soundfile

    path = tmp_path / "voice.wav"
    soundfile.write(path, np.zeros((48_000 * 2, 1), np.float32), 48_000)

    edit = open_edit(path)

    assert (edit.shots, edit.duration, edit.rate.fps) == ((), 50, 25)
    assert edit.tracks[0].sounds[0].media.path == str(path)


def test_a_still_image_is_held_for_as_long_as_asked(tmp_path: Path) -> None:
    import cv2

    path = tmp_path / "poster.png"
    cv2.imwrite(str(path), np.zeros((36, 64, 3), np.uint8))

    edit = open_edit(path, length_s=12.0)

    assert edit.duration == 300
    assert [(s.record, s.speed) for s in edit.shots] == [(Span(0, 300), 0)]
    assert open_edit(path).duration > 0


def test_a_timeline_takes_the_size_of_its_picture(film: Path, tmp_path: Path) -> None:
    time, span = otio.opentime.RationalTime, otio.opentime.TimeRange
    lane = otio.schema.Track(kind="Video")
    reference = otio.schema.ExternalReference(film.as_uri())
    lane.append(otio.schema.Clip("a", reference, span(time(5, 25), time(20, 25))))
    made = otio.schema.Timeline("T")
    made.tracks.append(lane)
    path = tmp_path / "cut.otio"
    otio.adapters.write_to_file(made, str(path), adapter_name="otio_json")

    edit = open_edit(path)

    assert (edit.width, edit.height, edit.duration) == (64, 36, 20)


@pytest.mark.parametrize(
    "name",
    [
        "cut.fcpxml",
        "cut.XML",
        "cut.edl",
        "cut.aaf",
        "cut.otioz",
        "cut.otio",
        "cut.drp",
        "cut.drt",
        "cut.prproj",
    ],
)
def test_timelines_that_are_none_are_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")

    with pytest.raises(TimelineError, match=name):
        open_edit(path)


def test_an_xml_is_read_by_what_it_holds(tmp_path: Path) -> None:
    path = write(tmp_path / "cut.xml", sequence(track(clip("a", 0, 10, 0, 10))))
    assert open_edit(path).duration == 10

    path.write_text("<plist/>")
    with pytest.raises(TimelineError, match="neither FCP7 XML nor FCPXML"):
        open_edit(path)


def test_the_said_rate_is_for_edit_lists(tmp_path: Path) -> None:
    text = "001  A  V  C  01:00:00:00 01:00:10:00 01:00:00:00 01:00:10:00\n"
    path = tmp_path / "cut.edl"
    path.write_text(text)
    xml = write(tmp_path / "cut.xml", sequence(track(clip("a", 0, 10, 0, 10))))

    assert str(open_edit(path, rate="29.97").rate) == "29.97"
    edit = open_edit(xml, rate="23.976")
    assert str(edit.rate) == "25"
    assert "was not used" in edit.notes[-1]
    with pytest.raises(TimelineError, match="no frame rate"):
        open_edit(path, rate="fast")


def test_media_is_searched_below_the_roots(film: Path, tmp_path: Path) -> None:
    root = tmp_path / "rushes" / "day 1"
    root.mkdir(parents=True)
    moved = film.rename(root / "film.mkv")
    there = file("film.mkv", "file://localhost/D%3a/old/film.mkv")
    path = write(tmp_path / "cut.xml", sequence(track(clip("film.mkv", 0, 10, 0, 10, source=there))))

    edit = open_edit(path, media_roots=[tmp_path / "rushes"])

    assert edit.shots[0].media is not None
    assert edit.shots[0].media.path == str(moved)
    assert (edit.width, edit.height) == (64, 36)
    assert edit.notes == ()


def test_nothing_at_a_path_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="no file"):
        open_edit(tmp_path / "none.mov")
