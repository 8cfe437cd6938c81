"""The media files behind a timeline, as timeline files describe them: URL, start timecode, length."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

from ningbgm_agents.errors import DeliveryError, MediaError, TimelineError
from ningbgm_agents.timeline import FrameRate, Media, Timecode
from ningbgm_daemon.media.probe import MediaInfo, probe

from .wav_facts import read_wav_header

_WINDOWS_DRIVE = re.compile(r"^[A-Za-z]:[\\/]")
_URL = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+://")
_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of surrogate pairs that stand for no byte of a file name."""
_SAFE = "/!$&'()*+,;=:@"
_UNKNOWN_CHANNELS = 2
_SOUND_ONLY = (".wav", ".bwf", ".aif", ".aiff", ".mp3", ".flac", ".m4a", ".aac", ".ogg", ".opus", ".caf")
_STILLS = (".jpg", ".jpeg", ".png", ".psd", ".tga", ".bmp", ".webp", ".heic")


@dataclass(frozen=True)
class SourceFile:
    """A media file as it is, or as far as can be told where it is offline."""

    url: str
    name: str
    start_s: Fraction = Fraction(0)
    """Timecode of its first frame or sample, in seconds since midnight."""
    length_s: Fraction | None = None
    """None where it is offline or a still."""
    rate: FrameRate | None = None
    width: int = 0
    height: int = 0
    has_picture: bool = True
    channels: int = _UNKNOWN_CHANNELS
    """Channels of sound; 0 for none."""
    is_still: bool = False


class SourceFiles:
    """Looks at each media file once."""

    def __init__(self) -> None:
        self._known: dict[Media, SourceFile] = {}

    def of(self, media: Media) -> SourceFile:
        """What a timeline has to say of a media file."""
        if media not in self._known:
            self._known[media] = _look_at(media)
        return self._known[media]


def file_url(path: str) -> str:
    """The file URL of an absolute path, percent-encoded (RFC 8089); Windows paths on any machine too."""
    if _WINDOWS_DRIVE.match(path):
        return f"file:///{path[:2]}{_quoted(path[2:].replace(chr(92), '/'))}"
    if path.startswith("\\\\"):
        host, _, rest = path[2:].replace("\\", "/").partition("/")
        return f"file://{_quoted(host)}/{_quoted(rest)}"
    if _URL.match(path):
        return path
    return f"file://{_quoted(path)}" if path.startswith("/") else _quoted(path)


def _quoted(path: str) -> str:
    return quote(_NO_BYTES.sub("\ufffd", path), safe=_SAFE, errors="surrogateescape")


def _look_at(media: Media) -> SourceFile:
    name = _file_name(media)
    sound_only, still = (name.lower().endswith(suffixes) for suffixes in (_SOUND_ONLY, _STILLS))
    named = SourceFile(file_url(media.path), name, has_picture=not sound_only, is_still=still)
    if media.offline:
        return named
    try:
        info = probe(Path(media.path))
    except MediaError:
        return named
    return SourceFile(
        named.url,
        named.name,
        _start_s(info),
        None if info.is_still else _length_s(info),
        _rate(info),
        info.width,
        info.height,
        info.has_picture,
        (info.channels or _UNKNOWN_CHANNELS) if info.has_sound else 0,
        info.is_still,
    )


def _length_s(info: MediaInfo) -> Fraction:
    if info.has_picture and info.rate is not None and info.frame_count:
        return info.rate.seconds(info.frame_count)
    return Fraction(info.duration_s).limit_denominator(48_000)


def _rate(info: MediaInfo) -> FrameRate | None:
    """The rate of the picture, drop-frame where the file's timecode is."""
    if info.rate is None or ";" not in (info.timecode or ""):
        return info.rate
    with suppress(TimelineError):
        return FrameRate(info.rate.fps, drop_frame=True)
    return info.rate


def _start_s(info: MediaInfo) -> Fraction:
    """The start timecode: of a film its own, of a Broadcast WAV its time reference."""
    if not info.has_picture:
        with suppress(DeliveryError):
            header = read_wav_header(info.path)
            return Fraction(header.time_reference or 0, header.rate_hz)
        return Fraction(0)
    rate = _rate(info)
    if info.timecode is not None and rate is not None:
        with suppress(TimelineError):
            return max(Fraction(0), rate.seconds(Timecode.parse(info.timecode, rate).frame))
    return Fraction(0)


def _file_name(media: Media) -> str:
    return re.split(r"[\\/]", media.path)[-1] or media.path
