"""Does the music move as the picture does? Spearman's rank correlation, its p-value by circular shifts.

Curves of time are correlated with themselves, so that the textbook p-value of Spearman is far too small; a
circular shift keeps each curve's own movement and breaks only the tie between the two (Theiler et al.,
Physica D, 1992; usual in spike-train analysis).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

Floats = npt.NDArray[np.float64]

CURVE_HZ = 4.0
"""Values a second of the curves that are compared."""
_FEWEST = 8


@dataclass(frozen=True)
class EnergyTie:
    """How closely two curves move together."""

    rho: float
    """-1 to 1."""
    p: float
    """Share of all circular shifts, none included, that tie the curves at least as closely."""


def energy_tie(picture: Floats, music: Floats) -> EnergyTie | None:
    """The tie of two curves of one rate; None where one is too short or does not move."""
    count = min(len(picture), len(music))
    if count < _FEWEST:
        return None
    one, other = _ranks(picture[:count]), _ranks(music[:count])
    if one is None or other is None:
        return None
    ties = np.array([float(one @ np.roll(other, shift)) for shift in range(count)])
    return EnergyTie(float(ties[0]), float(np.mean(ties >= ties[0] - 1e-12)))


def _ranks(curve: Floats) -> Floats | None:
    """Ranks with mean 0 and length 1, so that a product of two is their correlation."""
    ranks = rankdata(curve) - (len(curve) + 1) / 2
    size = float(np.linalg.norm(ranks))
    return np.asarray(ranks / size, np.float64) if size > 0 else None
