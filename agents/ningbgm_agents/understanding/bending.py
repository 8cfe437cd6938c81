"""The wish wins over the picture: curves are bent towards what the brief asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..brief import Brief, MoodShift
from ..scene import Support
from ..timeline import Edit
from .signals import Seconds, smooth

_KEPT, _KEPT_IN_SHIFT = 0.5, 0.3
"""How much of the picture's own contrasts stays, under a wish for the whole film and for a part."""
_RAMP_SHARE, _RAMP_LONGEST_S = 0.06, 6.0
"""A shift fades in and out over this share of the film, at most so many seconds."""
_ARC = 0.35
"""How far an arc lifts or lowers the ends."""
_STEADY = 0.4


@dataclass(frozen=True)
class Bent:
    """The curves after the wish, what the arc adds to tension, and what was done."""

    valence: Seconds
    arousal: Seconds
    tension: Seconds
    support: tuple[Support, ...]


def bend(valence: Seconds, arousal: Seconds, brief: Brief, edit: Edit) -> Bent:
    """The curves bent towards the brief's feeling, its arc and its shifts."""
    support = []
    share = _share(edit, len(valence))
    if brief.valence is not None:
        valence = _level(valence, brief.valence)
        support.append(_wished("valence", f"the wish asks for {brief.valence:+.2f}"))
    if brief.arousal is not None:
        arousal = _level(arousal, brief.arousal)
        support.append(_wished("arousal", f"the wish asks for {brief.arousal:+.2f}"))
    lift = _arc(brief, share)
    if brief.arc == "steady":
        arousal = arousal.mean() + _STEADY * (arousal - arousal.mean())
    arousal = np.clip(arousal + lift, -1, 1)
    if brief.arc != "follow":
        support.append(_wished("arousal", f"the wish asks for the arc “{brief.arc}”"))
    for shift in brief.shifts:
        weight = _weight(shift, share, edit)
        valence = _shifted(valence, shift.valence, weight)
        arousal = _shifted(arousal, shift.arousal, weight)
        support.append(
            _wished(
                "mood",
                f"the wish asks for “{shift.words}” from {shift.start:.0%} to {shift.end:.0%}",
            )
        )
    return Bent(valence, arousal, 0.5 * lift, tuple(support))


def _share(edit: Edit, seconds: int) -> Seconds:
    """Where each second lies in the scored range, as a share of it; outside below 0 and above 1."""
    start = float(edit.rate.seconds(edit.span.start))
    length = float(edit.rate.seconds(edit.span.duration))
    middle = np.minimum(np.arange(seconds) + 0.5, float(edit.rate.seconds(edit.duration)))
    return np.asarray((middle - start) / length)


def _level(values: Seconds, wanted: float) -> Seconds:
    return np.asarray(np.clip(wanted + _KEPT * (values - values.mean()), -1, 1))


def _arc(brief: Brief, share: Seconds) -> Seconds:
    place = np.clip(share, 0, 1)
    if brief.arc == "rise":
        return np.asarray(_ARC * (2 * place - 1))
    if brief.arc == "fall":
        return np.asarray(_ARC * (1 - 2 * place))
    if brief.arc == "arch":
        return np.asarray(_ARC * (2 * np.sin(np.pi * place) - 1))
    return np.zeros_like(share)


def _weight(shift: MoodShift, share: Seconds, edit: Edit) -> Seconds:
    """1 inside the shift, 0 outside, with a ramp at both ends."""
    inside = ((share >= shift.start) & (share < shift.end)).astype(np.float64)
    if shift.end >= 1:
        inside[share >= 1] = 1.0
    if not inside.any():
        inside[int(np.argmin(np.abs(share - (shift.start + shift.end) / 2)))] = 1.0
    length = float(edit.rate.seconds(edit.span.duration))
    ramp = round(min(_RAMP_SHARE * length, _RAMP_LONGEST_S))
    return smooth(inside, 2 * ramp + 1)


def _shifted(values: Seconds, wanted: float, weight: Seconds) -> Seconds:
    inside = weight > 0.5
    middle = float(values[inside].mean()) if inside.any() else float(values.mean())
    bent = wanted + _KEPT_IN_SHIFT * (values - middle)
    return np.asarray(np.clip((1 - weight) * values + weight * bent, -1, 1))


def _wished(field: str, why: str) -> Support:
    return Support(field, "wish", 1.0, why)
