"""The temporal expert: cuts the film into records, anchored on the strongest sense."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..brief import Brief
from ..evidence import Evidence
from ..timeline import Edit, Span
from .signals import Seconds, Signals
from .silences import WantedSilence

SHORTEST_S, LONGEST_S = 2.0, 20.0
"""Lengths between which a record lies, silences and edges of the range aside."""
_CHANGE = 0.5
"""Strength from which a change of picture or sound starts a new record."""
_AROUND_S = 3
"""Seconds before and after that a change is judged by."""
_BESIDE_S = 2
"""Seconds beside a change in which its shadow is not taken for another."""
_SENSES = {
    "picture": {
        "brightness": 1.0,
        "saturation": 0.8,
        "warmth": 0.6,
        "contrast": 0.5,
        "motion": 1.0,
    },
    "sound": {
        "loudness": 1.0 / 40,
        "onsets": 1.0 / 10,
        "speech": 0.4,
        "music": 0.6,
        "tonality": 0.3,
    },
}
"""What counts as a change, with weights that bring the units together."""


@dataclass(frozen=True)
class Boundary:
    """A frame at which a record may start, and how much changes there."""

    frame: int
    strength: float


def anchor(evidence: Evidence) -> str:
    """The modality that records are anchored on: picture, else sound, else images, else text."""
    if evidence.shots or evidence.cuts or "picture" in evidence.modalities:
        return "picture"
    if evidence.curve("loudness") is not None or evidence.speech or "sound" in evidence.modalities:
        return "sound"
    return "image" if evidence.images else "text"


def segment(
    edit: Edit,
    evidence: Evidence,
    brief: Brief,
    signals: Signals,
    silences: tuple[WantedSilence, ...],
) -> tuple[Span, ...]:
    """Ascending spans without holes over the whole edit."""
    novelty = change_by_second(signals)
    boundaries = _boundaries(edit, evidence, brief, signals, novelty)
    edges = sorted({0, edit.duration, *_fixed(edit, evidence, silences)})
    spans: list[Span] = []
    for start, end in pairwise(edges):
        spans += _split(Span(start, end), boundaries, novelty, edit)
    return tuple(spans)


def change_by_second(signals: Signals) -> Seconds:
    """How much picture and sound change at the start of each second, 0 and more."""
    total = np.zeros(signals.seconds)
    for weights in _SENSES.values():
        for name, weight in weights.items():
            curve = signals.get(name)
            if curve is not None:
                total += (weight * _step(curve)) ** 2
    return _peaked(np.sqrt(total))


def _peaked(novelty: Seconds) -> Seconds:
    """The same with everything beside a peak weakened, so that a change is found once."""
    around = np.pad(novelty, _BESIDE_S, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(around, 2 * _BESIDE_S + 1)
    return np.where(novelty >= windows.max(axis=1), novelty, 0.3 * novelty)


def _step(curve: Seconds) -> Seconds:
    """Difference of the means after and before each second."""
    size = len(curve)
    total = np.concatenate(([0.0], np.cumsum(curve)))
    here = np.arange(size)
    before, after = np.maximum(here - _AROUND_S, 0), np.minimum(here + _AROUND_S, size)
    ahead = (total[after] - total[here]) / (after - here)
    behind = (total[here] - total[before]) / np.maximum(here - before, 1)
    step = ahead - behind
    step[0] = 0.0
    return np.asarray(step)


def _fixed(edit: Edit, evidence: Evidence, silences: tuple[WantedSilence, ...]) -> set[int]:
    """Where a record has to start: edges of the range, of silences, of images without film."""
    frames = {edit.span.start, edit.span.end}
    for silence in silences:
        frames |= {silence.span.start, silence.span.end}
    if anchor(evidence) == "image" and edit.duration > len(evidence.images):
        count, span = len(evidence.images), edit.span
        frames |= {span.start + span.duration * n // count for n in range(count)}
    return {frame for frame in frames if 0 < frame < edit.duration}


def _boundaries(
    edit: Edit, evidence: Evidence, brief: Brief, signals: Signals, novelty: Seconds
) -> list[Boundary]:
    looks = _look_changes(evidence)
    found: dict[int, float] = {}
    for cut in signals.cuts:
        second = min(round(float(edit.rate.seconds(cut.frame))), signals.seconds - 1)
        change = float(novelty[second]) + 0.5 * looks.get(cut.frame, 0.0)
        found[cut.frame] = 0.25 * cut.confidence + (0.2 if cut.gradual else 0.0) + 0.8 * change
    for shift in brief.shifts:
        frame = edit.span.start + round(shift.start * edit.span.duration)
        found.setdefault(frame, 0.55)
    for words in evidence.words:
        if words.start_s is not None:
            found.setdefault(edit.rate.frame_at(words.start_s), 0.2)
    if anchor(evidence) == "sound":
        for span in evidence.speech:
            found.setdefault(edit.rate.frame_at(span.start_s), 0.35)
    return [Boundary(frame, found[frame]) for frame in sorted(found) if 0 < frame < edit.duration]


def _look_changes(evidence: Evidence) -> dict[int, float]:
    """How much the look changes at the first frame of each shot."""
    changes = {}
    for before, after in pairwise(evidence.shots):
        a, b = before.look, after.look
        steps = (
            a.brightness - b.brightness,
            0.8 * (a.saturation - b.saturation),
            0.6 * (a.warmth - b.warmth),
            0.5 * (a.contrast - b.contrast),
            before.motion - after.motion,
        )
        changes[after.start_frame] = float(np.linalg.norm(np.nan_to_num(steps)))
    return changes


def _split(whole: Span, boundaries: list[Boundary], novelty: Seconds, edit: Edit) -> list[Span]:
    """Divide a span at its strongest changes until every part is of one piece and not too long."""
    fps = float(edit.rate.fps)
    frames = np.array([b.frame for b in boundaries], dtype=np.int64)
    strengths = np.array([b.strength for b in boundaries])
    done: list[Span] = []
    waiting = [whole]
    while waiting:
        span = waiting.pop()
        at = _best(span, frames, strengths, novelty, fps)
        if at is None:
            done.append(span)
        else:
            waiting += [Span(span.start, at), Span(at, span.end)]
    return sorted(done)


def _best(
    span: Span, frames: NDArray[np.int64], strengths: Seconds, novelty: Seconds, fps: float
) -> int | None:
    """Where to divide a span, or None where it is to stay whole."""
    margin = round(SHORTEST_S * fps)
    low, high = span.start + margin, span.end - margin
    if low > high:
        return None
    first, last = np.searchsorted(frames, low), np.searchsorted(frames, high, side="right")
    long = span.duration > LONGEST_S * fps
    if last > first:
        best = int(first + np.argmax(strengths[first:last]))
        if long or strengths[best] >= _CHANGE:
            return int(frames[best])
    within = np.arange(int(np.ceil(low / fps)), min(int(high / fps) + 1, len(novelty)))
    if not within.size:
        return (span.start + span.end) // 2 if long else None
    second = int(within[np.argmax(novelty[within])])
    if not long and novelty[second] < _CHANGE:
        return None
    if novelty[second] < 0.05:
        return (span.start + span.end) // 2
    return min(max(round(second * fps), low), high)
