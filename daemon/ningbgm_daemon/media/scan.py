"""The one pass over the pictures of a film: in parallel over stretches of time, seams closed."""

from __future__ import annotations

import math
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from .closer import Closer, pays
from .decode import Damage, entry_points, read_frames
from .faces import FaceFinder
from .filling import filled
from .frames import Step, Track, TrackBuilder, joined, thumb_of
from .picture import Picture, Plane, luma_for_faces, shrunk
from .probe import MediaInfo
from .sparing import Sizes, Sparing, Times, keeps_its_word, trial
from .steps import Stepper, flow_interval_s
from .thumbnail import Thumbnail, jpeg_of, thumbnail_size

_SHORTEST_STRETCH_S = 12.0
_STRETCHES_A_WORKER = 8
_FACES_EVERY_S, _FACES_APART_S = 4.0, 2.0
_THUMBNAILS, _SETTLED_S = 200, 0.25
_LARGE_PIXELS, _LONG_S = 1280 * 720, 45.0
_HAS_LOOP_FILTER = {"h264", "hevc", "vp9"}
_SPARED_CODECS = {"h264", "hevc"}
_WHOLE_AT_END_S = 1.0
_WEIGHED = 0.25
"""Share of a stretch after which it is weighed whether leaving out pictures pays."""


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
    announced: tuple[Times, Sizes] | None = None
    """Times and bytes of all its pictures, where some were left out."""
    seconds_done: float = 0.0

    def forget(self) -> None:
        """Be as new."""
        self.track = self.first = self.last = self.announced = None
        self.thumbnails, self.looks, self.damage, self.seconds_done = [], [], Damage(), 0.0


class Scan:
    """Scans a film's pictures on a pool of threads; `done_s` tells how far it has come.

    `spares`: leave out pictures that no other needs; what they may hide is for `Closer` to find out.
    """

    def __init__(self, info: MediaInfo, start_s: float, end_s: float, workers: int, *, spares: bool) -> None:
        self._info, self._end_s, self._spares = info, end_s, spares
        self._of_thread = threading.local()
        self._fast = is_scanned_fast(info)
        count = min(workers * _STRETCHES_A_WORKER, max(int((end_s - start_s) / _SHORTEST_STRETCH_S), 1))
        self._stretches = _stretches(info, start_s, end_s, count)
        self._spacing_s = max((end_s - start_s) / _THUMBNAILS, 0.4)

    def submit(self, pool: ThreadPoolExecutor, stop: threading.Event) -> list[Future[None]]:
        """Start; each future is one stretch."""
        return [pool.submit(self._scan, stretch, stop) for stretch in self._stretches]

    def begin_in_whole(self) -> None:
        """Forget all that was seen: the film is to be scanned again, nothing left out."""
        self._spares = False
        for stretch in self._stretches:
            stretch.forget()

    @property
    def done_s(self) -> float:
        """Seconds of film scanned so far."""
        return sum(stretch.seconds_done for stretch in self._stretches)

    @property
    def stretches(self) -> list[Stretch]:
        """All stretches that hold pictures, in order."""
        return [stretch for stretch in self._stretches if stretch.track is not None]

    def track(self) -> Track | None:
        """All pictures in one track, the seams closed, those left out estimated; None without a picture."""
        parts = self.stretches
        if not parts:
            return None
        seams = [_seam(before, after) for before, after in pairwise(parts)]
        track = joined([part.track for part in parts if part.track is not None], seams)
        return filled(track, self.announced()[0])

    def closer(self) -> Closer | None:
        """What looks again where pictures were left out; None where none was."""
        track, announced = self.track(), self.announced()
        if track is None or (track.span == 1).all():
            return None
        return Closer(self._info, track, announced, fast=self._fast)

    def announced(self) -> tuple[Times, Sizes]:
        """Times and bytes of the pictures of all stretches in which some were left out."""
        known = [stretch.announced for stretch in self._stretches if stretch.announced is not None]
        if not known:
            return np.zeros(0), np.zeros(0, np.int64)
        times, sizes = zip(*known, strict=True)
        return np.concatenate(times), np.concatenate(sizes)

    def _scan(self, stretch: Stretch, stop: threading.Event) -> None:
        if not (self._spares and self._scan_sparing(stretch, stop)) and not stop.is_set():
            stretch.forget()
            self._watch(stretch, None, stop)

    def _scan_sparing(self, stretch: Stretch, stop: threading.Event) -> bool:
        """Scan with pictures left out; False where that does not pay or the file is not to be trusted."""
        sparing = Sparing([trial(stretch.start_s), (self._end_s - _WHOLE_AT_END_S, math.inf)])
        self._watch(stretch, sparing, stop)
        if stretch.track is None or sparing.unsure:
            return False
        times, sizes = sparing.announced()
        if not keeps_its_word(times, stretch.track.time_s, trial(stretch.start_s)):
            return False
        inside = (times >= stretch.start_s) & (times < stretch.end_s)
        stretch.announced = times[inside], sizes[inside]
        return True

    def _watch(self, stretch: Stretch, sparing: Sparing | None, stop: threading.Event) -> None:
        """Look at a stretch; it stays without a track where leaving out pictures proves to be no use."""
        watcher = _Watcher(self._info, stretch, self._spacing_s, self._finder())
        weigh_s = stretch.start_s + _WEIGHED * (stretch.end_s - stretch.start_s)
        for time_s, frame in read_frames(
            self._info,
            stretch.start_s,
            stretch.end_s,
            entry_s=stretch.entry_s,
            fast=self._fast,
            damage=stretch.damage,
            sparing=sparing,
        ):
            if stop.is_set() or (sparing is not None and sparing.unsure):
                return
            if sparing is not None and time_s >= weigh_s:
                weigh_s = math.inf
                if not pays(watcher.track(), sparing.announced(), self._info):
                    return
            picture = shrunk(frame, self._info.rotation)
            watcher.see(time_s, frame.key_frame, picture)
            if watcher.wants_faces(time_s):
                watcher.look_for_faces(time_s, luma_for_faces(frame, self._info.rotation))
            stretch.seconds_done = max(time_s - stretch.start_s, 0.0)
        stretch.track = watcher.track()

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


def may_spare(info: MediaInfo) -> bool:
    """Whether pictures that no other needs are left out at first: where whole decoding is slow."""
    return is_scanned_fast(info) and info.video_codec in _SPARED_CODECS


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
        self._stepper = Stepper(flow_interval_s(info.rate))
        self._builder, self._finder = TrackBuilder(), finder
        self._size = thumbnail_size(info.width, info.height)
        self._next_face_s = self._next_thumbnail_s = stretch.start_s
        self._last_face_s = self._last_thumbnail_s = -1e9
        self._empty = True

    def see(self, time_s: float, key: bool, picture: Picture) -> None:
        step = self._stepper.step(time_s, picture)
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

    def track(self) -> Track | None:
        return None if self._empty else self._builder.track()

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
    stepper.step(before.start_s, before.last)
    return stepper.step(after.start_s, after.first)
