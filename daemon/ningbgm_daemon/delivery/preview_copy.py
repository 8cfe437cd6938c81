"""The picture of one whole media file, copied into the preview without being decoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer

from ningbgm_agents.errors import MediaError
from ningbgm_agents.timeline import Edit, Media, Shot

from ..media.container import opened
from ..media.probe import MediaInfo, probe

_CODECS = {
    "h264": ("yuv420p", "yuvj420p"),
    "hevc": ("yuv420p", "yuvj420p"),
    "av1": ("yuv420p",),
    "vp9": ("yuv420p",),
}
"""What may stand in an MP4 and is shown by players everywhere: codecs and their pixel formats."""

_CONTAINERS = ("mov", "mp4", "matroska", "webm")
"""Containers whose packets carry proper times."""

_MAX_BYTES = 4_000_000_000
"""Beyond this size the picture is drawn again, small."""

_PROBED_PACKETS = 64
_REORDERED_PACKETS = 16
"""Packets at the start that may lack a decoding time."""


@dataclass(frozen=True)
class CopiedPicture:
    """Packets of a file from one of its entry points to its end."""

    info: MediaInfo
    from_s: Fraction
    """Seconds after the file's first picture; that picture comes at second 0 of the preview."""
    length_s: Fraction

    def packets(self, out: OutputContainer) -> Iterator[tuple[float, av.Packet[av.VideoStream]]]:
        """Make the stream now; then yield packets in file order, each with its time in seconds."""
        container = av.open(str(self.info.path))
        source = container.streams[self.info.video_stream or 0]
        assert isinstance(source, av.VideoStream)
        target = out.add_stream_from_template(source)
        if source.codec_context.codec.canonical_name == "hevc":
            target.codec_context.codec_tag = "hvc1"
        return self._rebased(container, source, target)

    def _rebased(
        self, container: InputContainer, source: av.VideoStream, target: av.VideoStream
    ) -> Iterator[tuple[float, av.Packet[av.VideoStream]]]:
        base = source.time_base or Fraction(1, 90_000)
        zero = self.info.first_pts + round(self.from_s / base)
        with container:
            if self.from_s > 0:
                container.seek(zero, stream=source, backward=True)
            for packet in self._with_dts(container, source):
                assert packet.pts is not None
                assert packet.dts is not None
                packet.pts, packet.dts = packet.pts - zero, packet.dts - zero
                if packet.pts * base < self.length_s:
                    packet.stream = target
                    yield float(packet.dts * base), packet

    def _with_dts(
        self, container: InputContainer, source: av.VideoStream
    ) -> Iterator[av.Packet[av.VideoStream]]:
        """The packets; decoding times that the first lack (Matroska) are counted back."""
        step = round(1 / ((source.time_base or 1) * (self.info.rate.fps if self.info.rate else 25)))
        waiting: list[av.Packet[av.VideoStream]] = []
        for packet in container.demux(source):
            if packet.pts is None or packet.size == 0:
                continue
            waiting.append(packet)
            if packet.dts is None:
                continue
            for back, early in enumerate(reversed(waiting)):
                early.dts = packet.dts - back * step
            yield from waiting
            waiting = []


def copied_picture(edit: Edit) -> CopiedPicture | None:
    """The copy, where the scored range is one file from an entry point to its end; else None."""
    shots = [shot for shot in edit.shots if shot.record.overlap(edit.span)]
    place = _one_file(edit, shots)
    if place is None:
        return None
    media, from_s = place
    try:
        info = probe(Path(media.path))
        length_s = edit.rate.seconds(edit.span.duration)
        if info.is_still or not info.has_picture or _ends_early(info, edit, from_s + length_s):
            return None
        with opened(info.path) as container:
            if not _fits(container, info) or not _starts_clean(container, info, from_s, edit):
                return None
    except MediaError:
        return None
    return CopiedPicture(info, from_s, length_s)


def _one_file(edit: Edit, shots: list[Shot]) -> tuple[Media, Fraction] | None:
    """The file and where in it the range starts, where all shots run on in one file."""
    frame, media, start_s = edit.span.start, None, Fraction(0)
    for shot in shots:
        if shot.kind != "clip" or shot.media is None or shot.media.offline or shot.speed != 1:
            return None
        zero_s = shot.source_start_s - edit.rate.seconds(shot.record.start)
        if media is None:
            media, start_s = shot.media, zero_s
        elif media.path != shot.media.path or abs(zero_s - start_s) * edit.rate.fps > Fraction(1, 2):
            return None
        if shot.record.start > frame:
            return None
        frame = shot.record.end
    if media is None or frame < edit.span.end:
        return None
    return media, max(Fraction(0), start_s + edit.rate.seconds(edit.span.start))


def _ends_early(info: MediaInfo, edit: Edit, end_s: Fraction) -> bool:
    """Whether the file goes on after the range: then its last group of pictures cannot be cut."""
    return info.duration_s > float(end_s + 2 / edit.rate.fps)


def _fits(container: InputContainer, info: MediaInfo) -> bool:
    stream = container.streams[info.video_stream or 0]
    assert isinstance(stream, av.VideoStream)
    formats = _CODECS.get(stream.codec_context.codec.canonical_name, ())
    known = any(name in container.format.name.split(",") for name in _CONTAINERS)
    return known and stream.codec_context.pix_fmt in formats and info.path.stat().st_size <= _MAX_BYTES


def _starts_clean(container: InputContainer, info: MediaInfo, from_s: Fraction, edit: Edit) -> bool:
    """Whether decoding can begin at `from_s`, and every packet tells its times."""
    stream = container.streams[info.video_stream or 0]
    base = stream.time_base or Fraction(1, 90_000)
    zero = info.first_pts + round(from_s / base)
    if from_s > 0:
        container.seek(zero, stream=stream, backward=True)
    for count, packet in enumerate(container.demux(stream)):
        if packet.size == 0 or count >= _PROBED_PACKETS:
            return count > 0
        if packet.pts is None or (packet.dts is None and count >= _REORDERED_PACKETS):
            return False
        if count == 0:
            late = abs(packet.pts - zero) * base * edit.rate.fps > Fraction(1, 2)
            if not packet.is_keyframe or late:
                return False
    return False
