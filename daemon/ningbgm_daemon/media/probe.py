"""What a media file is: its streams, rate, size, start timecode, length."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream

from ningbgm_agents.errors import MediaError
from ningbgm_agents.timeline import FrameRate

from . import limits
from .container import opened, picture_stream, sound_stream, unreadable
from .image import is_still_image, still_size
from .rates import Times, judge_rate

_PACKETS_LOOKED_AT = 5_000
_STILL_LENGTH_S = Fraction(5)
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """The facts of a media file that matter for scoring it."""

    path: Path
    duration_s: float
    """Length: of the picture from its first frame, or of the sound where there is no picture."""
    has_picture: bool
    has_sound: bool
    is_still: bool = False
    """True for a still image; it is shown for as long as the edit wants."""
    rate: FrameRate | None = None
    """Frame rate of the picture; None without one."""
    frame_count: int = 0
    """Frames of picture at `rate`; an estimate until the file is decoded."""
    width: int = 0
    """Width in pixels as displayed: turned upright, with square pixels."""
    height: int = 0
    """Height in pixels as displayed."""
    rotation: int = 0
    """Degrees clockwise by which the coded picture has to be turned: 0, 90, 180 or 270."""
    video_stream: int | None = None
    """Index of the picture's stream in the file."""
    audio_stream: int | None = None
    """Index of the sound's stream in the file."""
    timecode: str | None = None
    """Start timecode as written in the file; a semicolon marks drop-frame."""
    video_codec: str = ""
    audio_codec: str = ""
    first_pts: int = 0
    """Presentation time of the first picture, in the stream's time base: the zero of all times."""
    start_s: float = 0.0
    """The same zero in the file's own seconds; of the sound where there is no picture."""
    variable_rate: bool = False
    """True where pictures come unevenly; they are placed by their presentation time."""
    bit_rate: int = 0
    """Bits a second of the whole file; 0 where unknown."""
    channels: int = 0
    """Channels of the sound."""
    declared_s: float = 0.0
    """Length that the file claims, more than is there where it breaks off; 0 where unsure."""


def probe(path: Path) -> MediaInfo:
    """The facts of a file; MediaError where it is no film, sound or still image."""
    path = Path(path)
    if is_still_image(path):
        return _still_info(path)
    with opened(path) as container:
        video, audio = picture_stream(container), sound_stream(container)
        if video is None and audio is None:
            raise MediaError(
                f"{path.name} holds neither picture nor sound; choose the media file itself",
                path=str(path),
            )
        bit_rate = int(container.bit_rate or 0)
        if video is None:
            return _sound_info(path, container, bit_rate)
        return _film_info(path, container, video, audio, bit_rate)


def _film_info(
    path: Path,
    container: InputContainer,
    video: VideoStream,
    audio: av.AudioStream | None,
    bit_rate: int,
) -> MediaInfo:
    times, base = _picture_times(container, video), video.time_base or Fraction(1, 90_000)
    first, rotation, sample_aspect = _first_frame(path, container, video)
    if len(times):
        first = min(first, int(times[0]))
    seconds = (times - first) * float(base)
    rate, uneven = judge_rate(seconds[:_PACKETS_LOOKED_AT], video.average_rate, video.guessed_rate)
    last_s = float(seconds[-1]) if len(seconds) else 0.0
    frame_count = max(rate.frame_at(last_s) + 1, 1)
    duration_s = float(frame_count / rate.fps)
    if duration_s > limits.MAX_DURATION_S:
        raise MediaError(
            f"{path.name} is {duration_s / 3600:.0f} hours long, more than the"
            f" {limits.MAX_DURATION_S // 3600} that are read; give a part of it",
            path=str(path),
        )
    width, height = _displayed(video, rotation, sample_aspect)
    still = frame_count == 1 and container.format.name == "gif"
    return MediaInfo(
        path=path,
        duration_s=float(_STILL_LENGTH_S) if still else duration_s,
        has_picture=True,
        has_sound=audio is not None,
        is_still=still,
        rate=rate,
        frame_count=frame_count,
        width=width,
        height=height,
        rotation=rotation,
        video_stream=video.index,
        audio_stream=audio.index if audio is not None else None,
        timecode=_timecode(container),
        video_codec=video.codec_context.name,
        audio_codec=audio.codec_context.name if audio is not None else "",
        first_pts=first,
        start_s=first * float(base),
        variable_rate=uneven,
        bit_rate=bit_rate,
        channels=audio.channels if audio is not None else 0,
        declared_s=_declared_s(container, video),
    )


def _declared_s(container: InputContainer, stream: VideoStream | av.AudioStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    if any(other.type not in ("video", "audio") for other in container.streams):
        return 0.0
    return (container.duration or 0) / _MICROSECONDS


def _sound_info(path: Path, container: InputContainer, bit_rate: int) -> MediaInfo:
    audio = sound_stream(container)
    assert audio is not None
    length = (container.duration or 0) / _MICROSECONDS
    if not length and audio.duration and audio.time_base:
        length = float(audio.duration * audio.time_base)
    start = float((audio.start_time or 0) * (audio.time_base or 0))
    return MediaInfo(
        path=path,
        duration_s=length,
        has_picture=False,
        has_sound=True,
        audio_stream=audio.index,
        audio_codec=audio.codec_context.name,
        timecode=_timecode(container),
        start_s=start,
        bit_rate=bit_rate,
        channels=audio.channels,
        declared_s=length,
    )


def _still_info(path: Path) -> MediaInfo:
    width, height = still_size(path)
    rate = FrameRate(Fraction(25))
    return MediaInfo(
        path=path,
        duration_s=float(_STILL_LENGTH_S),
        has_picture=True,
        has_sound=False,
        is_still=True,
        rate=rate,
        frame_count=rate.frame_at(_STILL_LENGTH_S),
        width=width,
        height=height,
        video_codec=path.suffix.lstrip(".").lower(),
    )


def _picture_times(container: InputContainer, video: VideoStream) -> Times:
    """Presentation times of the first packets and of the last ones, sorted, in the time base."""
    times = _read_times(container, video, _PACKETS_LOOKED_AT)
    if len(times) < _PACKETS_LOOKED_AT or not container.duration:
        return np.array(sorted(times), dtype=np.float64)
    head = sorted(times)[:-16]
    try:
        end = int(container.duration + (container.start_time or 0))
        container.seek(max(end - 2 * _MICROSECONDS, 0), backward=True)
        tail = [time for time in _read_times(container, video, None) if time > head[-1]]
    except av.error.FFmpegError:
        tail = []
    return np.array(head + sorted(tail), dtype=np.float64)


def _read_times(container: InputContainer, video: VideoStream, most: int | None) -> list[int]:
    times: list[int] = []
    try:
        for packet in container.demux(video):
            time = packet.pts if packet.pts is not None else packet.dts
            if time is not None and not packet.is_discard:
                times.append(int(time))
            if most is not None and len(times) >= most:
                break
    except av.error.FFmpegError:
        return times
    return times


def _first_frame(path: Path, container: InputContainer, video: VideoStream) -> tuple[int, int, Fraction]:
    """Presentation time, clockwise rotation and pixel aspect of the first picture."""
    if video.width * video.height > limits.MAX_PIXELS:
        raise MediaError(
            f"the picture of {path.name} is {video.width}x{video.height}, larger than can be read;"
            " give a smaller version of it",
            path=str(path),
        )
    with opened(path) as fresh:
        stream = fresh.streams[video.index]
        assert isinstance(stream, VideoStream)
        packets = fresh.demux(stream)
        for _ in range(limits.MAX_DAMAGED_PACKETS):
            try:
                packet = next(packets, None)
                frames = packet.decode() if packet is not None else []
            except av.error.FFmpegError:
                continue
            if frames:
                first, aspect = frames[0], stream.sample_aspect_ratio or Fraction(1)
                return int(first.pts or 0), round(-first.rotation / 90) % 4 * 90, aspect
            if packet is None:
                break
    raise unreadable(path)


def _displayed(video: VideoStream, rotation: int, aspect: Fraction) -> tuple[int, int]:
    width, height = video.width, video.height
    if aspect > 0:
        width = round(width * aspect)
    return (height, width) if rotation in (90, 270) else (width, height)


def _timecode(container: InputContainer) -> str | None:
    """The start timecode by the file, its picture, or a timecode track."""
    places = [container.metadata, *(stream.metadata for stream in container.streams)]
    return next((found["timecode"] for found in places if found.get("timecode")), None)
