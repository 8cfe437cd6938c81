"""Rhythm: does one bar go like the next, and is there a beat without music?"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from .tune import Tune

_STEPS_A_BEAT = 4
"""Onsets are read on a grid of sixteenth notes."""

Grooves = npt.NDArray[np.bool_]


def groove_consistency(tune: Tune) -> float | None:
    """1 less the mean share of sixteenths that differ between neighbouring bars, 0 to 1; drums count.

    MusPy (Dong et al., ISMIR 2020), after Wu and Yang (2020). A shorter bar counts as silent where the longer
    one goes on; the last bar counts only if it has notes, since a cue rings out past them.
    """
    grooves = _grooves(tune)
    if len(grooves) < 2:
        return None
    return float(1 - np.mean([np.mean(one != other) for one, other in pairwise(grooves)]))


def groove_similarity(tune: Tune) -> float | None:
    """The same over all pairs of bars: GS of MusDr (Wu and Yang, ISMIR 2020), 0 to 1."""
    grooves = _grooves(tune)
    if len(grooves) < 2:
        return None
    return float(1 - np.mean([np.mean(one != other) for one, other in combinations(grooves, 2)]))


def empty_beat_rate(tune: Tune) -> float | None:
    """Share of the beats, up to the last note's end, in which nothing sounds.

    MusPy, after Pypianoroll (Dong et al., 2018): a beat is empty in which no note sounds at any time.
    """
    if not tune.notes:
        return None
    count = int(np.ceil(max(note.end for note in tune.notes) - 1e-6))
    sounding = np.zeros(max(count, 1), bool)
    for note in tune.notes:
        first, last = int(np.floor(note.start + 1e-6)), int(np.ceil(note.end - 1e-6))
        sounding[max(first, 0) : max(last, first + 1, 1)] = True
    return float(1 - sounding.mean())


def _grooves(tune: Tune) -> Grooves:
    """Which sixteenths of each bar have an onset, shape (bars, sixteenths of the longest bar)."""
    lengths = [end - start for start, end in pairwise(tune.bars)]
    if not lengths or not tune.notes:
        return np.zeros((0, 0), bool)
    width = max(round(max(lengths) * _STEPS_A_BEAT), 1)
    grooves = np.zeros((len(lengths), width), bool)
    for note in tune.notes:
        step = round((note.start - tune.bars[0]) * _STEPS_A_BEAT) / _STEPS_A_BEAT + tune.bars[0]
        bar = int(np.searchsorted(tune.bars, step + 1e-6, side="right")) - 1
        if 0 <= bar < len(lengths):
            grooves[bar, min(round((step - tune.bars[bar]) * _STEPS_A_BEAT), width - 1)] = True
    used = np.flatnonzero(grooves.any(axis=1))
    return grooves[: used[-1] + 1] if len(used) else grooves[:0]
