"""The timeline for Final Cut and Resolve."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from example_score import DROP, edit_of, score_of, write_headers

from ningbgm_agents.timeline import Caption, Edit, FrameRate, Marker, Media, Shot, Sound, Span, Track
from ningbgm_daemon.delivery.fcpxml_timeline import write_fcpxml
from ningbgm_daemon.delivery.laid_out import lay_out

NTSC = Fraction(30000, 1001)
PAL = FrameRate(Fraction(25))
FILM = Media("/films/a.mov", offline=True)
STORY = ("title", "video", "gap", "asset-clip")
ORDER = ("text", "text-style-def", "conform-rate", "timeMap", *STORY, "marker")
"""Children of a clip in the order that the DTD of 1.10 prescribes."""


def written(folder: Path, edit: Edit) -> Element:
    score = score_of(edit)
    write_headers(folder, score)
    return ElementTree.parse(write_fcpxml(lay_out(folder, Path("/music/My out #1"), score))).getroot()


def found(root: Element, path: str) -> Element:
    element = root.find(path)
    assert element is not None, path
    return element


def test_the_sequence_counts_in_exact_frames_from_its_timecode(tmp_path: Path) -> None:
    root = written(tmp_path, edit_of(DROP, 107_892))

    sequence = found(root, "event/project/sequence")
    assert root.get("version") == "1.10"
    assert sequence.get("tcFormat") == "DF"
    assert Fraction(sequence.get("tcStart", "").removesuffix("s")) == 107_892 / NTSC
    assert Fraction(sequence.get("duration", "").removesuffix("s")) == 360 / NTSC
    assert found(root, "resources/format[@id='r1']").get("frameDuration") == "1001/30000s"
    head = (tmp_path / "timeline.fcpxml").read_text(encoding="utf-8").splitlines()[:2]
    assert head == ['<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE fcpxml>"]


def test_a_stem_starts_at_its_broadcast_wav_timecode(tmp_path: Path) -> None:
    root = written(tmp_path, edit_of(PAL, 90_000))

    asset = found(root, "resources/asset[@name='1m2_drums.wav']")
    clip = found(root, ".//asset-clip[@name='1m2_drums.wav']")
    assert asset.get("start") == clip.get("start") == "18036/5s"
    assert asset.get("duration") == clip.get("duration") == "36/5s"
    assert clip.get("audioRole") == "NingBGM.drums"
    url = found(asset, "media-rep").get("src")
    assert url == "file:///music/My%20out%20%231/stems/1m2_drums.wav"


@pytest.mark.parametrize(
    ("speed", "source_s", "start", "points"),
    [
        (Fraction(2), 4, "2s", [("0s", "0s"), ("48/5s", "96/5s")]),
        (Fraction(-1), 20, "0s", [("0s", "20s"), ("20s", "0s")]),
        (Fraction(0), 5, "0s", [("0s", "5s"), ("38/5s", "5s")]),
    ],
)
def test_speeds_are_time_maps(
    speed: Fraction, source_s: int, start: str, points: list[tuple[str, str]], tmp_path: Path
) -> None:
    shot = Shot(Span(0, 190), "a", FILM, Fraction(source_s), speed)

    root = written(tmp_path, replace(edit_of(PAL, 0), shots=(shot,)))

    clip = found(root, ".//spine/asset-clip")
    assert clip.get("start") == start
    assert [(p.get("time"), p.get("value")) for p in clip.iter("timept")] == points


def full_edit() -> Edit:
    shots = (
        Shot(Span(0, 100), "a", FILM),
        Shot(Span(100, 150), "b", FILM, Fraction(9), Fraction(2), "dissolve", 10),
        Shot(Span(150, 170), kind="gap"),
        Shot(Span(170, 200), "name", kind="title"),
        Shot(Span(200, 360), "Solid", kind="generator"),
    )
    voice = Sound(Span(105, 300), Media("/vo.wav", offline=True), Fraction(1))
    return replace(
        edit_of(PAL, 0),
        shots=shots,
        tracks=(Track("VO", "dialogue", (voice,)),),
        markers=(Marker(120, "", "tighten"), Marker(175, "look")),
        captions=(Caption(Span(170, 200), "Ten <years> later", "title"),),
    )


def test_children_stand_in_the_order_of_the_dtd(tmp_path: Path) -> None:
    root = written(tmp_path, full_edit())

    for clip in (*root.findall(".//spine/*"), *root.findall(".//asset-clip")):
        ranks = [
            min(ORDER.index(child.tag), ORDER.index("asset-clip")) for child in clip if child.tag in ORDER
        ]
        markers = [child.tag == "marker" for child in clip]
        assert ranks == sorted(ranks)
        assert markers == sorted(markers)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    refs = {element.get("ref") for element in root.iter() if element.get("ref")}
    assert refs <= set(ids)


def test_titles_sounds_and_markers_come_along(tmp_path: Path) -> None:
    root = written(tmp_path, full_edit())

    assert [child.tag for child in found(root, ".//spine")] == [
        "asset-clip", "transition", "asset-clip", "gap", "title", "video",
    ]  # fmt: skip
    assert found(root, ".//title/text/text-style").text == "Ten <years> later"
    voice = found(root, ".//asset-clip[@name='vo.wav']")
    assert (voice.get("lane"), voice.get("audioRole"), voice.get("srcEnable")) == ("-1", "dialogue", None)
    # Its place is counted in the time of the clip that it hangs from, which begins at 9 s / 2.
    assert voice.get("offset") == "47/10s"
    assert found(root, ".//spine/asset-clip[2]/marker").get("value") == "tighten"
    assert found(root, ".//title/marker").get("start") == "18001/5s"


def test_no_name_breaks_the_file(tmp_path: Path) -> None:
    shot = Shot(Span(0, 360), "\x00<&\ud800\x1f", Media("/a/\x01.mov", offline=True))

    root = written(tmp_path, replace(edit_of(PAL, 0), name="\x02]]>", shots=(shot,)))

    assert found(root, ".//spine/asset-clip").get("name") == "\ufffd<&\ufffd\ufffd"


def test_music_without_a_picture_hangs_from_a_gap(tmp_path: Path) -> None:
    root = written(tmp_path, replace(edit_of(PAL, 0), shots=()))

    assert [child.tag for child in found(root, ".//spine")] == ["gap"]
    assert len(root.findall(".//gap/asset-clip")) == 4
