"""Opening a media file safely: local demuxers only, bounded, each failure one clear sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import av.logging
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from ningbgm_agents.errors import MediaError

from . import limits

_SILENT = av.logging.PANIC
_COVERS = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """The file as a container, closed at the end; MediaError where it cannot be used."""
    check_file(path)
    av.logging.set_libav_level(_SILENT)
    try:
        container = av.open(
            f"file:{path}",
            metadata_errors="replace",
            container_options={
                "protocol_whitelist": limits.PROTOCOLS,
                "format_whitelist": limits.DEMUXERS,
            },
        )
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise unreadable(path) from error
    with container:
        if len(container.streams) > limits.MAX_STREAMS:
            raise MediaError(
                f"{path.name} holds {len(container.streams)} streams, more than the"
                f" {limits.MAX_STREAMS} that are read; export the picture and sound alone",
                path=str(path),
            )
        yield container


def check_file(path: Path, max_bytes: int = limits.MAX_BYTES) -> None:
    """Refuse what is no readable, non-empty file of bearable size."""
    if not path.exists():
        raise MediaError(f"there is no file {path}; check the path or relink it", path=str(path))
    if path.is_dir():
        raise MediaError(f"{path} is a folder; choose a media file in it", path=str(path))
    if not path.is_file() or not os.access(path, os.R_OK):
        raise MediaError(f"{path} cannot be read; check that you may open it", path=str(path))
    size = path.stat().st_size
    if size == 0:
        raise MediaError(f"{path.name} is empty; export or copy it again", path=str(path))
    if size > max_bytes:
        raise MediaError(
            f"{path.name} is {size / 1e6:.0f} MB, more than the {max_bytes / 1e6:.0f} MB that are"
            " read; give a smaller version of it",
            path=str(path),
        )


def unreadable(path: Path) -> MediaError:
    """The error for a file that no demuxer takes."""
    return MediaError(
        f"{path.name} is not a film or sound that can be read: it is damaged, cut short or of"
        " another kind; play it to check, then export or copy it again",
        path=str(path),
    )


def picture_stream(container: InputContainer) -> VideoStream | None:
    """The film's picture: of the streams that are no cover art the one of most pixels, or None."""
    films = [
        stream
        for stream in container.streams.video
        if not stream.disposition & _COVERS and stream.codec_context is not None and stream.width
    ]
    if not films:
        return None
    return max(films, key=lambda stream: (_area(stream), _is_default(stream), -stream.index))


def sound_stream(container: InputContainer) -> av.AudioStream | None:
    """The film's sound: a default stream before others, then most channels; None without sound."""
    sounds = [
        stream
        for stream in container.streams.audio
        if stream.codec_context is not None and 0 < stream.channels <= limits.MAX_CHANNELS
    ]
    if not sounds:
        return None
    return max(sounds, key=lambda s: (_is_default(s), not _is_commentary(s), s.channels, -s.index))


def _area(stream: VideoStream) -> int:
    return stream.width * stream.height


def _is_default(stream: av.VideoStream | av.AudioStream) -> bool:
    return bool(stream.disposition & Disposition.default)


def _is_commentary(stream: av.AudioStream) -> bool:
    marks = Disposition.comment | Disposition.visual_impaired | Disposition.hearing_impaired
    return bool(stream.disposition & marks)
