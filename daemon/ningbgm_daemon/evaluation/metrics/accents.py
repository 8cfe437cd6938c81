"""Accents: the onsets that stand out, and whether the picture gives them a reason.

To hit everything is mickey-mousing (Karlin and Wright, *On the Track*): so precision stands beside the hit
rate.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .sync import share_met


def accents(onsets_s: Sequence[float], strengths: Sequence[float]) -> tuple[float, ...]:
    """The onsets whose strength is over the mean by at least one standard deviation."""
    if not len(onsets_s):
        return ()
    force = np.asarray(strengths, float)
    limit = force.mean() + force.std()
    return tuple(time for time, one in zip(onsets_s, force, strict=True) if one >= limit and force.std() > 0)


def accent_precision(
    accents_s: Sequence[float], events_s: Sequence[float], tolerance_s: float = 0.1
) -> float | None:
    """Share of the accents that have an event of the picture within the tolerance; None without accents."""
    return share_met(accents_s, events_s, tolerance_s)


def a_minute(count: int, length_s: float) -> float:
    """How many there are in a minute."""
    return 60 * count / length_s
