"""Themes that are too much alike though they belong to different pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from critique.likeness import ALIKE, Shelf, likeness_to_all, moves_of
from ningbgm_agents.score import Theme


@dataclass(frozen=True)
class Found:
    """A theme and the piece that it belongs to."""

    film: int
    seed: int
    theme: Theme


@dataclass(frozen=True)
class Comparison:
    """All themes of different pieces against one another."""

    pairs: int
    quantiles: dict[str, float]
    """Likeness of the middle pair, of the nearest in a hundred, in a thousand, and of the nearest."""
    twins: tuple[tuple[Found, Found, float], ...]
    """Pairs that are one tune to the ear, the most alike first."""


def compare(themes: tuple[Found, ...], alike: float = ALIKE) -> Comparison:
    """Compare every theme with every one of another film or another seed."""
    shelf = Shelf.of(tuple(moves_of(found.theme.melody) for found in themes))
    values: list[npt.NDArray[np.float64]] = []
    twins: list[tuple[Found, Found, float]] = []
    for number, found in enumerate(themes):
        others = np.array(
            [n for n in range(number) if (themes[n].film, themes[n].seed) != (found.film, found.seed)], int
        )
        row = likeness_to_all(moves_of(found.theme.melody), shelf)[others]
        values.append(row)
        twins += [(themes[others[place]], found, float(row[place])) for place in np.flatnonzero(row >= alike)]
    every = np.concatenate(values) if values else np.zeros(0)
    shares = {"middle": 0.5, "1 in 100": 0.99, "1 in 1000": 0.999, "nearest": 1.0}
    quantiles = {name: round(float(np.quantile(every, share)), 3) for name, share in shares.items()}
    return Comparison(len(every), quantiles, tuple(sorted(twins, key=lambda pair: -pair[2])))
