"""Pictures and sound out of a media file, in order, between two times, in constant memory.

All times are seconds after the first picture (or after the first sound, where there is no picture).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.video.frame import VideoFrame

from . import limits
from .container import opened
from .probe import MediaInfo, probe
from .sparing import Sparing

Sound = npt.NDArray[np.float32]

_SEEK_MARGIN_S = 1.0
_FAR_MARGIN_S = 15.0
_GAP_S = 0.04
_EXACT_S = 1e-3


@dataclass(slots=True)
class Damage:
    """What was met while reading."""

    packets: int = 0
    """Packets that could not be decoded."""
    ended_early: bool = False
    """True where the file broke off."""
    read_s: float = 0.0
    """Seconds of true sound read, counted from where reading began."""


def read_frames(
    info: MediaInfo,
    start_s: float,
    end_s: float,
    *,
    entry_s: float | None = None,
    fast: bool = False,
    damage: Damage | None = None,
    sparing: Sparing | None = None,
) -> Iterator[tuple[float, VideoFrame]]:
    """The pictures from `start_s` up to but not including `end_s`, each with its time.

    `entry_s`: time of the key picture that the stretch begins with, by `entry_points`, where it is
    known. `fast` leaves out the decoder's loop filter: pictures differ slightly from the true ones.
    `sparing` leaves out pictures that no other needs, and is told the times of all.
    """
    damage = damage if damage is not None else Damage()
    first: tuple[float, VideoFrame] | None = None
    for from_s in (entry_s, start_s - _SEEK_MARGIN_S, start_s - _FAR_MARGIN_S, -math.inf):
        if from_s is None:
            continue
        frames = _frames_from(info, from_s, fast, damage, sparing)
        first = next(frames, None)
        wanted_s = entry_s + _EXACT_S if from_s == entry_s else start_s - _GAP_S
        if from_s <= 0 or (first is not None and first[0] <= wanted_s):
            break
    if first is None:
        return
    if start_s <= first[0] < end_s:
        yield first
    for time_s, frame in frames:
        if time_s >= end_s:
            return
        if time_s >= start_s:
            yield time_s, frame


def entry_points(info: MediaInfo, wanted_s: list[float]) -> list[float]:
    """The times of the key pictures at or before the wanted times, each once, in order."""
    assert info.video_stream is not None
    found: set[float] = set()
    with opened(info.path) as container:
        stream = container.streams.video[_place(container, info.video_stream)]
        base = float(stream.time_base or Fraction(1, 90_000))
        for time_s in wanted_s:
            try:
                target = info.first_pts + round(time_s / base)
                container.seek(target, backward=True, stream=stream)
                keys = (packet for packet in container.demux(stream) if packet.is_keyframe)
                packet = next(keys, None)
            except av.error.FFmpegError:
                continue
            if packet is not None and packet.pts is not None:
                found.add((packet.pts - info.first_pts) * base)
    return sorted(found)


def read_sound(
    path: Path | MediaInfo,
    start_s: Fraction | float = 0,
    end_s: Fraction | float | None = None,
    *,
    rate_hz: int = 48_000,
    channels: int = 2,
    damage: Damage | None = None,
) -> Iterator[Sound]:
    """The sound as float32 blocks of about a second, shape (channels, samples), -1 to 1.

    The first sample belongs to `start_s`, second 0 being the first picture. Silence stands where
    the file has no sound, up to `end_s` where that is given. Yields nothing for a file without
    sound.
    Channels: 1, 2, or 6 in the order left, right, centre, LFE, left and right surround.
    """
    info = path if isinstance(path, MediaInfo) else probe(path)
    if info.audio_stream is None:
        return
    first = round(start_s * rate_hz)
    last = None if end_s is None else round(end_s * rate_hz)
    position = first
    pending: list[Sound] = []
    damage = damage if damage is not None else Damage()
    pieces = _sound_pieces(info, float(start_s), rate_hz, channels, damage)
    for place, piece in pieces:
        if last is not None and place >= last:
            break
        for part in _fitted(place, piece, position, rate_hz):
            pending.append(part if last is None else part[:, : max(last - position, 0)])
            position += pending[-1].shape[1]
        damage.read_s = (position - first) / rate_hz
        if sum(part.shape[1] for part in pending) >= rate_hz:
            yield np.concatenate(pending, axis=1)
            pending = []
    if pending and pending[0].size:
        yield np.concatenate(pending, axis=1)
    while last is not None and position < last:
        count = min(last - position, rate_hz)
        yield np.zeros((channels, count), np.float32)
        position += count


def _frames_from(
    info: MediaInfo, from_s: float, fast: bool, damage: Damage, sparing: Sparing | None
) -> Iterator[tuple[float, VideoFrame]]:
    """The pictures from the last entry point before `from_s` to the end of the file."""
    assert info.video_stream is not None
    with opened(info.path) as container:
        stream = container.streams.video[_place(container, info.video_stream)]
        codec = stream.codec_context
        codec.thread_count = 1
        if fast:
            codec.options = {"skip_loop_filter": "all"}
        base = float(stream.time_base or Fraction(1, 90_000))
        if from_s > 0:
            try:
                target = info.first_pts + round(from_s / base)
                container.seek(target, backward=True, stream=stream)
            except av.error.FFmpegError:
                return
        frame_s = float(1 / info.rate.fps) if info.rate else 0.04
        time_s = -frame_s
        before = _spared(codec, info.first_pts, base, sparing) if sparing else _decode_all
        for frame in _decoded(container, stream, damage, before):
            assert isinstance(frame, VideoFrame)
            if frame.pts is None:
                time_s += frame_s
            else:
                time_s = (frame.pts - info.first_pts) * base
            if frame.width * frame.height <= limits.MAX_PIXELS:
                yield time_s, frame


def _decode_all(_: av.Packet[av.stream.Stream]) -> None:
    """Leave nothing out."""


def _spared(
    codec: av.VideoCodecContext, first_pts: int, base: float, sparing: Sparing
) -> Callable[[av.Packet[av.stream.Stream]], None]:
    """What tells the decoder before each packet whether to leave its picture out if no other needs it.

    It opens with the first packet in full: some decoders take the rule that they open with for good.
    """
    sparing.begin()
    opened_in_full = False

    def before(packet: av.Packet[av.stream.Stream]) -> None:
        nonlocal opened_in_full
        if not packet.size or packet.is_discard:
            return
        time_s = None if packet.pts is None else (packet.pts - first_pts) * base
        wanted = sparing.wants(time_s, packet.size) or not opened_in_full
        opened_in_full = True
        codec.skip_frame = "DEFAULT" if wanted else "NONREF"

    return before


def _place(container: InputContainer, index: int) -> int:
    return [stream.index for stream in container.streams.video].index(index)


def _decoded(
    container: InputContainer,
    stream: av.VideoStream | av.AudioStream,
    damage: Damage,
    before: Callable[[av.Packet[av.stream.Stream]], None] = _decode_all,
) -> Iterator[VideoFrame | AudioFrame]:
    """Every frame of a stream; damaged packets are passed over, a broken end ends it."""
    in_a_row = 0
    packets = container.demux(stream)
    while in_a_row < limits.MAX_DAMAGED_PACKETS:
        try:
            packet = next(packets, None)
        except av.error.FFmpegError:
            damage.ended_early = True
            packet = None
        if packet is None:
            return
        before(packet)
        try:
            frames = packet.decode()
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            damage.packets += 1
            in_a_row += 1
            continue
        if frames:
            in_a_row = 0
        for frame in frames:
            if isinstance(frame, VideoFrame | AudioFrame):
                yield frame
    damage.ended_early = True


def _sound_pieces(
    info: MediaInfo, start_s: float, rate_hz: int, channels: int, damage: Damage
) -> Iterator[tuple[int, Sound]]:
    """Resampled pieces, each with the sample that its start belongs to."""
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
    with opened(info.path) as container:
        stream = next(s for s in container.streams.audio if s.index == info.audio_stream)
        resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate_hz)
        if start_s > _SEEK_MARGIN_S:
            target = info.start_s + start_s - _SEEK_MARGIN_S
            try:
                container.seek(int(target / float(stream.time_base or 1)), stream=stream)
            except av.error.FFmpegError:
                container.seek(0)
        place: int | None = None
        spec: tuple[int, str, str] | None = None
        for frame in _decoded(container, stream, damage):
            assert isinstance(frame, AudioFrame)
            now = (frame.sample_rate, frame.format.name, frame.layout.name)
            if spec is not None and now != spec:
                resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate_hz)
            spec = now
            true_place = _place_of(frame, info.start_s, rate_hz)
            if place is None or abs((true_place or place) - place) > _GAP_S * rate_hz:
                place = true_place if true_place is not None else (place or 0)
            frame.pts = None
            for piece in resampler.resample(frame):
                samples = piece.to_ndarray().astype(np.float32, copy=False)
                yield place, samples
                place += samples.shape[1]
        if place is not None and spec is not None:
            for piece in resampler.resample(None):
                yield place, piece.to_ndarray().astype(np.float32, copy=False)


def _place_of(frame: AudioFrame, zero_s: float, rate_hz: int) -> int | None:
    if frame.pts is None or frame.time_base is None:
        return None
    return round((float(frame.pts * frame.time_base) - zero_s) * rate_hz)


def _fitted(place: int, piece: Sound, position: int, rate_hz: int) -> Iterator[Sound]:
    """The part of a piece that is still wanted, after silence where there is a gap."""
    gap = place - position
    while gap > 0:
        yield np.zeros((piece.shape[0], min(gap, rate_hz)), np.float32)
        gap -= rate_hz
    overlap = max(position - place, 0)
    if overlap < piece.shape[1]:
        yield piece[:, overlap:]
