"""Writes `timeline.xml`, FCP7 XML (xmeml 5), which Premiere, DaVinci Resolve and Final Cut Pro 7 open.

Premiere opens no other kind of timeline XML. Written by hand: the OTIO adapter (otio-fcp-adapter 1.0.0)
leaves out speeds and track names, writes stereo as one channel and 29.97 as non-drop, and refuses a sound
file whose length is counted in samples.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from ningbgm_agents.timeline import SAMPLE_RATE_HZ, Shot, Sound

from .extents import extents_s
from .fcp7_items import (
    Cutting,
    Files,
    in_point,
    source_frames,
    write_generator,
    write_rate,
    write_retime,
    write_timecode,
    write_times,
)
from .laid_out import Layout, MusicClip
from .titles import words_of
from .xml_tree import add, save

VERSION = "5"


def write_fcp7(layout: Layout) -> Path:
    """Write `timeline.xml`: the film on one track, its sound and each stem as a pair of channels below."""
    layout = layout.at_editing_rate()
    root = Element("xmeml", version=VERSION)
    _Writer(layout).write(root)
    return save(root, layout.folder / "timeline.xml")


@dataclass(frozen=True)
class _Placed:
    """A clip that was written, for the links between those that show the same."""

    element: Element
    medium: str
    track: int
    clip: int


class _Writer:
    """Writes one sequence."""

    def __init__(self, layout: Layout) -> None:
        self._layout, self._edit, self._rate = layout, layout.edit, layout.edit.rate
        self._files, self._extents = Files(layout), extents_s(layout)
        self._count = 0
        self._alike: defaultdict[tuple[str, int, int, int], list[_Placed]] = defaultdict(list)
        """Clips by file, first and last frame, and in point."""

    def write(self, root: Element) -> None:
        # Premiere folds the channels of a track together again where the sequence says this.
        sequence = add(root, "sequence", id="sequence-1", explodedTracks="true")
        add(sequence, "name", self._layout.name)
        add(sequence, "duration", self._edit.duration)
        write_rate(sequence, self._rate)
        write_timecode(sequence, self._rate, self._edit.start_frame)
        media = add(sequence, "media")
        self._write_video(add(media, "video"))
        self._write_audio(add(media, "audio"))
        for marker in self._edit.markers:
            self._write_marker(
                sequence, marker.frame, marker.name or marker.note, marker.note, marker.duration
            )
        self._write_links()

    def _write_video(self, video: Element) -> None:
        look = add(add(video, "format"), "samplecharacteristics")
        write_rate(look, self._rate)
        add(look, "width", self._edit.width or 1920)
        add(look, "height", self._edit.height or 1080)
        add(look, "pixelaspectratio", "square")
        add(look, "fielddominance", "none")
        if not self._edit.shots:
            return
        track = add(video, "track")
        shots = self._layout.picture
        borders = [self._layout.transition_into(index) for index in range(len(shots))]
        for index, shot in enumerate(shots):
            into, out_of = borders[index], (borders[index + 1] if index + 1 < len(shots) else (0, 0))
            if any(into):
                self._write_transition(track, shot, *into)
            if shot.kind != "gap":
                # A fade from black takes nothing from the shot before it.
                covers_end = out_of[0] > 0
                cutting = Cutting(into[0], out_of[1] if covers_end else 0, any(into), covers_end)
                self._write_shot(track, shot, cutting)

    def _write_transition(self, track: Element, shot: Shot, lead: int, tail: int) -> None:
        item = add(track, "transitionitem")
        write_rate(item, self._rate)
        add(item, "start", shot.record.start - lead)
        add(item, "end", shot.record.start + tail)
        add(item, "alignment", "center" if lead else "start-black")
        effect = add(item, "effect")
        name = "Edge Wipe" if shot.transition_in == "wipe" else "Cross Dissolve"
        add(effect, "name", name)
        add(effect, "effectid", name)
        add(effect, "effectcategory", "Wipe" if shot.transition_in == "wipe" else "Dissolve")
        add(effect, "effecttype", "transition")
        add(effect, "mediatype", "video")

    def _write_shot(self, track: Element, shot: Shot, cutting: Cutting) -> None:
        if shot.media is not None:
            self._write_clip(track, shot, "video", 1, cutting)
            return
        item = self._item(track, "generatoritem", shot.name or shot.kind.capitalize())
        write_times(item, shot.record, cutting.lead, cutting, self._rate)
        words = words_of(shot, self._edit) if shot.kind == "title" else None
        write_generator(item, shot.name, words, self._rate)

    def _write_audio(self, audio: Element) -> None:
        add(audio, "numOutputChannels", 2)
        look = add(add(audio, "format"), "samplecharacteristics")
        add(look, "depth", 24)
        add(look, "samplerate", SAMPLE_RATE_HZ)
        number = 0
        for lane in self._layout.sound:
            most = max((self._layout.sources.of(s.media).channels for s in lane.sounds), default=0)
            for channel in range(1, most + 1):
                number += 1
                track = self._track(audio, lane.name, channel, most)
                for sound in lane.sounds:
                    if channel <= self._layout.sources.of(sound.media).channels:
                        self._write_clip(track, sound, "audio", number, Cutting(), channel)
        for stem in self._layout.music:
            for channel in (1, 2):
                number += 1
                track = self._track(audio, stem.name, channel, 2)
                for clip in stem.clips:
                    self._write_music(track, clip, number, channel)

    def _track(self, audio: Element, name: str, channel: int, channels: int) -> Element:
        """A track of one channel; Premiere folds pairs into stereo and reads its own attribute for a name."""
        stereo = channels == 2
        told = {
            "MZ.TrackName": name,
            "premiereTrackType": "Stereo" if stereo else "Mono",
            "currentExplodedTrackIndex": str(channel - 1 if stereo else 0),
            "totalExplodedTrackCount": "2" if stereo else "1",
        }
        track = add(audio, "track", **told)
        add(track, "name", name)
        add(track, "outputchannelindex", 2 - channel % 2)
        return track

    def _write_clip(
        self,
        track: Element,
        piece: Shot | Sound,
        medium: str,
        number: int,
        cutting: Cutting,
        channel: int = 0,
    ) -> None:
        assert piece.media is not None, "only clips with media have a file"
        source = self._layout.sources.of(piece.media)
        item = self._item(track, "clipitem", piece.name or source.name)
        start_s, end_s = self._extents[piece.media]
        length_s = end_s - start_s
        first = in_point(piece, self._rate, length_s)
        whole = source_frames(piece, self._rate, length_s)
        write_times(item, piece.record, first, cutting, self._rate, whole)
        file = self._files.write(item, piece.media)
        if not source.is_still:
            write_retime(item, piece, self._rate, length_s)
        if channel:
            self._write_channel(item, channel, min(source.channels, 2))
        key = (file, piece.record.start, piece.record.end, first)
        self._alike[key].append(_Placed(item, medium, number, _clips(track)))

    def _write_music(self, track: Element, clip: MusicClip, number: int, channel: int) -> None:
        item = self._item(track, "clipitem", clip.file.name)
        write_times(item, clip.record, 0, Cutting(), self._rate)
        file = self._files.write(item, clip)
        self._write_channel(item, channel, 2)
        for mark in clip.marks if channel == 1 else ():
            seen = mark.within(clip.record).span
            self._write_marker(item, seen.start - clip.record.start, mark.name, mark.note)
        key = (file, clip.record.start, clip.record.end, 0)
        self._alike[key].append(_Placed(item, "audio", number, _clips(track)))

    def _write_channel(self, item: Element, channel: int, channels: int) -> None:
        item.set("premiereChannelType", "stereo" if channels == 2 else "mono")
        source = add(item, "sourcetrack")
        add(source, "mediatype", "audio")
        add(source, "trackindex", channel)

    def _item(self, track: Element, tag: str, name: str) -> Element:
        self._count += 1
        item = add(track, tag, id=f"{tag}-{self._count}")
        add(item, "name", name)
        add(item, "enabled", "TRUE")
        return item

    def _write_marker(self, parent: Element, frame: int, name: str, note: str, frames: int = 0) -> None:
        marker = add(parent, "marker")
        add(marker, "name", name)
        add(marker, "comment", note)
        add(marker, "in", frame)
        add(marker, "out", frame + frames if frames else -1)

    def _write_links(self) -> None:
        """Tie the picture and the channels of the same stretch of one file together."""
        for alike in self._alike.values():
            for placed in alike if len(alike) > 1 else ():
                for other in alike:
                    link = add(placed.element, "link")
                    add(link, "linkclipref", other.element.get("id", ""))
                    add(link, "mediatype", other.medium)
                    add(link, "trackindex", other.track)
                    add(link, "clipindex", other.clip)


def _clips(track: Element) -> int:
    return sum(1 for child in track if child.tag in ("clipitem", "generatoritem"))
