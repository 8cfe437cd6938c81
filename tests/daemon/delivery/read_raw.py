"""What our XML says, read by hand with no reader's help: places of clips and markers in frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element


@dataclass(frozen=True)
class Found:
    """A clip as the file places it, all in frames of the sequence."""

    name: str
    start: int
    duration: int
    marks: tuple[int, ...] = ()


def fcpxml_music(path: Path, fps: Fraction) -> dict[str, list[Found]]:
    """The clips of each role of ours; raises where a place is between two frames."""
    sequence = ElementTree.parse(path).getroot().find("event/project/sequence")
    assert sequence is not None
    zero = seconds(sequence, "tcStart")
    lanes: dict[str, list[Found]] = {}
    for parent in sequence.findall("spine/*"):
        base = seconds(parent, "offset") - zero - seconds(parent, "start")
        for clip in parent.findall("asset-clip"):
            role = clip.get("audioRole", "")
            if role.startswith("NingBGM"):
                start = base + seconds(clip, "offset")
                own = start - seconds(clip, "start")
                marks = tuple(frame((own + seconds(m, "start")) * fps) for m in clip.findall("marker"))
                place = frame(start * fps), frame(seconds(clip, "duration") * fps)
                lanes.setdefault(role, []).append(Found(clip.get("name", ""), *place, marks))
    return lanes


def fcp7_music(path: Path) -> dict[str, list[Found]]:
    """The clips of each track of ours, the first channel of each pair."""
    lanes: dict[str, list[Found]] = {}
    for track in ElementTree.parse(path).getroot().findall("sequence/media/audio/track"):
        name = track.get("MZ.TrackName", "")
        if not name.startswith("NingBGM") or track.get("currentExplodedTrackIndex") != "0":
            continue
        for clip in track.findall("clipitem"):
            start, end = whole(clip, "start"), whole(clip, "end")
            marks = tuple(start + whole(m, "in") - whole(clip, "in") for m in clip.findall("marker"))
            lanes.setdefault(name, []).append(Found(clip.findtext("name", ""), start, end - start, marks))
    return lanes


def seconds(element: Element, attribute: str) -> Fraction:
    return Fraction(element.get(attribute, "0s").removesuffix("s"))


def frame(value: Fraction) -> int:
    assert abs(value - round(value)) < Fraction(1, 100), f"{value} lies between two frames"
    return round(value)


def whole(element: Element, tag: str) -> int:
    return int(element.findtext(tag, ""))
