"""Pitch classes: how many are in use, and how well they keep to one scale."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .tune import Tune, TuneNote

Floats = npt.NDArray[np.float64]

_MAJOR = (0, 2, 4, 5, 7, 9, 11)


def pitch_class_entropy(tune: Tune) -> float | None:
    """Entropy of the pitch classes in bits, 0 to 3.585, a note counting once.

    Wu and Yang, *The Jazz Transformer on the Front Line* (ISMIR 2020); as in MusPy (Dong et al., ISMIR 2020).
    """
    return entropy(pitch_classes(tune.pitched)) if tune.pitched else None


def windowed_entropy(tune: Tune, bars: int) -> float | None:
    """Mean entropy over all runs of so many bars that have notes: H1 with 1 bar, H4 with 4 (MusDr).

    Wu and Yang (2020). A note belongs to the bar in which it begins; a piece of fewer bars is taken whole.
    """
    count = len(tune.bars) - 1
    width = min(bars, count)
    found = []
    for first in range(count - width + 1):
        low, high = tune.bars[first], tune.bars[first + width]
        inside = tuple(note for note in tune.pitched if low <= note.start < high)
        if inside:
            found.append(entropy(pitch_classes(inside)))
    return float(np.mean(found)) if found else None


def scale_consistency(tune: Tune) -> float | None:
    """The largest share of notes that lie in one major or natural minor scale, 0 to 1.

    Mogren, *C-RNN-GAN* (2016); as in MusPy. Each minor scale has the notes of a major one.
    """
    if not tune.pitched:
        return None
    counts = pitch_classes(tune.pitched)
    shares = [counts[[(root + step) % 12 for step in _MAJOR]].sum() / counts.sum() for root in range(12)]
    return float(max(shares))


def pitch_classes(notes: tuple[TuneNote, ...]) -> Floats:
    """How many notes each of the twelve pitch classes has, shape (12,)."""
    return np.bincount([note.pitch % 12 for note in notes], minlength=12).astype(np.float64)


def entropy(weights: Floats) -> float:
    """Shannon entropy of weights, in bits."""
    shares = weights[weights > 0] / weights.sum()
    return float(-(shares * np.log2(shares)).sum()) + 0.0
