"""The one pass over the pictures of a film: in parallel over stretches of time, seams closed."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

from .decode import Damage, entry_points, read_frames
from .faces import FaceFinder
from .frames import Step, Track, TrackBuilder, joined, thumb_of
from .picture import Picture, Plane, luma_for_faces, shrunk
from .probe import MediaInfo
from .steps import Stepper
from .thumbnail import Thumbnail, jpeg_of, thumbnail_size

_SHORTEST_STRETCH_S = 12.0
_STRETCHES_A_WORKER = 8
_FLOW_HZ = 6.0
_FACES_EVERY_S, _FACES_APART_S = 4.0, 2.0
_THUMBNAILS, _SETTLED_S = 200, 0.25
_LARGE_PIXELS, _LONG_S = 1280 * 720, 45.0
_HAS_LOOP_FILTER = {"h264", "hevc", "vp9"}


@dataclass(frozen=True, slots=True)
class FaceLook:
    """One look for faces."""

    time_s: float
    height: float
    """Height of the tallest face as a share of the picture; 0 where none was seen."""


@dataclass(slots=True)
class Stretch:
    """What was seen between two times of the film."""

    start_s: float
    end_s: float
    entry_s: float | None = None
    """Time of the key picture that it begins with; None for the first."""
    track: Track | None = None
    first: Picture | None = None
    last: Picture | None = None
    thumbnails: list[Thumbnail] = field(default_factory=list)
    looks: list[FaceLook] = field(default_factory=list)
    damage: Damage = field(default_factory=Damage)
    seconds_done: float = 0.0


class Scan:
    """Scans a film's pictures on a pool of threads; `done_s` tells how far it has come."""

    def __init__(self, info: MediaInfo, start_s: float, end_s: float, workers: int) -> None:
        self._info = info
        self._of_thread = threading.local()
        self._fast = is_scanned_fast(info)
        count = min(workers * _STRETCHES_A_WORKER, max(int((end_s - start_s) / _SHORTEST_STRETCH_S), 1))
        self._stretches = _stretches(info, start_s, end_s, count)
        self._spacing_s = max((end_s - start_s) / _THUMBNAILS, 0.4)

    def submit(self, pool: ThreadPoolExecutor, stop: threading.Event) -> list[Future[None]]:
        """Start; each future is one stretch."""
        return [pool.submit(self._scan, stretch, stop) for stretch in self._stretches]

    @property
    def done_s(self) -> float:
        """Seconds of film scanned so far."""
        return sum(stretch.seconds_done for stretch in self._stretches)

    @property
    def stretches(self) -> list[Stretch]:
        """All stretches that hold pictures, in order."""
        return [stretch for stretch in self._stretches if stretch.track is not None]

    def track(self) -> Track | None:
        """All pictures in one track, the seams closed; None without a picture."""
        parts = self.stretches
        if not parts:
            return None
        seams = [_seam(before, after) for before, after in pairwise(parts)]
        return joined([part.track for part in parts if part.track is not None], seams)

    def _scan(self, stretch: Stretch, stop: threading.Event) -> None:
        watcher = _Watcher(self._info, stretch, self._spacing_s, self._finder())
        for time_s, frame in read_frames(
            self._info,
            stretch.start_s,
            stretch.end_s,
            entry_s=stretch.entry_s,
            fast=self._fast,
            damage=stretch.damage,
        ):
            if stop.is_set():
                return
            picture = shrunk(frame, self._info.rotation)
            watcher.see(time_s, frame.key_frame, picture)
            if watcher.wants_faces(time_s):
                watcher.look_for_faces(time_s, luma_for_faces(frame, self._info.rotation))
            stretch.seconds_done = max(time_s - stretch.start_s, 0.0)
        watcher.finish()

    def _finder(self) -> FaceFinder:
        """The face finder of this thread; loading one takes as long as ten pictures."""
        if not hasattr(self._of_thread, "finder"):
            self._of_thread.finder = FaceFinder()
        finder: FaceFinder = self._of_thread.finder
        return finder


def is_scanned_fast(info: MediaInfo) -> bool:
    """Whether the loop filter is left out: for long films of large pictures."""
    large = info.width * info.height >= _LARGE_PIXELS
    return large and info.duration_s >= _LONG_S and info.video_codec in _HAS_LOOP_FILTER


def _stretches(info: MediaInfo, start_s: float, end_s: float, count: int) -> list[Stretch]:
    """About `count` stretches that begin at key pictures, so that nothing is decoded twice."""
    assert info.rate is not None
    half_s = float(1 / info.rate.fps) / 2
    wanted = [start_s + (end_s - start_s) * index / count for index in range(1, count)]
    entries = [entry for entry in entry_points(info, wanted) if entry - half_s > start_s + 1]
    edges = [start_s, *(entry - half_s for entry in entries), end_s]
    spans = pairwise(edges)
    return [Stretch(first, last, entry) for (first, last), entry in zip(spans, [None, *entries], strict=True)]


class _Watcher:
    """Measures the pictures of one stretch as they come."""

    def __init__(self, info: MediaInfo, stretch: Stretch, spacing_s: float, finder: FaceFinder) -> None:
        assert info.rate is not None
        self._rate, self._stretch, self._spacing_s = info.rate, stretch, spacing_s
        self._stepper = Stepper(flow_every=max(round(float(info.rate.fps) / _FLOW_HZ), 1))
        self._builder, self._finder = TrackBuilder(), finder
        self._size = thumbnail_size(info.width, info.height)
        self._next_face_s = self._next_thumbnail_s = stretch.start_s
        self._last_face_s = self._last_thumbnail_s = -1e9
        self._empty = True

    def see(self, time_s: float, key: bool, picture: Picture) -> None:
        step = self._stepper.step(picture)
        self._builder.add(time_s, key, step, picture, thumb_of(picture))
        if self._empty:
            self._stretch.first, self._empty = picture, False
        self._stretch.last = picture
        if step.stands_out:
            self._next_face_s = min(
                self._next_face_s, max(time_s + _SETTLED_S, self._last_face_s + _FACES_APART_S)
            )
            self._next_thumbnail_s = min(
                self._next_thumbnail_s,
                max(time_s + _SETTLED_S, self._last_thumbnail_s + self._spacing_s),
            )
        if time_s >= self._next_thumbnail_s:
            self._keep_thumbnail(time_s, picture)

    def wants_faces(self, time_s: float) -> bool:
        return time_s >= self._next_face_s

    def look_for_faces(self, time_s: float, luma: Plane) -> None:
        self._last_face_s, self._next_face_s = time_s, time_s + _FACES_EVERY_S
        self._stretch.looks.append(FaceLook(time_s, self._finder.tallest(luma)))

    def finish(self) -> None:
        if not self._empty:
            self._stretch.track = self._builder.track()

    def _keep_thumbnail(self, time_s: float, picture: Picture) -> None:
        self._last_thumbnail_s = time_s
        self._next_thumbnail_s = time_s + max(self._spacing_s * 2, 2.0)
        width, height = self._size
        jpeg = jpeg_of(picture.rgb(width, height))
        frame = self._rate.frame_at(time_s)
        self._stretch.thumbnails.append(Thumbnail(frame, jpeg, width, height))


def _seam(before: Stretch, after: Stretch) -> Step:
    """The step from the last picture of a stretch to the first of the next."""
    stepper = Stepper()
    if before.last is None or after.first is None:
        return Step()
    stepper.step(before.last)
    return stepper.step(after.first)
