"""Sensing a media file: all that picture and sound tell, in one pass."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from ningbgm_agents.errors import MediaError, RangeError
from ningbgm_agents.evidence import Event, Evidence, Modality, Shown
from ningbgm_agents.timeline import FrameRate

from .decode import Damage
from .hearing import Heard, Listener
from .probe import MediaInfo, probe
from .scan import FaceLook, Scan
from .shots import Eye, Seen, is_starved
from .still import see_image
from .stills import read_still
from .thumbnail import Thumbnail, chosen, jpeg_of, thumbnail_size

_SOUND_ALONE = FrameRate(Fraction(25))
_POLL_S = 0.1
_PICTURE_SHARE = 0.85
_BREAKS_OFF_S = 1.0


@dataclass(frozen=True, slots=True)
class Sensed:
    """What a media file told."""

    evidence: Evidence
    """In frames and seconds after the first frame of the range that was sensed."""
    info: MediaInfo
    """The file; its length and frame count as they were found by decoding."""
    thumbnails: tuple[Thumbnail, ...] = ()
    """Small pictures for people: one for each shot and others between, 240 at most."""


def _no_progress(_: float) -> None:
    return None


def sense(
    path: Path,
    *,
    start_s: Fraction | float = 0,
    end_s: Fraction | float | None = None,
    progress: Callable[[float], None] = _no_progress,
    workers: int | None = None,
) -> Sensed:
    """Look at and listen to a file, or to the part of it between two times.

    Times are seconds after the first frame of picture; frame 0 of the evidence is the frame nearest
    to `start_s`. `progress` is called with the share done, 0 to 1; what it raises stops the work
    and is passed on. `workers`: threads, by default one for each core.
    """
    info = probe(Path(path))
    if info.is_still:
        return _still(info)
    rate = info.rate or _SOUND_ALONE
    first, last = _range(info, rate, start_s, end_s)
    return _Sensing(info, rate, first, last, workers or _cores()).run(progress)


class _Sensing:
    """The work on one file."""

    def __init__(
        self, info: MediaInfo, rate: FrameRate, first: int, last: int, workers: int
    ) -> None:
        self._info, self._rate, self._first, self._last = info, rate, first, last
        self._workers = max(workers, 1)
        start_s, end_s = float(rate.seconds(first)), float(rate.seconds(last))
        half_s = float(1 / rate.fps) / 2
        self._duration_s = end_s - start_s
        self._scan = (
            Scan(info, start_s - half_s, end_s - half_s, self._workers)
            if info.has_picture
            else None
        )
        self._listener = Listener(info, start_s, end_s) if info.has_sound else None

    def run(self, progress: Callable[[float], None]) -> Sensed:
        stop = threading.Event()
        with ThreadPoolExecutor(self._workers, thread_name_prefix="sense") as pool:
            hearing = pool.submit(self._listener.listen, stop) if self._listener else None
            seeing = self._scan.submit(pool, stop) if self._scan else []
            try:
                self._follow([*([hearing] if hearing else []), *seeing], progress)
            except BaseException:
                stop.set()
                raise
            heard = hearing.result() if hearing else None
        sensed = self._judged(heard)
        progress(1.0)
        return sensed

    def _follow(
        self, work: list[Future[Heard | None] | Future[None]], progress: Callable[[float], None]
    ) -> None:
        """Report progress until all is done; the first error is raised."""
        pending: set[Future[Heard | None] | Future[None]] = set(work)
        while pending:
            done, pending = wait(pending, _POLL_S, FIRST_EXCEPTION)
            for future in done:
                future.result()
            progress(min(self._done_share(), 0.99))

    def _done_share(self) -> float:
        total = max(self._duration_s, 1e-6)
        seen = self._scan.done_s / total if self._scan else 1.0
        heard = self._listener.done_s / total if self._listener else 1.0
        return _PICTURE_SHARE * min(seen, 1.0) + (1 - _PICTURE_SHARE) * min(heard, 1.0)

    def _judged(self, heard: Heard | None) -> Sensed:
        track = self._scan.track() if self._scan else None
        if self._info.has_picture and track is None:
            raise MediaError(
                f"no picture of {self._info.path.name} can be decoded in this range;"
                " export the film again, as H.264 or ProRes",
                path=str(self._info.path),
            )
        duration, seen, thumbnails = self._last - self._first, None, ()
        if track is not None and self._scan is not None:
            numbers = np.floor(track.time_s * float(self._rate.fps) + 0.5).astype(np.int64)
            frames = np.maximum(numbers - self._first, 0)
            duration = min(int(frames[-1]) + 1, duration)
            stretches = self._scan.stretches
            looks = [seen for stretch in stretches for seen in stretch.looks]
            seen = self._look(Eye(track, frames, duration, self._rate), looks)
            thumbnails = self._thumbnails(seen, duration)
        info = self._found(duration)
        evidence = self._evidence(duration, seen, heard, self._notes(heard, duration))
        return Sensed(evidence, info, thumbnails)
