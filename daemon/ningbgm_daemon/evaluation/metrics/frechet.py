"""How far one set of sounds lies from another in a model's ears: Fréchet audio distance.

Kilgour et al., *Fréchet Audio Distance* (Interspeech 2019): both sets of embeddings are taken for normal
distributions, and the distance is |m1 - m2|² + tr(S1 + S2 - 2 (S1 S2)^½), m their means and S their
covariances. Embeddings have shape (sounds, dimensions).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .chance import Estimate

Floats = npt.NDArray[np.float64]

FEWEST_FOR_INFINITY = 400
"""Embeddings from which on the distance of endlessly many is estimated."""
_SIZES = 15
_MOST_PARTS = 20
_SURE = 1.96


def frechet_distance(one: Floats, other: Floats) -> float | None:
    """The distance of two sets, 0 for a set and itself; None where one has fewer than two embeddings.

    The trace of the root of S1 S2 is the sum of the singular values of A1 A2ᵀ, where S = AᵀA: that holds for
    covariances that cannot be inverted too (few sounds, many dimensions), where a root of a matrix is shaky.
    """
    if len(one) < 2 or len(other) < 2:
        return None
    apart = one.mean(axis=0) - other.mean(axis=0)
    first, second = _root(one), _root(other)
    shared = float(np.linalg.svd(first @ second.T, compute_uv=False).sum())
    found = float(apart @ apart) + float((first**2).sum()) + float((second**2).sum()) - 2 * shared
    return max(found, 0.0)


def frechet_estimate(pieces: Sequence[Floats], reference: Floats) -> Estimate | None:
    """The distance of a system's pieces from a reference, its interval by leaving pieces out in turn.

    The jackknife of Quenouille and Tukey: redrawn sets would hold the same sounds twice, which alone moves
    this distance. Of many pieces, a twentieth is left out at a time. The count is that of the embeddings.
    """
    whole = frechet_distance(np.concatenate(pieces), reference) if pieces else None
    if whole is None:
        return None
    parts = [list(part) for part in np.array_split(np.arange(len(pieces)), min(len(pieces), _MOST_PARTS))]
    without = [
        frechet_distance(np.concatenate([p for n, p in enumerate(pieces) if n not in part]), reference)
        for part in parts
        if len(part) < len(pieces)
    ]
    known = np.array([found for found in without if found is not None])
    spread = float(np.sqrt((len(known) - 1) * known.var())) if len(known) > 1 else 0.0
    count = sum(len(piece) for piece in pieces)
    return Estimate(whole, max(whole - _SURE * spread, 0.0), whole + _SURE * spread, count)


def frechet_at_infinity(one: Floats, reference: Floats, seed: int = 0) -> float | None:
    """The distance that endlessly many sounds would have, since few are always told to lie too far.

    Gui et al., *Adapting Fréchet Audio Distance for Generative Music Evaluation* (ICASSP 2024): distances of
    parts of several sizes lie on a line over 1 / size, which is read where that is 0. None under
    `FEWEST_FOR_INFINITY` embeddings.
    """
    if len(one) < FEWEST_FOR_INFINITY or len(reference) < 2:
        return None
    dice = np.random.default_rng(seed)
    sizes = np.linspace(len(one) // 4, len(one), _SIZES).astype(int)
    found = [
        frechet_distance(one[dice.choice(len(one), size, replace=False)], reference) or 0.0 for size in sizes
    ]
    return float(np.polyfit(1 / sizes, found, 1)[1])


def _root(embeddings: Floats) -> Floats:
    """A matrix A with AᵀA the covariance, of as many rows as dimensions at most."""
    centred = (embeddings - embeddings.mean(axis=0)) / np.sqrt(len(embeddings) - 1)
    rows, dimensions = centred.shape
    return np.asarray(np.linalg.qr(centred, mode="r") if rows > dimensions else centred, np.float64)
