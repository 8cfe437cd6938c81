"""The picture of any edit, drawn shot by shot into a small film."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
from av.container import OutputContainer

from ningbgm_agents.timeline import Edit, Shot

from .preview_canvas import Canvas, Planes
from .preview_frames import shot_pictures
from .preview_stage import stage_pictures

_SHOWN_FPS = 12
"""Pictures a second where nothing moves but the clock."""


class DrawnPicture:
    """H.264 of the scored range: shots from their media, black where there is none."""

    def __init__(self, edit: Edit, music: Path, images: tuple[Path, ...] = ()) -> None:
        self._edit, self._music, self._images = edit, music, images
        self._canvas = Canvas.within(edit.width, edit.height)

    def packets(self, out: OutputContainer) -> Iterator[tuple[float, av.Packet[av.VideoStream]]]:
        """Make the stream now; then yield its packets, each with its time in seconds."""
        rate = self._edit.rate.fps
        options = {"preset": "ultrafast", "crf": "25", "g": str(self._edit.rate.nominal * 4)}
        stream = out.add_stream("libx264", rate=rate, options=options)
        stream.width, stream.height = self._canvas.width, self._canvas.height
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = 1 / rate
        return self._encoded(stream)

    def _encoded(self, stream: av.VideoStream) -> Iterator[tuple[float, av.Packet[av.VideoStream]]]:
        base = 1 / self._edit.rate.fps
        for place, planes in self._pictures():
            frame = self._canvas.frame(planes)
            frame.pts, frame.time_base = place, base
            for packet in stream.encode(frame):
                yield place * float(base), packet
        for packet in stream.encode(None):
            yield float(self._edit.span.duration * base), packet

    def _pictures(self) -> Iterator[tuple[int, Planes]]:
        """Pictures in order, each with its frame counted from the start of the range."""
        shown = {shot.media.path for shot in self._edit.shots if shot.media is not None}
        if shown <= {str(path.absolute()) for path in self._images}:
            step = max(1, round(self._edit.rate.fps / _SHOWN_FPS))
            yield from stage_pictures(self._canvas, self._edit, self._music, self._images, step)
            return
        for start, end, shot in shown_pieces(self._edit):
            if shot is None:
                pictures: Iterator[Planes] = iter([self._canvas.black()] * (end - start))
            else:
                pictures = shot_pictures(self._canvas, shot, self._edit.rate.fps, start, end)
            for frame, planes in enumerate(pictures, start):
                yield frame - self._edit.span.start, planes


def shown_pieces(edit: Edit) -> Iterator[tuple[int, int, Shot | None]]:
    """The range as pieces (first frame, end frame, shot), with None for gaps."""
    frame = edit.span.start
    for shot in sorted(edit.shots, key=lambda shot: shot.record.start):
        start, end = max(shot.record.start, frame), min(shot.record.end, edit.span.end)
        if end <= start:
            continue
        if start > frame:
            yield frame, start, None
        yield start, end, shot
        frame = end
    if frame < edit.span.end:
        yield frame, edit.span.end, None
