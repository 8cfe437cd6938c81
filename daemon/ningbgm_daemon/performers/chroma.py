"""Guides of pitch classes as MusicGen Melody reads them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .passage import PITCH_CLASSES


def one_hot(chroma: npt.NDArray[np.float32], step_count: int) -> npt.NDArray[np.float32]:
    """The strongest pitch class of each step, shape (step_count, 12), zeros and ones.

    The model was trained on the strongest alone, as its feature extractor gives them. Where nothing sounds it
    reads C, which is also how it is told that there is no melody.
    """
    edges = np.linspace(0, len(chroma), step_count + 1)
    sums = np.concatenate([np.zeros((1, PITCH_CLASSES)), np.cumsum(chroma, axis=0, dtype=np.float64)])
    places = np.arange(len(chroma) + 1)
    upto = np.stack([np.interp(edges, places, column) for column in sums.T], axis=1)
    strongest = np.diff(upto, axis=0).argmax(axis=1)
    guide: npt.NDArray[np.float32] = np.eye(PITCH_CLASSES, dtype=np.float32)[strongest]
    return guide
