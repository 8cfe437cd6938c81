"""The door: a media file or a timeline becomes an `Edit`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from pathlib import Path

from platformdirs import user_cache_path

from ningbgm_agents.errors import MediaError, TimelineError
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Sound, Span, Timecode, Track
from ningbgm_daemon.media.probe import MediaInfo, probe

from . import limits
from .media_path import MediaFinder
from .scored_range import with_length, with_range

_ROUNDING_S = Fraction(1, 1000)
_XMEML = re.compile(rb"<(xmeml|fcpxml)[\s>]")
_HEAD_BYTES = 1 << 16
_PROJECTS = {".drt": "a Resolve timeline", ".drp": "a Resolve project", ".prproj": "a Premiere project"}


@dataclass(frozen=True)
class Reading:
    """What helps to read a timeline."""

    media_roots: tuple[Path, ...] = ()
    """The user's folders to search for media that is not where the timeline says."""
    rate: FrameRate | None = None
    """The rate of an edit list, which does not say it itself."""
    bundle_folder: Path | None = None
    """Where the media of a packed bundle is unpacked; None for the user's cache."""


def open_edit(
    path: Path,
    scored: tuple[str, str] | None = None,
    length_s: float | None = None,
    media_roots: Sequence[Path] = (),
    rate: str | None = None,
    bundle_folder: Path | None = None,
) -> Edit:
    """The edit in a file: a timeline in any dialect, a film, a sound or a still image.

    `scored` is the range to score as two positions (see `scored_range`); an empty text stands for
    the edit's own start or end. `length_s` is how long a still image is to be shown. `media_roots`
    are folders to search for a timeline's media, `rate` is the rate of an edit list ('23.976'), and
    `bundle_folder` is where a packed bundle's media is unpacked, by default the user's cache.

    Raises:
        MediaError: no file, or media that cannot be read.
        TimelineError: a timeline that cannot be read, or of a kind that NingBGM does not read.
        RangeError: a range outside the edit.
    """
    suffix = path.suffix.lower()
    if not path.exists():
        raise MediaError(f"there is no file {path}", path=str(path))
    if suffix in _PROJECTS:
        raise TimelineError(
            f"{path.name} is {_PROJECTS[suffix]}, which only its own program reads; export the timeline as"
            " OpenTimelineIO (.otio), FCPXML, XML, EDL or AAF",
            path=str(path),
        )
    said = FrameRate.parse(rate) if rate else None
    if suffix in DIALECTS:
        edit = _sized(DIALECTS[suffix](path, Reading(tuple(media_roots), said, bundle_folder)))
    else:
        edit = _media_edit(probe(path), length_s)
    if said is not None and suffix != ".edl" and said.fps != edit.rate.fps:
        note = f"{path.name} says its frame rate itself, {edit.rate}; {said} was not used."
        edit = replace(edit, notes=(*edit.notes, note))
    return with_range(edit, scored[0], scored[1]) if scored is not None else edit


def _otio(path: Path, reading: Reading) -> Edit:
    from .otio_reader import read_otio
    from .otioz_file import unpack_media

    folder = path if path.is_dir() else path.parent
    if path.suffix.lower() == ".otioz":
        folder = unpack_media(path, reading.bundle_folder or user_cache_path("ningbgm") / "bundles")
    inside = [] if folder == path.parent else [folder / "media"]
    return read_otio(path, MediaFinder(folder, (*inside, *reading.media_roots)), _media_start_s)


def _fcpxml(path: Path, reading: Reading) -> Edit:
    from .fcpxml_reader import read_fcpxml

    return read_fcpxml(path, _finder(path, reading), _media_start_s)


def _xml(path: Path, reading: Reading) -> Edit:
    """FCP7 XML or FCPXML: both are called `.xml`."""
    from .fcp7_reader import read_fcp7

    try:
        with path.open("rb") as file:
            found = _XMEML.search(file.read(_HEAD_BYTES).replace(b"\0", b""))
    except OSError as error:
        raise TimelineError(f"{path.name} cannot be read: {error.strerror}", path=str(path)) from error
    if found is None:
        raise TimelineError(
            f"{path.name} is neither FCP7 XML nor FCPXML; export the timeline as one of them, or as .otio",
            path=str(path),
        )
    return read_fcp7(path, _finder(path, reading)) if found[1] == b"xmeml" else _fcpxml(path, reading)


def _edl(path: Path, reading: Reading) -> Edit:
    from .edl_reader import read_edl

    return read_edl(path, _finder(path, reading), _media_start_s, _media_fps, reading.rate)


def _aaf(path: Path, reading: Reading) -> Edit:
    from .aaf_reader import read_aaf

    return read_aaf(path, _finder(path, reading), _media_start_s)


DIALECTS: dict[str, Callable[[Path, Reading], Edit]] = {
    ".otio": _otio,
    ".otiod": _otio,
    ".otioz": _otio,
    ".fcpxml": _fcpxml,
    ".fcpxmld": _fcpxml,
    ".xml": _xml,
    ".edl": _edl,
    ".aaf": _aaf,
}
"""The reader of each kind of timeline, by the suffix of its files."""


def _finder(path: Path, reading: Reading) -> MediaFinder:
    return MediaFinder(path if path.is_dir() else path.parent, reading.media_roots)


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


def _media_fps(path: str) -> Fraction | None:
    try:
        info = probe(Path(path))
    except MediaError:
        return None
    return info.rate.fps if info.rate is not None and info.has_picture and not info.is_still else None


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
