"""Everything that was sensed on one clock: a value a second, and the frames of the cuts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..evidence import Curve, Evidence, Look
from ..timeline import Edit

Seconds = NDArray[np.float64]
"""float64, shape (seconds,): one value a second of the edit."""

_SAME_CUT = 2
"""Cuts of the timeline and of the detector closer than this, in frames, are one."""
_LIMITS = {"warmth": (-1.0, 1.0), "loudness": (-70.0, 0.0), "onsets": (0.0, 50.0)}
_LOOK = ("brightness", "saturation", "warmth", "contrast")


@dataclass(frozen=True)
class CutPoint:
    """A change of shot, from the timeline or detected."""

    frame: int
    confidence: float
    gradual: bool = False


@dataclass(frozen=True)
class Signals:
    """The film's quantities, each as one value a second; what was not sensed is missing."""

    seconds: int
    curves: dict[str, Seconds]
    cuts: tuple[CutPoint, ...]
    cut_rate: Seconds
    """Cuts a minute around each second; zeros where there is no picture."""
    sources: dict[str, str]
    """Where each curve comes from."""

    def get(self, name: str) -> Seconds | None:
        """The curve of this name, or None."""
        return self.curves.get(name)

    def mean(self, name: str, start_s: float, end_s: float) -> float | None:
        """The mean of a curve between two times, or None where it was not sensed."""
        curve = self.curves.get(name)
        if curve is None:
            return None
        first, last = window(start_s, end_s, self.seconds)
        return float(curve[first:last].mean())


def read_signals(edit: Edit, evidence: Evidence) -> Signals:
    """All curves on the clock of the edit; looks of shots and images fill in for missing ones."""
    seconds = max(1, math.ceil(float(edit.rate.seconds(edit.duration))))
    curves = {c.name: per_second(c, seconds) for c in evidence.curves if c.values and c.rate_hz > 0}
    sources = {c.name: c.source for c in evidence.curves}
    for name, curve in _looks(edit, evidence, seconds).items():
        if name not in curves:
            curves[name], sources[name] = curve, "picture" if evidence.shots else "image"
    if "speech" not in curves and evidence.speech:
        curves["speech"], sources["speech"] = _speech(evidence, seconds), "sound"
    cuts = find_cuts(edit, evidence)
    return Signals(seconds, curves, cuts, _cut_rate(edit, cuts, seconds), sources)


def per_second(curve: Curve, seconds: int) -> Seconds:
    """The mean of each second; seconds without a sample are interpolated, the ends are held."""
    low, high = _LIMITS.get(curve.name, (0.0, 1.0))
    values = np.nan_to_num(np.asarray(curve.values, dtype=np.float64), nan=low, posinf=high, neginf=low)
    place = np.floor(np.arange(values.size) / curve.rate_hz + 1e-9).astype(np.int64)
    inside = place < seconds
    values, place = np.clip(values[inside], low, high), place[inside]
    count = np.bincount(place, minlength=seconds)
    total = np.bincount(place, weights=values, minlength=seconds)
    known = np.flatnonzero(count)
    return np.interp(np.arange(seconds), known, total[known] / count[known])


def find_cuts(edit: Edit, evidence: Evidence) -> tuple[CutPoint, ...]:
    """Cuts of the timeline, and detected ones that are not the same; ascending, inside the edit."""
    known = {
        shot.record.start: CutPoint(shot.record.start, shot.confidence, shot.transition_in != "cut")
        for shot in edit.shots
    }
    frames = np.array(sorted(known), dtype=np.int64)
    for cut in evidence.cuts:
        near = np.searchsorted(frames, (cut.frame - _SAME_CUT, cut.frame + _SAME_CUT + 1))
        if near[0] == near[1] and cut.frame not in known:
            known[cut.frame] = CutPoint(cut.frame, cut.confidence, cut.kind != "cut")
    return tuple(known[frame] for frame in sorted(known) if 0 < frame < edit.duration)


def window(start_s: float, end_s: float, seconds: int) -> tuple[int, int]:
    """The seconds between two times as indices, at least one."""
    first = min(max(int(start_s), 0), seconds - 1)
    return first, min(max(math.ceil(end_s - 1e-6), first + 1), seconds)


def smooth(values: Seconds, width: int) -> Seconds:
    """The values under a Hann window of `width` seconds; the ends are mirrored."""
    width = min(width, 2 * len(values) - 1)
    if width < 3:
        return values.copy()
    half = width // 2
    kernel = np.hanning(2 * half + 3)[1:-1]
    padded = np.pad(values, half, mode="reflect" if len(values) > half else "edge")
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")


def _looks(edit: Edit, evidence: Evidence, seconds: int) -> dict[str, Seconds]:
    """Curves of look and movement from shots, else from still images laid out evenly."""
    curves: dict[str, Seconds] = {}
    if evidence.shots:
        starts = np.array([float(edit.rate.seconds(s.start_frame)) for s in evidence.shots])
        index = np.clip(np.searchsorted(starts, np.arange(seconds) + 0.5) - 1, 0, len(starts) - 1)
        looks = [shot.look for shot in evidence.shots]
        for name in ("motion", "camera", "face"):
            values = np.array([getattr(shot, name) for shot in evidence.shots])
            curves[name] = np.clip(np.nan_to_num(values[index]), 0.0, 1.0)
    elif evidence.images:
        index = np.arange(seconds) * len(evidence.images) // seconds
        looks = [image.look for image in evidence.images]
        curves["face"] = np.array([image.face for image in evidence.images])[index]
    else:
        return {}
    return curves | {name: _of(looks, name)[index] for name in _LOOK}


def _of(looks: list[Look], name: str) -> Seconds:
    low, high = _LIMITS.get(name, (0.0, 1.0))
    values = np.array([getattr(look, name) for look in looks], dtype=np.float64)
    return np.clip(np.nan_to_num(values), low, high)


def _speech(evidence: Evidence, seconds: int) -> Seconds:
    """The share of each second that is speech."""
    share = np.zeros(seconds)
    for span in evidence.speech:
        first, last = window(span.start_s, span.end_s, seconds)
        for second in range(first, last):
            share[second] += max(0.0, min(second + 1, span.end_s) - max(second, span.start_s))
    return np.clip(share, 0.0, 1.0)


def _cut_rate(edit: Edit, cuts: tuple[CutPoint, ...], seconds: int) -> Seconds:
    """Cuts a minute in a window of about eleven seconds, weighted by confidence."""
    counts = np.zeros(seconds)
    for cut in cuts:
        counts[min(int(edit.rate.seconds(cut.frame)), seconds - 1)] += cut.confidence
    return 60.0 * smooth(counts, 11)
