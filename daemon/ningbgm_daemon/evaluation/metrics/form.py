"""Form: boundaries against the story's, smooth joins, tempo and key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)


def boundary_f(wanted_s: Sequence[float], found_s: Sequence[float], tolerance_s: float) -> float | None:
    """F-measure of boundaries found within a tolerance, each matched once at most; None without wanted ones.

    Turnbull et al., *A Supervised Approach for Detecting Boundaries in Music* (ISMIR 2007), tolerances 0.5
    and 3 s.
    """
    if not wanted_s:
        return None
    met = _matched(sorted(wanted_s), sorted(found_s), tolerance_s)
    return 2 * met / (len(wanted_s) + len(found_s))


def novelty_boundaries(features: Floats, rate_hz: float, half_s: float = 2.0) -> tuple[float, ...]:
    """Times at which the sound turns into another: peaks of Foote's novelty (2000).

    `features`: shape (time, dimensions). A checkerboard of twice `half_s` runs along the self-similarity;
    peaks over the mean by a standard deviation are boundaries.
    """
    half = round(half_s * rate_hz)
    if len(features) < 2 * half or half < 1:
        return ()
    unit = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-9)
    likeness = np.pad(unit @ unit.T, half, mode="edge")
    taper = np.hanning(2 * half + 2)[1:-1]
    side = np.repeat([-1.0, 1.0], half)
    board = np.outer(side * taper, side * taper)
    novelty = np.array(
        [(likeness[i : i + 2 * half, i : i + 2 * half] * board).sum() for i in range(len(features))]
    )
    limit = novelty.mean() + novelty.std()
    peaks = [
        i
        for i in range(half // 2 + 1, len(novelty) - half // 2 - 1)
        if novelty[i] > limit and novelty[i] == novelty[max(0, i - half) : i + half + 1].max()
    ]
    return tuple(peak / rate_hz for peak in peaks)


@dataclass(frozen=True)
class JoinSteps:
    """The largest steps of the sound at its joins."""

    loudness_db: float
    centroid: float
    """As an interval, in octaves."""
    chroma: float
    """1 less the cosine, 0 to 1."""


def join_steps(
    joins_s: Sequence[float], levels_db: Floats, centroids_hz: Floats, chroma: Floats, rate_hz: float
) -> JoinSteps | None:
    """Largest steps between the second before and the second after a join; None without one inside.

    A step at a join is heard as an edit; each curve has `rate_hz` values a second, chroma has shape (time,
    12).
    """
    width, steps = round(rate_hz), []
    for join in joins_s:
        middle = round(join * rate_hz)
        if middle < width or middle + width > len(levels_db):
            continue
        old, new = slice(middle - width, middle), slice(middle, middle + width)
        one, other = chroma[old].mean(axis=0), chroma[new].mean(axis=0)
        size = float(np.linalg.norm(one) * np.linalg.norm(other))
        ratio = max(centroids_hz[new].mean(), 1.0) / max(centroids_hz[old].mean(), 1.0)
        steps.append(
            (
                abs(float(levels_db[new].mean() - levels_db[old].mean())),
                abs(float(np.log2(ratio))),
                1 - float(one @ other) / size if size > 0 else 0.0,
            )
        )
    return JoinSteps(*np.max(steps, axis=0).tolist()) if steps else None


def largest_tempo_step(bpms: Sequence[float]) -> float | None:
    """The largest change between two neighbouring tempi, as a share of the earlier; None without tempi."""
    if not bpms:
        return None
    changes = [abs(after / before - 1) for before, after in pairwise(bpms)]
    return max(changes, default=0.0)


def tempo_agrees(wanted_bpm: float, heard_bpm: float) -> bool:
    """Whether a tempo is within 10 % of the wanted one, of its half or of its double.

    Half and double are taken as right, as in MIREX's second accuracy (Gouyon et al., 2006): where the beat of
    a piece is, is a matter of opinion.
    """
    return any(abs(heard_bpm / (wanted_bpm * factor) - 1) <= 0.1 for factor in (0.5, 1.0, 2.0))


def key_of(chroma: Floats) -> tuple[int, bool] | None:
    """The key (tonic, major) whose profile fits the weights of the pitch classes best; None for silence.

    `chroma`: shape (12,). Krumhansl and Kessler's profiles (1982), by correlation (Krumhansl 1990).
    """
    if float(chroma.std()) == 0:
        return None
    fits = {
        (tonic, major): float(np.corrcoef(np.roll(profile, tonic), chroma)[0, 1])
        for major, profile in ((True, _MAJOR), (False, _MINOR))
        for tonic in range(12)
    }
    return max(fits, key=lambda key: fits[key])


def key_agrees(wanted: tuple[int, bool], heard: tuple[int, bool]) -> bool:
    """Whether two keys (tonic, major) are the same, relative or parallel."""
    (tonic, major), (other, other_major) = wanted, heard
    relative = (tonic + (9 if major else 3)) % 12
    return tonic == other or (other == relative and major != other_major)


def _matched(wanted: list[float], found: list[float], tolerance_s: float) -> int:
    """The largest number of pairs; in order, the earliest that fits is always a best choice."""
    met, index = 0, 0
    for time in wanted:
        while index < len(found) and found[index] < time - tolerance_s - 1e-9:
            index += 1
        if index < len(found) and found[index] <= time + tolerance_s + 1e-9:
            met, index = met + 1, index + 1
    return met
