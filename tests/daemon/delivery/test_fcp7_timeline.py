"""The timeline for Premiere, Resolve and Final Cut Pro 7."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from example_score import DROP, edit_of, score_of, write_headers

from ningbgm_agents.timeline import Caption, Edit, FrameRate, Media, Shot, Span
from ningbgm_daemon.delivery.fcp7_timeline import write_fcp7
from ningbgm_daemon.delivery.laid_out import lay_out

PAL = FrameRate(Fraction(25))
FILM = Media("C:\\films\\a.mov", offline=True)


def written(folder: Path, edit: Edit) -> Element:
    score = score_of(edit)
    write_headers(folder, score)
    return ElementTree.parse(write_fcp7(lay_out(folder, Path("/music/My out #1"), score))).getroot()


def texts(root: Element, path: str) -> list[str | None]:
    return [element.text for element in root.findall(path)]


@pytest.mark.parametrize(
    ("rate", "start", "wanted"),
    [
        (DROP, 107_892, ("30", "TRUE", "01:00:00;00", "107892", "DF")),
        (FrameRate(DROP.fps), 108_000, ("30", "TRUE", "01:00:00:00", "108000", "NDF")),
        (FrameRate(Fraction(24000, 1001)), 86_400, ("24", "TRUE", "01:00:00:00", "86400", "NDF")),
        (PAL, 90_000, ("25", "FALSE", "01:00:00:00", "90000", "NDF")),
    ],
    ids=str,
)
def test_rate_and_timecode_of_the_sequence(
    rate: FrameRate, start: int, wanted: tuple[str, ...], tmp_path: Path
) -> None:
    root = written(tmp_path, edit_of(rate, start))

    tags = ("rate/timebase", "rate/ntsc", "timecode/string", "timecode/frame", "timecode/displayformat")
    assert tuple(root.findtext(f"sequence/{tag}") for tag in tags) == wanted
    assert root.get("version") == "5"


def test_a_stem_is_a_named_pair_of_linked_channels(tmp_path: Path) -> None:
    root = written(tmp_path, edit_of(PAL, 90_000))

    tracks = [t for t in root.iter("track") if t.get("MZ.TrackName") == "NingBGM drums"]
    assert [t.get("currentExplodedTrackIndex") for t in tracks] == ["0", "1"]
    assert {t.get("premiereTrackType") for t in tracks} == {"Stereo"}
    clips = [track.findall("clipitem")[1] for track in tracks]
    assert [clip.findtext("sourcetrack/trackindex") for clip in clips] == ["1", "2"]
    ids = [clip.get("id") for clip in clips]
    assert [[link.text for link in clip.iter("linkclipref")] for clip in clips] == [ids, ids]
    values = [clips[0].findtext(tag) for tag in ("start", "end", "in", "out", "duration")]
    assert values == ["180", "360", "0", "180", "180"]


def test_a_stems_file_starts_at_its_broadcast_wav_timecode(tmp_path: Path) -> None:
    root = written(tmp_path, edit_of(PAL, 90_000))

    [file] = [f for f in root.iter("file") if f.findtext("name") == "1m2_drums.wav"]
    assert file.findtext("pathurl") == "file:///music/My%20out%20%231/stems/1m2_drums.wav"
    assert file.findtext("timecode/string") == "01:00:07:05"
    assert file.findtext("timecode/frame") == "90180"
    assert file.findtext("media/audio/channelcount") == "2"


def test_a_film_brings_its_own_sound_linked_to_its_picture(tmp_path: Path) -> None:
    root = written(tmp_path, replace(edit_of(PAL, 0), shots=(Shot(Span(0, 360), "a", FILM, Fraction(2)),)))

    picture = root.find("sequence/media/video/track/clipitem")
    assert picture is not None
    assert picture.findtext("file/pathurl") == "file:///C:/films/a.mov"
    assert (picture.findtext("in"), picture.findtext("out")) == ("50", "410")
    assert [link.text for link in picture.findall("link/mediatype")] == ["video", "audio", "audio"]
    assert len(root.findall(".//file[name='a.mov']")) == 1


@pytest.mark.parametrize(
    ("speed", "source_s", "wanted"),
    [
        (Fraction(2), 4, ("200", "FALSE", "50", [("0", "0"), ("410", "820")])),
        (Fraction(-1), 20, ("-100", "TRUE", "0", [("0", "500"), ("500", "0")])),
        (Fraction(0), 5, ("0", "FALSE", "125", [("0", "125"), ("486", "125")])),
    ],
)
def test_speeds_are_time_remaps_with_their_graph(
    speed: Fraction, source_s: int, wanted: tuple[str, str, str, list[tuple[str, str]]], tmp_path: Path
) -> None:
    shot = Shot(Span(0, 360), "a", FILM, Fraction(source_s), speed)
    root = written(tmp_path, replace(edit_of(PAL, 0), shots=(shot,)))

    [clip] = root.findall("sequence/media/video/track/clipitem")
    values = {p.findtext("parameterid"): p.findtext("value") for p in clip.iter("parameter")}
    keys = [(k.findtext("when", ""), k.findtext("value", "")) for k in clip.iter("keyframe")]
    assert (values["speed"], values["reverse"], clip.findtext("in"), keys) == wanted


def test_beside_a_transition_clips_reach_to_its_far_end(tmp_path: Path) -> None:
    shots = (
        Shot(Span(0, 100), "a", FILM),
        Shot(Span(100, 360), "b", FILM, Fraction(9), transition_in="dissolve", transition_frames=10),
    )

    root = written(tmp_path, replace(edit_of(PAL, 0), shots=shots))

    track = root.find("sequence/media/video/track")
    assert track is not None
    values = [[item.findtext(tag) for tag in ("start", "end", "in", "out")] for item in track]
    assert values == [["0", "-1", "0", "105"], ["95", "105", None, None], ["-1", "360", "220", "485"]]


def test_titles_are_text_generators_and_the_rest_slugs(tmp_path: Path) -> None:
    shots = (Shot(Span(0, 100), "t", kind="title"), Shot(Span(100, 360), "Solid", kind="generator"))
    words = (Caption(Span(0, 100), "Ten years later", "title"),)

    root = written(tmp_path, replace(edit_of(PAL, 0), shots=shots, captions=words))

    assert texts(root, ".//generatoritem/effect/effectid") == ["Text", "Slug"]
    assert texts(root, ".//generatoritem/effect/parameter/value") == ["Ten years later"]


def test_every_id_is_its_own(tmp_path: Path) -> None:
    root = written(tmp_path, edit_of(PAL, 0))

    ids = [item.get("id") for item in root.iter() if item.tag in ("clipitem", "generatoritem", "sequence")]
    assert len(ids) == len(set(ids))
    whole = [file.get("id") for file in root.iter("file") if len(file)]
    assert len(whole) == len(set(whole))
    assert {file.get("id") for file in root.iter("file")} == set(whole)
