"""The door: a media file or a timeline becomes an `Edit`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from math import ceil
from pathlib import Path

from ningbgm_agents.errors import MediaError, TimelineError
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Sound, Span, Timecode, Track
from ningbgm_daemon.media.probe import MediaInfo, probe

from . import limits
from .otio_file import OTIO_SUFFIXES
from .otio_reader import read_otio
from .scored_range import with_length, with_range

_ROUNDING_S = Fraction(1, 1000)
_OTHER_TIMELINES = {
    ".fcpxml": "FCPXML", ".fcpxmld": "FCPXML", ".xml": "XML", ".edl": "EDL", ".aaf": "AAF",
    ".drt": "DRT", ".prproj": "Premiere project", ".drp": "Resolve project",
}  # fmt: skip


def open_edit(path: Path, scored: tuple[str, str] | None = None, length_s: float | None = None) -> Edit:
    """The edit in a file: an OpenTimelineIO timeline, a film, a sound or a still image.

    `scored` is the range to score as two positions (see `scored_range`); an empty text stands for
    the edit's own start or end. `length_s` is how long a still image is to be shown.

    Raises:
        MediaError: no file, or media that cannot be read.
        TimelineError: a timeline that cannot be read, or of a kind that NingBGM does not read.
        RangeError: a range outside the edit.
    """
    suffix = path.suffix.lower()
    if not path.exists():
        raise MediaError(f"there is no file {path}", path=str(path))
    if suffix in _OTHER_TIMELINES:
        raise TimelineError(
            f"{path.name} is {_OTHER_TIMELINES[suffix]}, which NingBGM does not read yet; export"
            " the timeline as OpenTimelineIO (.otio)",
            path=str(path),
        )
    if suffix in OTIO_SUFFIXES:
        edit = _sized(read_otio(path, media_start_s=_media_start_s))
    else:
        edit = _media_edit(probe(path), length_s)
    return with_range(edit, scored[0], scored[1]) if scored is not None else edit


def _media_edit(info: MediaInfo, length_s: float | None) -> Edit:
    path = str(Path(info.path).absolute())
    rate, start_frame = _rate_and_start(info)
    if info.is_still:
        duration = rate.frame_at(Fraction(limits.STILL_S))
    else:
        duration = info.frame_count or ceil((Fraction(info.duration_s) - _ROUNDING_S) * rate.fps)
    whole, media = Span(0, max(duration, 1)), Media(path)
    name = Path(path).stem
    sound = Track(name, "unknown", (Sound(whole, media, name=name),))
    speed = Fraction(0) if info.is_still else Fraction(1)
    edit = Edit(
        name=name,
        rate=rate,
        duration=whole.duration,
        start_frame=start_frame,
        shots=(Shot(whole, name, media, speed=speed),) if info.has_picture else (),
        tracks=() if info.has_picture else (sound,),
        source=path,
        width=info.width,
        height=info.height,
    )
    return with_length(edit, length_s) if info.is_still and length_s else edit


def _rate_and_start(info: MediaInfo) -> tuple[FrameRate, int]:
    """The rate, drop-frame where the file's timecode is, and the frame that this timecode names."""
    rate = info.rate or FrameRate(Fraction(limits.SOUND_ONLY_FPS))
    if info.timecode is None or not info.has_picture:
        return rate, 0
    if ";" in info.timecode:
        with suppress(TimelineError):
            rate = FrameRate(rate.fps, drop_frame=True)
    try:
        return rate, max(0, Timecode.parse(info.timecode, rate).frame)
    except TimelineError:
        return rate, 0


def _media_start_s(path: str) -> Fraction:
    try:
        rate, frame = _rate_and_start(probe(Path(path)))
    except MediaError:
        return Fraction(0)
    return rate.seconds(frame)


def _sized(edit: Edit) -> Edit:
    """The edit with the size of its first picture that is at hand."""
    for path in dict.fromkeys(s.media.path for s in edit.shots if s.media and not s.media.offline):
        try:
            info = probe(Path(path))
        except MediaError:
            continue
        if info.has_picture and info.width:
            return replace(edit, width=info.width, height=info.height)
    return edit
