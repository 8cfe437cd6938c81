"""A closer look, in whole, at the parts of a film where pictures left out leave a doubt."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby

import numpy as np

from .decode import read_frames
from .doubts import find_doubts, find_surprises
from .filling import filled, spliced
from .frames import Track, TrackBuilder, thumb_of
from .happenings import find_happenings, is_starved
from .picture import shrunk
from .probe import MediaInfo
from .sparing import Sizes, Sparing, Times
from .steps import Stepper, flow_interval_s

_ROUNDS, _MOST_DOUBTS = 4, 0.5
_UNLIKE = 2.0
"""Levels by which a picture may differ when it is decoded a second time."""

_INSTANT_S = 1e-6
Span = tuple[float, float]


class Closer:
    """Decodes in whole what is in doubt, until nothing is; `track` is what is known by then."""

    def __init__(self, info: MediaInfo, track: Track, announced: tuple[Times, Sizes], *, fast: bool) -> None:
        self._info, self._fast, self._announced = info, fast, announced
        self.track = track
        self.trusted = True
        """False once the file did not show the same pictures a second time."""
        self._pieces: list[Track] = []
        self._rounds = 0

    def submit(self, pool: ThreadPoolExecutor, stop: threading.Event) -> list[Future[None]]:
        """Take in what was seen, and start the next looks; none where nothing is in doubt any more."""
        self._take_in()
        if not self.trusted or self._rounds == _ROUNDS or (self.track.span == 1).all():
            return []
        self._rounds += 1
        times = self.track.time_s
        doubts = find_all_doubts(self.track, self._announced, self._info)
        spans = [(float(times[first]), float(times[last])) for first, last in doubts]
        keys = times[self.track.key]
        by_entry = groupby(spans, lambda span: int(np.searchsorted(keys, span[0], side="right")))
        return [
            pool.submit(self._look, float(keys[index - 1]) if index else None, list(group), stop)
            for index, group in by_entry
        ]

    def _take_in(self) -> None:
        pieces = sorted(self._pieces, key=lambda piece: float(piece.time_s[0]))
        self.trusted = self.trusted and all(agrees(self.track, piece) for piece in pieces)
        if self.trusted and pieces:
            self.track = spliced(self.track, pieces)
        self._pieces = []

    def _look(self, entry_s: float | None, spans: list[Span], stop: threading.Event) -> None:
        """Look at spans in order, all of which begin after the same key picture."""
        assert self._info.rate is not None
        frames = read_frames(
            self._info,
            spans[0][0],
            spans[-1][1] + _INSTANT_S,
            entry_s=entry_s,
            fast=self._fast,
            sparing=Sparing(spans),
        )
        steppers = [Stepper(flow_interval_s(self._info.rate)) for _ in spans]
        builders = [TrackBuilder() for _ in spans]
        for time_s, frame in frames:
            if stop.is_set():
                return
            for (first_s, last_s), stepper, builder in zip(spans, steppers, builders, strict=True):
                if first_s <= time_s <= last_s:
                    picture = shrunk(frame, self._info.rotation)
                    step = stepper.step(time_s, picture)
                    builder.add(time_s, frame.key_frame, step, picture, thumb_of(picture))
        self._pieces += [builder.track() for builder in builders]


def pays(track: Track | None, announced: tuple[Times, Sizes], info: MediaInfo) -> bool:
    """Whether fewer than half of the pictures left out have to be looked at again."""
    if track is None:
        return True
    even = filled(track, announced[0])
    left_out = even.span == 0
    doubts = find_all_doubts(even, announced, info)
    in_doubt = sum(int(left_out[first:last].sum()) for first, last in doubts)
    return in_doubt <= _MOST_DOUBTS * int(left_out.sum())


def find_all_doubts(track: Track, announced: tuple[Times, Sizes], info: MediaInfo) -> list[tuple[int, int]]:
    """First and last places of all that has to be looked at again."""
    assert info.rate is not None
    fps = float(info.rate.fps)
    happenings = find_happenings(track, fps, is_starved(info))
    surprises = find_surprises(track, *announced, info.width * info.height)
    return find_doubts(track, happenings, surprises, fps)


def agrees(track: Track, piece: Track) -> bool:
    """Whether a piece shows every picture of its span that was seen before, as it was seen."""
    if not len(piece):
        return False
    first, last = np.searchsorted(track.time_s, piece.time_s[[0, -1]])
    seen = first + np.flatnonzero(track.span[first : last + 1] > 0)
    places = np.searchsorted(piece.time_s, track.time_s[seen])
    if not (piece.time_s[places] == track.time_s[seen]).all():
        return False
    off = np.abs(piece.thumbs[places].astype(np.int16) - track.thumbs[seen])
    return bool(off.mean(axis=1).max() <= _UNLIKE)
