"""How near the onsets of the music come to the cuts of the picture, and what chance would give.

A hit rate means nothing without its tolerance and its chance level: chance is the share of the film that lies
within the tolerance of an onset, which is what a cut at a random place would meet; corrected is (observed -
chance) / (1 - chance), as Cohen's kappa (1960) corrects agreement. Frame tolerance: Rec. ITU-R BS.1204; 40,
70 and 100 ms stand around the onset windows of MIREX (50 ms) and the limits of ITU-R BT.1359.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

TOLERANCES_S = (0.04, 0.07, 0.1)
MOST_CHANCE = 0.8
"""Chance level above which a rate tells nothing."""
_SLACK_S = 1e-9


@dataclass(frozen=True)
class HitErrors:
    """Signed distances from cuts to the nearest onsets, in milliseconds; late is positive."""

    median_ms: float
    p95_ms: float
    """95th percentile of the distances without their signs."""


def hit_errors(cuts_s: Sequence[float], onsets_s: Sequence[float]) -> HitErrors | None:
    """How far the nearest onset is from each cut; None without cuts or onsets."""
    if not len(cuts_s) or not len(onsets_s):
        return None
    heard = np.asarray(onsets_s, float)
    errors = np.array([heard[np.abs(heard - cut).argmin()] - cut for cut in cuts_s]) * 1000
    return HitErrors(float(np.median(errors)), float(np.percentile(np.abs(errors), 95)))


def share_met(cuts_s: Sequence[float], onsets_s: Sequence[float], tolerance_s: float) -> float | None:
    """Share of the cuts with an onset within the tolerance; None without cuts."""
    if not len(cuts_s):
        return None
    heard = np.asarray(onsets_s, float)
    met = [bool(len(heard)) and np.abs(heard - cut).min() <= tolerance_s + _SLACK_S for cut in cuts_s]
    return float(np.mean(met))


def chance(onsets_s: Sequence[float], tolerance_s: float, start_s: float, end_s: float) -> float:
    """Share of the time from `start_s` to `end_s` that lies within the tolerance of an onset."""
    total, reached = 0.0, start_s
    for time in sorted(onsets_s):
        low, high = max(time - tolerance_s, reached), min(time + tolerance_s, end_s)
        total += max(0.0, high - low)
        reached = max(reached, high)
    return total / (end_s - start_s)


def corrected(observed: float | None, by_chance: float) -> float | None:
    """What is left of a rate when chance is taken out; None where chance alone meets four of five.

    There the little that is left to be met makes 1 or worse than -1 of a single cut.
    """
    if observed is None or by_chance > MOST_CHANCE:
        return None
    return (observed - by_chance) / (1 - by_chance)
