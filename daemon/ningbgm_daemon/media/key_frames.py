"""Which pictures of a film stand for its shots, and these pictures out of the file, small."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from ningbgm_agents.errors import MediaError
from ningbgm_agents.evidence import Evidence, Shown

from .decode import entry_points, read_frames
from .image import read_still
from .picture import small_size, upright
from .probe import MediaInfo, probe

MOST = 48
"""Most pictures of one part of a file that are looked at."""
LONG_SIDE = 448
"""Pixels on the long side: about what models that describe pictures take in."""
_EACH_S, _MOST_OF_SHOT = 8.0, 4
"""A shot has one key frame for so many seconds, at most so many."""
_EDGE_S, _EDGE_SHARE = 0.4, 0.2
"""What is left out at either end of a shot: a cut is never clean, and a dissolve shows two pictures."""
_STEPS = 24
"""Places in a shot that are weighed against each other."""
_QUALITY = 92

Rgb = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class KeyFrame:
    """A picture that stands for some frames."""

    frame: int
    start_frame: int
    end_frame: int


def choose_key_frames(evidence: Evidence, most: int = MOST) -> tuple[KeyFrame, ...]:
    """Of each shot the stillest well exposed picture, of a long shot several; in order."""
    fps = float(evidence.rate.fps)
    wanted = {
        shot: min(max(math.ceil((shot.end_frame - shot.start_frame) / fps / _EACH_S), 1), _MOST_OF_SHOT)
        for shot in evidence.shots
    }
    if sum(wanted.values()) > most:
        wanted = dict.fromkeys(_spread(evidence.shots, most), 1)
    return tuple(
        KeyFrame(_best(evidence, start, end), start, end)
        for shot, count in wanted.items()
        for start, end in _parts(shot, count)
    )


def read_key_pictures(path: Path, times_s: Sequence[float]) -> list[bytes | None]:
    """The pictures of a file at ascending times, as JPEG; None for what cannot be decoded.

    One pass: from the key picture before each, and no picture twice.

    Raises:
        MediaError: the file cannot be read.
    """
    info = probe(path)
    if info.is_still:
        return [still_picture(path)] * len(times_s)
    if not info.has_picture or info.rate is None:
        raise MediaError(f"{path.name} has no picture", path=str(path))
    entries = np.array(entry_points(info, list(times_s)))
    half_s = 0.5 / float(info.rate.fps)
    found: list[bytes | None] = []
    for place, times in groupby(times_s, lambda time_s: int(np.searchsorted(entries, time_s + 1e-3))):
        entry_s = float(entries[place - 1]) if place else None
        found += _pictures(info, list(times), half_s, entry_s)
    return found


def still_picture(path: Path) -> bytes:
    """A still image, upright and small, as JPEG.

    Raises:
        MediaError: it cannot be read.
    """
    image = read_still(path)
    size = small_size(image.shape[1], image.shape[0], LONG_SIDE)
    return _jpeg(np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8))


def _pictures(
    info: MediaInfo, times_s: list[float], half_s: float, entry_s: float | None
) -> Iterator[bytes | None]:
    """The first picture at or after each time, in a stretch that begins with one key picture."""
    waiting = list(times_s)
    frames = read_frames(info, times_s[0] - half_s, times_s[-1] + 4 * half_s, entry_s=entry_s, fast=True)
    for time_s, frame in frames:
        picture: bytes | None = None
        while waiting and time_s >= waiting[0] - half_s:
            picture = picture or _jpeg(upright(frame, info.rotation, LONG_SIDE))
            waiting.pop(0)
            yield picture
        if not waiting:
            return
    yield from [None] * len(waiting)


def _spread(shots: Sequence[Shown], most: int) -> list[Shown]:
    """At most so many of the shots, evenly over their row."""
    places = np.unique(np.linspace(0, len(shots) - 1, min(most, len(shots))).round().astype(int))
    return [shots[place] for place in places]


def _parts(shot: Shown, count: int) -> Iterator[tuple[int, int]]:
    edges = np.linspace(shot.start_frame, shot.end_frame, count + 1).round().astype(int)
    yield from ((int(a), int(b)) for a, b in pairwise(edges) if b > a)


def _best(evidence: Evidence, start: int, end: int) -> int:
    """The frame at which least moves and most is to be seen; of equals, the one next to the middle."""
    fps = float(evidence.rate.fps)
    edge = min(round(_EDGE_S * fps), int(_EDGE_SHARE * (end - start)))
    frames = np.unique(np.linspace(start + edge, max(end - 1 - edge, start + edge), _STEPS).astype(int))
    middle = (start + end - 1) / 2
    costs = [
        _cost(evidence, frame / fps) + 0.1 * abs(frame - middle) / max(end - start, 1) for frame in frames
    ]
    return int(frames[int(np.argmin(costs))])


def _cost(evidence: Evidence, second: float) -> float:
    """How little a picture at a time would tell: it moves, it is too dark or too bright, it is flat."""

    def value(name: str, unknown: float) -> float:
        curve = evidence.curve(name)
        return curve.at(second) if curve is not None and curve.values else unknown

    light = value("brightness", 0.4)
    badly_lit = max(0.0, 0.15 - light) + max(0.0, light - 0.9)
    return value("motion", 0.0) + 2.0 * badly_lit - 0.3 * value("contrast", 0.4)


def _jpeg(rgb: Rgb) -> bytes:
    flipped = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    _, coded = cv2.imencode(".jpg", flipped, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return coded.tobytes()
