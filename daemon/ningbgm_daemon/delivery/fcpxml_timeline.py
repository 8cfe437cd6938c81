"""Writes `timeline.fcpxml`, version 1.10, for Final Cut Pro 10.6 and for DaVinci Resolve 18, and newer ones.

1.10 is the newest that Resolve's export names and the version whose DTD Apple's reference prints; newer
Final Cuts read it. Written by hand: the OTIO adapter (otio-fcpx-xml-adapter 1.0.0) raises at 23.976 and
29.97, writes version 1.8, and loses the start timecode and all speeds.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element

from ningbgm_agents.timeline import SAMPLE_RATE_HZ, Marker, Media, Shot, Sound, Span, TrackUse

from .extents import extents_s
from .fcpxml_resources import DISSOLVE, SOLID, TITLE, Resources, seconds_text
from .laid_out import Layout, MusicClip
from .source_files import SourceFile
from .titles import words_of
from .xml_tree import add, save

VERSION = "1.10"
_GAP_START_S = Fraction(3600)
"""Where Final Cut begins what has no media of its own, so that it can be trimmed to the left."""
_ROLES: dict[TrackUse, str] = {"dialogue": "dialogue", "music": "music", "effects": "effects"}
_CONFORMED = ("23.98", "24", "25", "29.97", "30", "47.95", "48", "50", "59.94", "60")
"""Rates that `conform-rate` may name in version 1.10."""


def write_fcpxml(layout: Layout) -> Path:
    """Write `timeline.fcpxml`: the film as the spine, its sound and the music connected below."""
    root = Element("fcpxml", version=VERSION)
    layout = layout.at_editing_rate()
    writer = _Writer(root, layout)
    writer.write(root)
    return save(root, layout.folder / "timeline.fcpxml")


class _Writer:
    """Writes one timeline; the spine first, then what is connected to it."""

    def __init__(self, root: Element, layout: Layout) -> None:
        self._layout, self._edit = layout, layout.edit
        self._resources = Resources(root, layout)
        self._extents = extents_s(layout)
        self._spine: list[tuple[Span, Fraction, Element]] = []
        """Frames, local time of the first of them, and element of everything on the spine."""

    def write(self, root: Element) -> None:
        edit, layout = self._edit, self._layout
        event = add(root, "event", name=layout.name)
        sequence = add(
            add(event, "project", name=layout.name),
            "sequence",
            format=self._resources.sequence_format(),
            duration=self._frames(edit.duration),
            tcStart=self._frames(edit.start_frame),
            tcFormat="DF" if edit.rate.drop_frame else "NDF",
            audioLayout="stereo",
            audioRate="48k",
        )
        self._write_spine(add(sequence, "spine"))
        for number, track in enumerate(layout.sound, 1):
            if edit.tracks:
                for sound in track.sounds:
                    self._write_sound(sound, -number, _ROLES.get(track.use, "dialogue"))
        used = len(layout.sound) if edit.tracks else 0
        for number, lane in enumerate(layout.music, used + 1):
            for clip in lane.clips:
                self._write_music(clip, -number, _own_role(lane.name))
        for marker in edit.markers:
            self._write_marker(marker)

    def _write_spine(self, spine: Element) -> None:
        for index, shot in enumerate(self._layout.picture):
            lead, tail = self._layout.transition_into(index)
            if lead or tail:
                self._write_transition(spine, shot.record.start - lead, lead + tail)
            start_s, element = self._shot(spine, shot)
            self._spine.append((shot.record, start_s, element))

    def _write_transition(self, spine: Element, start: int, frames: int) -> None:
        name, uid = DISSOLVE
        offset = self._frames(self._edit.start_frame + start)
        transition = add(spine, "transition", name=name, offset=offset, duration=self._frames(frames))
        add(transition, "filter-video", ref=self._resources.effect(name, uid), name=name)

    def _shot(self, spine: Element, shot: Shot) -> tuple[Fraction, Element]:
        """A shot on the spine, and the local time of its first frame."""
        times = {
            "offset": self._frames(self._edit.start_frame + shot.record.start),
            "duration": self._frames(shot.record.duration),
        }
        if shot.media is None:
            times["start"] = seconds_text(_GAP_START_S)
            return _GAP_START_S, self._without_media(spine, shot, times)
        source = self._layout.sources.of(shot.media)
        ref = self._resources.media(shot.media)
        name = shot.name or source.name
        if source.is_still:
            times["start"] = seconds_text(_GAP_START_S)
            return _GAP_START_S, add(spine, "video", ref=ref, name=name, **times)
        start_s = self._start_s(shot, snapped=True)
        whole = {"audioRole": "dialogue"} if source.channels else {}
        roles = {"srcEnable": "video"} if self._edit.tracks else whole
        clip = add(spine, "asset-clip", ref=ref, name=name, start=seconds_text(start_s), **times, **roles)
        self._write_speed(clip, shot, source)
        return start_s, clip

    def _without_media(self, spine: Element, shot: Shot, times: dict[str, str]) -> Element:
        if shot.kind == "title":
            name, uid = TITLE
            ref = self._resources.effect(name, uid)
            title = add(spine, "title", ref=ref, name=shot.name or name, **times)
            style = f"ts{len(self._spine) + 1}"
            add(add(title, "text"), "text-style", words_of(shot, self._edit), ref=style)
            look = {"font": "Helvetica", "fontSize": "63", "fontColor": "1 1 1 1", "alignment": "center"}
            add(add(title, "text-style-def", id=style), "text-style", **look)
            return title
        if shot.kind == "gap":
            return add(spine, "gap", name="Gap", **times)
        ref = self._resources.effect(*SOLID)
        return add(spine, "video", ref=ref, name=shot.name or SOLID[0], **times)

    def _write_sound(self, sound: Sound, lane: int, role: str) -> None:
        source = self._layout.sources.of(sound.media)
        parent, offset = self._anchor(sound.record)
        clip = add(
            parent,
            "asset-clip",
            ref=self._resources.media(sound.media),
            lane=str(lane),
            offset=offset,
            name=sound.name or source.name,
            start=seconds_text(self._start_s(sound)),
            duration=self._frames(sound.record.duration),
            audioRole=role,
            **({"srcEnable": "audio"} if source.has_picture else {}),
        )
        self._write_speed(clip, sound, source)

    def _write_music(self, music: MusicClip, lane: int, role: str) -> None:
        parent, offset = self._anchor(music.record)
        ref = self._resources.music(music)
        start_s = Fraction(music.first_sample, SAMPLE_RATE_HZ)
        clip = add(
            parent,
            "asset-clip",
            ref=ref,
            lane=str(lane),
            offset=offset,
            name=music.file.name,
            start=seconds_text(start_s),
            duration=self._frames(music.record.duration),
            audioRole=role,
        )
        for mark in music.marks:
            seen = mark.within(music.record).span
            self._mark(clip, start_s, seen.start - music.record.start, mark.name, mark.note)

    def _write_marker(self, marker: Marker) -> None:
        for record, start_s, element in self._spine:
            if marker.frame in record:
                offset = marker.frame - record.start
                self._mark(element, start_s, offset, marker.name, marker.note, marker.duration)

    def _mark(
        self, clip: Element, start_s: Fraction, offset: int, name: str, note: str, frames: int = 1
    ) -> None:
        told = {"note": note} if note else {}
        start = seconds_text(start_s + self._edit.rate.seconds(offset))
        add(clip, "marker", start=start, duration=self._frames(max(1, frames)), value=name or note, **told)

    def _anchor(self, record: Span) -> tuple[Element, str]:
        """What on the spine a clip hangs from, and its place in that parent's own time."""
        inside = (held for held in self._spine if record.start in held[0])
        frames, start_s, parent = next(inside, self._spine[-1])
        return parent, seconds_text(start_s + self._edit.rate.seconds(record.start - frames.start))

    def _start_s(self, piece: Shot | Sound, snapped: bool = False) -> Fraction:
        """Where a clip starts in the local time of its media, which a speed stretches from zero.

        Picture starts on a frame of its media; there is no picture between two.
        """
        media = _media(piece)
        first_s, end_s = self._extents[media]
        if piece.speed == 0:
            return Fraction(0)
        source_s = first_s + piece.source_start_s
        if piece.speed < 0:
            return (first_s + (end_s - source_s)) / -piece.speed
        rate = self._layout.sources.of(media).rate
        if snapped and piece.speed == 1 and rate is not None:
            source_s = first_s + rate.seconds(rate.frame_at(piece.source_start_s))
        return source_s / piece.speed

    def _write_speed(self, clip: Element, piece: Shot | Sound, source: SourceFile) -> None:
        """How the media is played: at its own rate, at a speed, backwards, or held."""
        rate = source.rate
        if rate is not None and source.has_picture and rate.fps != self._edit.rate.fps:
            name = f"{float(rate.fps):.2f}".removesuffix(".00")
            known = {"srcFrameRate": name} if name in _CONFORMED else {}
            add(clip, "conform-rate", scaleEnabled="0", **known)
        if piece.speed == 1:
            return
        first_s, end_s = self._extents[_media(piece)]
        if piece.speed == 0:
            held_s = first_s + piece.source_start_s
            length_s = self._edit.rate.seconds(piece.record.duration)
            points = [(Fraction(0), held_s), (length_s, held_s)]
        else:
            values = (first_s, end_s) if piece.speed > 0 else (end_s, first_s)
            times = (first_s / abs(piece.speed), end_s / abs(piece.speed))
            points = list(zip(times, values, strict=True))
        curve = add(clip, "timeMap")
        for time_s, value_s in points:
            value = seconds_text(value_s)
            add(curve, "timept", time=seconds_text(time_s), value=value, interp="linear")

    def _frames(self, frames: int) -> str:
        return seconds_text(self._edit.rate.seconds(frames))


def _media(piece: Shot | Sound) -> Media:
    assert piece.media is not None, "only clips with media are placed in time"
    return piece.media


def _own_role(lane: str) -> str:
    """A role of our own with the stem as its subrole: Final Cut names and mutes sound by roles."""
    return lane.replace(" ", ".", 1)
