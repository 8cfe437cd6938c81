"""The pictures of one shot, taken from its media at the times that the edit asks for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from ningbgm_agents.errors import MediaError
from ningbgm_agents.timeline import Shot

from ..media.decode import read_frames
from ..media.image import read_still
from ..media.probe import MediaInfo, probe
from .preview_canvas import Canvas, Planes

_CHUNK_S = 1.0
"""How much of a shot that runs backwards is decoded at once."""

_NEAREST = 0.499
"""A picture is taken from half a frame before its time on; of two equally near, the earlier."""


def shot_pictures(canvas: Canvas, shot: Shot, fps: Fraction, start: int, end: int) -> Iterator[Planes]:
    """One picture for each frame of the edit from `start` to `end`; black where there is none."""
    shown = 0
    try:
        for planes in _found(canvas, shot, fps, start, end):
            yield planes
            shown += 1
    except MediaError:
        pass
    for _ in range(end - start - shown):
        yield canvas.black()


def still_picture(canvas: Canvas, path: Path) -> Planes:
    """A still image on the canvas."""
    image = read_still(path)
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")
    return canvas.fitted(frame, frame.width, frame.height)


def _found(canvas: Canvas, shot: Shot, fps: Fraction, start: int, end: int) -> Iterator[Planes]:
    if shot.media is None or shot.media.offline or shot.kind != "clip":
        return
    path = Path(shot.media.path)
    info = probe(path)
    if info.is_still:
        yield from [still_picture(canvas, path)] * (end - start)
    elif info.has_picture:
        first, step = shot.record.start, shot.speed / fps
        times = [float(shot.source_start_s + (frame - first) * step) for frame in range(start, end)]
        forward = shot.speed >= 0
        yield from _in_order(canvas, info, times) if forward else _backwards(canvas, info, times)


def _backwards(canvas: Canvas, info: MediaInfo, times: list[float]) -> Iterator[Planes]:
    """Pictures for falling times: decoded forwards in chunks, shown in reverse."""
    first = 0
    for last in range(1, len(times) + 1):
        if last == len(times) or times[first] - times[last] > _CHUNK_S:
            yield from list(_in_order(canvas, info, times[first:last][::-1]))[::-1]
            first = last


def _in_order(canvas: Canvas, info: MediaInfo, times: list[float]) -> Iterator[Planes]:
    """For each of the rising times the picture that starts nearest to it."""
    frame_s = float(1 / info.rate.fps) if info.rate else 0.04
    frames = read_frames(info, max(0.0, times[0] - 2 * frame_s), times[-1] + 2 * frame_s)
    held: av.VideoFrame | None = None
    planes: Planes | None = None
    following = next(frames, None)
    for time_s in times:
        while following is not None and (held is None or following[0] < time_s + frame_s * _NEAREST):
            held, planes = following[1], None
            following = next(frames, None)
        if held is None:
            return
        if planes is None:
            planes = canvas.fitted(held, info.width, info.height, info.rotation)
        yield planes
