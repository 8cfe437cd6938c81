"""From the measured track to the evidence of the picture: cuts, shots, events, curves, faces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ningbgm_agents.evidence import Curve, Cut, Event, FaceSighting, Shown
from ningbgm_agents.timeline import FrameRate, Span

from . import look, movement
from .curves import binned, curve_length, curve_of
from .frames import Track
from .gradual import Gradual
from .happenings import Happenings, find_happenings
from .scan import FaceLook

_NO_FACE, _ONE_FACE, _MORE_FACES = 0.06, 0.72, 0.88
"""Likelihoods of a face in a shot after no, one and more sightings (measured on real clips)."""
_EDGE_S = 0.5


@dataclass(frozen=True, slots=True)
class Seen:
    """The evidence of the picture; frames count from the first frame that was looked at."""

    cuts: tuple[Cut, ...]
    shots: tuple[Shown, ...]
    events: tuple[Event, ...]
    faces: tuple[FaceSighting, ...]
    curves: tuple[Curve, ...]


class Eye:
    """Judges a track of pictures.

    `frames`: the frame of every picture, shape (pictures,); `duration`: frames in all.
    """

    def __init__(self, track: Track, frames: npt.NDArray[np.int64], duration: int, rate: FrameRate) -> None:
        self._track, self._frames, self._duration, self._rate = track, frames, duration, rate
        self._fps = float(rate.fps)
        self._motion = movement.motion(track, self._fps)
        self._camera = movement.camera_share(track)

    def judge(self, looks: list[FaceLook], *, starved: bool, hd: bool, source: str) -> Seen:
        """All evidence of the picture; `looks` are in the time of the track."""
        found = find_happenings(self._track, self._fps, starved)
        cuts = self._cuts(found.hard, found.gradual)
        faces = [(self._frame_at(seen.time_s), seen.height) for seen in looks]
        return Seen(
            cuts=cuts,
            shots=self._shots(cuts, faces, hd=hd, source=source),
            events=self._events(found),
            faces=tuple(FaceSighting(frame, round(height, 3), 0.7) for frame, height in faces if height),
            curves=self._curves(found.barred),
        )

    def _frame_at(self, time_s: float) -> int:
        place = int(np.searchsorted(self._track.time_s, time_s - 1e-6))
        return int(self._frames[min(place, len(self._frames) - 1)])

    def _cuts(self, hard: list[tuple[int, float]], gradual: list[Gradual]) -> tuple[Cut, ...]:
        cuts = [Cut(int(self._frames[place]), score) for place, score in hard]
        for change in gradual:
            first, last = int(self._frames[change.first]), int(self._frames[change.last])
            middle = int(self._frames[change.middle])
            cuts.append(Cut(middle, change.confidence, change.kind, max(last - first, 1)))
        return tuple(sorted(cuts, key=lambda cut: cut.frame))

    def _shots(
        self, cuts: tuple[Cut, ...], faces: list[tuple[int, float]], *, hd: bool, source: str
    ) -> tuple[Shown, ...]:
        edge = round(_EDGE_S * self._fps)
        inner = [
            cut.frame
            for cut in cuts
            if cut.kind not in ("fade_in", "fade_out")
            or edge < cut.frame - cut.duration // 2 < self._duration - cut.duration - edge
        ]
        edges = [0, *sorted({frame for frame in inner if 0 < frame < self._duration})]
        spans = [Span(a, b) for a, b in zip(edges, [*edges[1:], self._duration], strict=True)]
        return tuple(self._shown(span, faces, hd=hd, source=source) for span in spans)

    def _shown(self, span: Span, faces: list[tuple[int, float]], *, hd: bool, source: str) -> Shown:
        first, last = np.searchsorted(self._frames, [span.start, span.end])
        first = min(int(first), len(self._frames) - 1)
        part = slice(first + 1, max(int(last), first + 2))
        looks = [height for frame, height in faces if frame in span]
        return Shown(
            start_frame=span.start,
            end_frame=span.end,
            look=look.look_of(self._track, first, int(last), hd=hd),
            motion=_mean(self._motion[part]),
            camera=_mean(self._camera[part]),
            face=_face_likelihood(looks),
            source=source,
        )

    def _events(self, found: Happenings) -> tuple[Event, ...]:
        events = [
            *(Event(int(self._frames[place]), "flash", size, 0.8) for place, size in found.flashes),
            *(
                Event(int(self._frames[place]), "action", size, round(0.4 + 0.4 * size, 3))
                for place, size in found.actions
            ),
        ]
        return tuple(sorted(events, key=lambda event: event.frame))

    def _curves(self, barred: npt.NDArray[np.bool_]) -> tuple[Curve, ...]:
        track, length = self._track, curve_length(self._duration / self._fps)
        times = self._frames / self._fps
        moved = np.where(barred, np.nan, self._motion)
        followed = np.where(barred, np.nan, self._camera)
        measures = (
            ("motion", moved, "optical flow", 0.8),
            ("camera", followed, "optical flow", 0.6),
            ("brightness", look.brightness(track.luma), "luma", 1.0),
            ("saturation", look.saturation(track.chroma), "chroma", 1.0),
            ("warmth", look.warmth(track.u, track.v), "chroma", 0.9),
            ("contrast", look.contrast(track.contrast), "luma", 1.0),
        )
        return tuple(
            curve_of(name, binned(times, values, length), source, confidence)
            for name, values, source, confidence in measures
        )


def _face_likelihood(heights: list[float]) -> float:
    sightings = sum(1 for height in heights if height)
    if not heights:
        return 0.0
    return (_NO_FACE, _ONE_FACE, _MORE_FACES)[min(sightings, 2)]


def _mean(values: npt.NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return round(float(known.mean()), 4) if len(known) else 0.0
