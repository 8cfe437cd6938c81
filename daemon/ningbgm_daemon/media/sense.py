"""Sensing a media file: all that picture and sound tell, in one pass."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from ningbgm_agents.errors import MediaError, RangeError
from ningbgm_agents.evidence import Event, Evidence, Modality
from ningbgm_agents.timeline import FrameRate, Span

from .frames import Track
from .happenings import is_starved
from .hearing import Heard, Listener
from .image import read_still
from .notes import about_damage, about_streams
from .probe import MediaInfo, probe
from .scan import Scan, may_spare
from .shots import Eye, Seen
from .still import see_image
from .thumbnail import Thumbnail, chosen, fitted, jpeg_of

_SOUND_ALONE = FrameRate(Fraction(25))
_POLL_S = 0.03
_PICTURE_SHARE = 0.85

Work = Future[None] | Future[Heard | None]


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
    spares: bool | None = None,
) -> Sensed:
    """Look at and listen to a file, or to the part of it between two times.

    Times are seconds after the first frame of picture; frame 0 of the evidence is the frame nearest
    to `start_s`. `progress` is called with the share done, 0 to 1; what it raises stops the work
    and is passed on. `workers`: threads, by default one for each core. `spares`: whether pictures
    that no other needs are left out wherever nothing hides in them; by default in long films.
    """
    info = probe(Path(path))
    if info.is_still:
        return _still(info)
    rate = info.rate or _SOUND_ALONE
    first, last = _range(info, rate, start_s, end_s)
    spares = may_spare(info) if spares is None else spares
    return _Sensing(info, rate, first, last, workers or _cores(), spares).run(progress)


class _Sensing:
    """The work on one file."""

    def __init__(
        self, info: MediaInfo, rate: FrameRate, first: int, last: int, workers: int, spares: bool
    ) -> None:
        self._info, self._rate, self._first, self._last = info, rate, first, last
        self._workers, self._shown = max(workers, 1), 0.0
        start_s, end_s = float(rate.seconds(first)), float(rate.seconds(last))
        half_s = float(1 / rate.fps) / 2
        self._duration_s = end_s - start_s
        self._scan: Scan | None = None
        if info.has_picture:
            self._scan = Scan(info, start_s - half_s, end_s - half_s, self._workers, spares=spares)
        self._listener = Listener(info, start_s, end_s) if info.has_sound else None

    def run(self, progress: Callable[[float], None]) -> Sensed:
        stop = threading.Event()
        with ThreadPoolExecutor(self._workers, thread_name_prefix="sense") as pool:
            hearing = pool.submit(self._listener.listen, stop) if self._listener else None
            beside = [hearing] if hearing else []
            try:
                track = self._see(pool, stop, lambda work: self._follow(work, beside, progress))
                self._follow(beside, [], progress)
            except BaseException:
                stop.set()
                raise
            heard = hearing.result() if hearing else None
        sensed = self._judged(track, heard)
        progress(1.0)
        return sensed

    def _see(
        self, pool: ThreadPoolExecutor, stop: threading.Event, follow: Callable[[list[Future[None]]], None]
    ) -> Track | None:
        """Look at the film, and again where something may have been missed."""
        if self._scan is None:
            return None
        follow(self._scan.submit(pool, stop))
        closer = self._scan.closer()
        if closer is None:
            return self._scan.track()
        while looks := closer.submit(pool, stop):
            follow(looks)
        if closer.trusted:
            return closer.track
        self._scan.begin_in_whole()
        follow(self._scan.submit(pool, stop))
        return self._scan.track()

    def _follow(
        self,
        work: Sequence[Work],
        beside: Sequence[Work],
        progress: Callable[[float], None],
    ) -> None:
        """Report progress until all work is done; its first error, or of what runs beside, is raised."""
        while not all(future.done() for future in work):
            for future in (*work, *beside):
                if future.done():
                    future.result()
            self._shown = max(self._shown, min(self._done_share(), 0.99))
            progress(self._shown)
            time.sleep(_POLL_S)
        for future in work:
            future.result()

    def _done_share(self) -> float:
        total = max(self._duration_s, 1e-6)
        seen = self._scan.done_s / total if self._scan else 1.0
        heard = self._listener.done_s / total if self._listener else 1.0
        return _PICTURE_SHARE * min(seen, 1.0) + (1 - _PICTURE_SHARE) * min(heard, 1.0)

    def _judged(self, track: Track | None, heard: Heard | None) -> Sensed:
        if self._info.has_picture and track is None:
            raise MediaError(
                f"no picture of {self._info.path.name} can be decoded in this range;"
                " export the film again, as H.264 or ProRes",
                path=str(self._info.path),
            )
        duration, seen = self._last - self._first, None
        thumbnails: tuple[Thumbnail, ...] = ()
        if track is not None and self._scan is not None:
            numbers = np.floor(track.time_s * float(self._rate.fps) + 0.5).astype(np.int64)
            frames = np.maximum(numbers - self._first, 0)
            duration = min(int(frames[-1]) + 1, duration)
            seen = self._look(Eye(track, frames, duration, self._rate))
            spans = [Span(shot.start_frame, shot.end_frame) for shot in seen.shots]
            thumbnails = chosen(self._thumbnails(duration), spans)
        evidence = self._evidence(duration, seen, heard)
        whole = self._first == 0 and self._last >= self._info.frame_count
        info = self._info
        if seen is not None and whole:
            length_s = float(self._rate.seconds(duration))
            info = replace(info, frame_count=duration, duration_s=length_s)
        return Sensed(evidence, info, thumbnails)

    def _look(self, eye: Eye) -> Seen:
        assert self._scan is not None
        info, stretches = self._info, self._scan.stretches
        first = stretches[0].first
        return eye.judge(
            [look for stretch in stretches for look in stretch.looks],
            starved=is_starved(info),
            hd=first is not None and first.hd,
            source=str(info.path),
        )

    def _thumbnails(self, duration: int) -> list[Thumbnail]:
        assert self._scan is not None
        kept = [one for stretch in self._scan.stretches for one in stretch.thumbnails]
        return [
            replace(one, frame=one.frame - self._first)
            for one in kept
            if 0 <= one.frame - self._first < duration
        ]

    def _evidence(self, duration: int, seen: Seen | None, heard: Heard | None) -> Evidence:
        heard_well = heard if heard is not None and not heard.silent else None
        modalities: list[Modality] = []
        if seen is not None:
            modalities.append("picture")
        if heard_well is not None:
            modalities.append("sound")
        strikes = self._strikes(heard_well, duration)
        events = [*(seen.events if seen else ()), *strikes]
        return Evidence(
            rate=self._rate,
            duration=duration,
            modalities=tuple(modalities),
            cuts=seen.cuts if seen else (),
            events=tuple(sorted(events, key=lambda event: event.frame)),
            shots=seen.shots if seen else (),
            faces=seen.faces if seen else (),
            speech=heard_well.speech if heard_well else (),
            silences=heard_well.silences if heard_well else (),
            curves=(*(seen.curves if seen else ()), *(heard_well.curves if heard_well else ())),
            loudness_lufs=heard_well.loudness_lufs if heard_well else None,
            notes=self._notes(heard, duration),
        )

    def _strikes(self, heard: Heard | None, duration: int) -> list[Event]:
        if heard is None:
            return []
        events = [
            Event(self._rate.frame_at(time_s), "sound", strength, confidence)
            for time_s, strength, confidence in heard.strikes
        ]
        return [event for event in events if event.frame < duration]

    def _notes(self, heard: Heard | None, duration: int) -> tuple[str, ...]:
        notes = about_streams(self._info, silent=heard is not None and heard.silent)
        damages = [stretch.damage for stretch in self._scan.stretches] if self._scan else []
        start_s = float(self._rate.seconds(self._first))
        reached_s = float(self._rate.seconds(self._first + duration))
        if self._listener:
            damages.append(self._listener.damage)
            reached_s = max(reached_s, start_s + self._listener.damage.read_s)
        wanted_s = float(self._rate.seconds(self._last))
        if self._last >= self._info.frame_count > 0:
            wanted_s = max(self._info.declared_s, wanted_s)
        return tuple(notes + about_damage(self._info.path.name, damages, reached_s, wanted_s))


def _range(
    info: MediaInfo, rate: FrameRate, start_s: Fraction | float, end_s: Fraction | float | None
) -> tuple[int, int]:
    """The first frame to sense and the one after the last."""
    length = info.frame_count or max(rate.frame_at(info.duration_s), 1)
    first = rate.frame_at(start_s)
    last = length if end_s is None else min(rate.frame_at(end_s), length)
    if not 0 <= first < last:
        asked = f"{float(start_s):.2f} s to {'the end' if end_s is None else f'{end_s:.2f} s'}"
        raise RangeError(
            f"the range {asked} is empty or outside {info.path.name}, which is"
            f" {float(rate.seconds(length)):.2f} s long"
        )
    return first, last


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _still(info: MediaInfo) -> Sensed:
    """A still image as a film that shows it for its whole length."""
    assert info.rate is not None
    shown = replace(see_image(info.path), end_frame=info.frame_count)
    evidence = Evidence(
        rate=info.rate,
        duration=info.frame_count,
        modalities=("picture",),
        shots=(shown,),
        notes=(f"{info.path.name} is a still image: it has no cuts, movement or sound",),
    )
    image = fitted(read_still(info.path))
    height, width = image.shape[:2]
    return Sensed(evidence, info, (Thumbnail(0, jpeg_of(image), width, height),))
