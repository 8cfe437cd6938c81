"""Writes a strip of small pictures side by side, as one JPEG."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from ningbgm_agents.errors import MediaError
from ningbgm_agents.timeline import Edit, Shot
from ningbgm_daemon.delivery.preview_canvas import Canvas, Planes
from ningbgm_daemon.delivery.preview_frames import still_picture
from ningbgm_daemon.media.decode import entry_points, read_frames
from ningbgm_daemon.media.probe import MediaInfo, probe
from ningbgm_daemon.media.thumbnail import jpeg_of

from .strip import PICTURES, WIDTH


def write_strip(edit: Edit, level: int, index: int, into: Path) -> None:
    """Write a strip: picture `i` is that of second `(16 * index + i) * 2 ** level`; black after the end.

    A picture is the key picture before that second where one is near and of the same shot, as it takes a
    hundredth of the work; else the exact one.
    """
    canvas, known = _canvas(edit), _Media()
    pictures = []
    for place in range(PICTURES):
        second = Fraction((PICTURES * index + place) * 2**level)
        pictures.append(_pixels(canvas, _picture(canvas, edit, second, Fraction(2**level, 2), known)))
    into.write_bytes(jpeg_of(np.ascontiguousarray(np.concatenate(pictures, axis=1))))


class _Media:
    """The files of an edit, each opened once and read on where that is the shorter way."""

    def __init__(self) -> None:
        self._readers: dict[Path, _Reader] = {}

    def reader(self, path: Path) -> _Reader:
        if path not in self._readers:
            self._readers[path] = _Reader(probe(path))
        return self._readers[path]


class _Reader:
    """Finds pictures of one file."""

    def __init__(self, info: MediaInfo) -> None:
        self.info = info
        self._half_s = float(1 / info.rate.fps) / 2 if info.rate else 0.02
        self._frames: Iterator[tuple[float, av.VideoFrame]] = iter(())
        self._at_s = -math.inf
        self._held: av.VideoFrame | None = None

    def near(self, wanted_s: float, earliest_s: float) -> av.VideoFrame | None:
        """The first picture from the earliest second on that can be had at once, at most the wanted one."""
        if earliest_s - self._half_s <= self._at_s <= wanted_s + self._half_s:
            return self._held
        keys = entry_points(self.info, [wanted_s + self._half_s])
        key_s = keys[0] if keys else 0.0
        if earliest_s < self._at_s or key_s > self._at_s:
            start_s = max(earliest_s - self._half_s, key_s)
            self._frames = read_frames(self.info, start_s, math.inf, entry_s=key_s)
        for at_s, frame in self._frames:
            self._at_s, self._held = at_s, frame
            if at_s >= earliest_s - self._half_s:
                return frame
        self._at_s, self._held = -math.inf, None
        return None


def _canvas(edit: Edit) -> Canvas:
    whole = Canvas.within(edit.width, edit.height)
    return Canvas(WIDTH, max(2, round(WIDTH * whole.height / whole.width / 2) * 2))


def _picture(canvas: Canvas, edit: Edit, second: Fraction, slack_s: Fraction, media: _Media) -> Planes:
    frame = edit.rate.frame_at(second)
    shot = next((shot for shot in edit.shots if frame in shot.record), None)
    if shot is None or shot.media is None or shot.media.offline or shot.kind != "clip":
        return canvas.black()
    try:
        reader = media.reader(Path(shot.media.path))
        info = reader.info
        if info.is_still:
            return still_picture(canvas, info.path)
        found = reader.near(*_wanted(edit, shot, frame, slack_s)) if info.has_picture else None
    except MediaError:
        found = None
    if found is None:
        return canvas.black()
    return canvas.fitted(found, info.width, info.height, info.rotation)


def _wanted(edit: Edit, shot: Shot, frame: int, slack_s: Fraction) -> tuple[float, float]:
    """The second of the media, and the earliest that will do in its place."""
    exact = shot.source_start_s + edit.rate.seconds(frame - shot.record.start) * shot.speed
    return float(exact), float(max(exact - slack_s, min(shot.source_start_s, exact), Fraction(0)))


def _pixels(canvas: Canvas, planes: Planes) -> npt.NDArray[np.uint8]:
    return np.asarray(canvas.frame(planes).to_ndarray(format="rgb24"), np.uint8)
