"""The clips of an FCP7 XML timeline: media files, retimes, titles and generators as elements."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from xml.etree.ElementTree import Element

from ningbgm_agents.timeline import SAMPLE_RATE_HZ, FrameRate, Media, Shot, Sound, Span, Timecode

from .editing_rate import editing_rate
from .laid_out import Layout, MusicClip
from .source_files import file_url
from .xml_tree import add


@dataclass(frozen=True)
class Cutting:
    """How many frames before and after its record a clip is needed for transitions."""

    lead: int = 0
    tail: int = 0
    hidden_start: bool = False
    """Whether a transition covers its start, which is then written as -1; so too its end."""
    hidden_end: bool = False


class Files:
    """Writes each media file whole where it is first used, and by its id from then on."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._ids: dict[str, str] = {}

    def write(self, parent: Element, used: Media | MusicClip) -> str:
        """Add the `<file>` of a clip; its id."""
        key = used.path if isinstance(used, Media) else str(used.file)
        if key in self._ids:
            add(parent, "file", id=self._ids[key])
            return self._ids[key]
        self._ids[key] = f"file-{len(self._ids) + 1}"
        file = add(parent, "file", id=self._ids[key])
        if isinstance(used, Media):
            self._write_media(file, used)
        else:
            self._write_music(file, used)
        return self._ids[key]

    def _write_media(self, file: Element, media: Media) -> None:
        source, edit = self._layout.sources.of(media), self._layout.edit
        rate = editing_rate(source.rate or edit.rate)
        _describe(file, source.name, source.url, rate, source.length_s, source.start_s)
        streams = add(file, "media")
        if source.has_picture:
            look = add(add(streams, "video"), "samplecharacteristics")
            write_rate(look, rate)
            add(look, "width", source.width or edit.width or 1920)
            add(look, "height", source.height or edit.height or 1080)
        if source.channels:
            _write_sound_format(streams, source.channels)

    def _write_music(self, file: Element, clip: MusicClip) -> None:
        rate = self._layout.edit.rate
        length_s = rate.seconds(clip.record.duration)
        start_s = Fraction(clip.first_sample, SAMPLE_RATE_HZ)
        _describe(file, clip.file.name, file_url(str(clip.file)), rate, length_s, start_s)
        _write_sound_format(add(file, "media"), 2)


def write_rate(parent: Element, rate: FrameRate) -> None:
    """Add a `<rate>`: the whole number of frames, and whether a second takes a thousandth longer."""
    element = add(parent, "rate")
    add(element, "timebase", rate.nominal)
    add(element, "ntsc", "TRUE" if rate.fps.denominator == 1001 else "FALSE")


def write_timecode(parent: Element, rate: FrameRate, frame: int) -> None:
    """Add the `<timecode>` of a first frame."""
    element = add(parent, "timecode")
    write_rate(element, rate)
    add(element, "string", str(Timecode(frame, rate)))
    add(element, "frame", frame)
    add(element, "displayformat", "DF" if rate.drop_frame else "NDF")


def write_times(
    clip: Element, record: Span, first: int, cutting: Cutting, rate: FrameRate, whole: int = 0
) -> None:
    """Add where a clip lies and what it shows of its source of `whole` frames, from frame `first` on."""
    add(clip, "duration", max(whole, first + record.duration + cutting.tail))
    write_rate(clip, rate)
    add(clip, "start", -1 if cutting.hidden_start else record.start)
    add(clip, "end", -1 if cutting.hidden_end else record.end)
    add(clip, "in", max(0, first - cutting.lead))
    add(clip, "out", first + record.duration + cutting.tail)


def in_point(piece: Shot | Sound, rate: FrameRate, length_s: Fraction) -> int:
    """The first frame that is used, counted at the rate of the sequence and after the retime."""
    if piece.speed == 0:
        return rate.frame_at(piece.source_start_s)
    if piece.speed > 0:
        return rate.frame_at(piece.source_start_s / piece.speed)
    return max(0, source_frames(piece, rate, length_s) - rate.frame_at(piece.source_start_s / -piece.speed))


def source_frames(piece: Shot | Sound, rate: FrameRate, length_s: Fraction) -> int:
    """Frames of the sequence that the whole source takes at the piece's speed, and a held frame besides."""
    if piece.speed == 0:
        return ceil(length_s * rate.fps) + piece.record.duration
    return max(piece.record.duration, ceil(length_s * rate.fps / abs(piece.speed)))


def write_retime(clip: Element, piece: Shot | Sound, rate: FrameRate, length_s: Fraction) -> None:
    """Add the 'Time Remap' of a retimed clip, with the graph that says which source frame is seen when."""
    if piece.speed == 1:
        return
    effect = add(add(clip, "filter"), "effect")
    for tag, text in (("name", "Time Remap"), ("effectid", "timeremap"), ("effectcategory", "motion")):
        add(effect, tag, text)
    add(effect, "effecttype", "motion")
    add(effect, "mediatype", "video" if isinstance(piece, Shot) else "audio")
    _parameter(effect, "variablespeed", "0", ("0", "1"))
    _parameter(effect, "speed", _decimal(100 * piece.speed), ("-100000", "100000"))
    _parameter(effect, "reverse", "TRUE" if piece.speed < 0 else "FALSE")
    _parameter(effect, "frameblending", "FALSE")
    graph = _parameter(effect, "graphdict", "0", ("0", "1000000"))
    whole = source_frames(piece, rate, length_s)
    held = piece.source_start_s * rate.fps
    first, last = (held, held) if piece.speed == 0 else (Fraction(0), whole * abs(piece.speed))
    for when, value in ((0, last if piece.speed < 0 else first), (whole, first if piece.speed < 0 else last)):
        key = add(graph, "keyframe")
        add(key, "when", when)
        add(key, "value", _decimal(value))
        add(key, "speedvirtualkf", "TRUE")


def write_generator(clip: Element, name: str, words: str | None, rate: FrameRate) -> None:
    """Add the effect of a generator: FCP7's own text where there are `words`, else a black slug."""
    effect = add(clip, "effect")
    add(effect, "name", "Text" if words is not None else name or "Slug")
    add(effect, "effectid", "Text" if words is not None else "Slug")
    add(effect, "effectcategory", "Text" if words is not None else "Matte")
    add(effect, "effecttype", "generator")
    add(effect, "mediatype", "video")
    write_rate(effect, rate)
    if words is not None:
        _parameter(effect, "str", words)


def _describe(
    file: Element, name: str, url: str, rate: FrameRate, length_s: Fraction | None, start_s: Fraction
) -> None:
    add(file, "name", name)
    add(file, "pathurl", url)
    write_rate(file, rate)
    if length_s is not None:
        add(file, "duration", rate.frame_at(length_s))
    write_timecode(file, rate, rate.frame_at(start_s))


def _write_sound_format(streams: Element, channels: int) -> None:
    sound = add(streams, "audio")
    look = add(sound, "samplecharacteristics")
    add(look, "depth", 24)
    add(look, "samplerate", SAMPLE_RATE_HZ)
    add(sound, "channelcount", channels)


def _parameter(effect: Element, name: str, value: str, limits: tuple[str, str] | None = None) -> Element:
    parameter = add(effect, "parameter")
    add(parameter, "parameterid", name)
    add(parameter, "name", name)
    if limits is not None:
        add(parameter, "valuemin", limits[0])
        add(parameter, "valuemax", limits[1])
    add(parameter, "value", value)
    return parameter


def _decimal(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")
