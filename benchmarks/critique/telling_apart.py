"""A simple classifier: Fisher's linear discriminants, and the nearest mean. One group is always left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_RIDGE = 0.3
"""Share of the plain mean in the covariance: few examples make a poor covariance (Friedman, 1989)."""


@dataclass(frozen=True)
class Confusion:
    """How often each class was taken for each."""

    names: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    """Shape (true, taken for)."""

    @property
    def right(self) -> float:
        """Share that was told rightly."""
        return float(np.trace(self.counts) / self.counts.sum())

    @property
    def chance(self) -> float:
        """Share that guessing tells rightly."""
        return 1 / len(self.names)

    def mistaken(self) -> list[tuple[str, str, int]]:
        """Classes that were taken for others: true, taken for, how often; the most usual first."""
        found = [
            (self.names[true], self.names[taken], int(self.counts[true, taken]))
            for true, taken in zip(*np.nonzero(self.counts), strict=True)
            if true != taken
        ]
        return sorted(found, key=lambda row: -row[2])

    def table(self) -> str:
        """The counts as text, a line for each true class."""
        width = max(map(len, self.names))
        head = " " * width + " " + " ".join(name[:4].rjust(4) for name in self.names)
        rows = [
            name.ljust(width) + " " + " ".join(str(count).rjust(4) if count else "   ." for count in row)
            for name, row in zip(self.names, self.counts.tolist(), strict=True)
        ]
        return "\n".join([head, *rows])


def leave_one_group_out(features: Floats, classes: list[str], groups: list[int]) -> Confusion:
    """Tell every example's class by the examples of the other groups, shape of `features` (examples, any)."""
    names = tuple(sorted(set(classes)))
    truth, group = np.array([names.index(name) for name in classes]), np.array(groups)
    counts = np.zeros((len(names), len(names)), np.int64)
    for left_out in sorted(set(groups)):
        known = group != left_out
        told = _tell(features[known], truth[known], features[~known], len(names))
        np.add.at(counts, (truth[~known], told), 1)
    return Confusion(names, counts)


def _tell(known: Floats, classes: npt.NDArray[np.int64], asked: Floats, count: int) -> npt.NDArray[np.int64]:
    """The class whose mean is nearest to each asked example, once the covariance within classes is round."""
    centre, spread = known.mean(axis=0), known.std(axis=0) + 1e-9
    known, asked = (known - centre) / spread, (asked - centre) / spread
    means = np.array([known[classes == number].mean(axis=0) for number in range(count)])
    inner = known - means[classes]
    covariance = inner.T @ inner / max(1, len(known) - count)
    ridge = _RIDGE * np.trace(covariance) / len(covariance)
    inverse = np.linalg.inv((1 - _RIDGE) * covariance + ridge * np.eye(len(covariance)))
    apart = asked[:, None, :] - means[None, :, :]
    distances = np.einsum("ijk,kl,ijl->ij", apart, inverse, apart)
    return np.asarray(distances.argmin(axis=1), np.int64)
