"""Harmony: how seldom a turn of chords comes back."""

from __future__ import annotations

from collections.abc import Sequence

_RUN = 3


def chord_irregularity(chords: Sequence[str]) -> float | None:
    """Share of the runs of three chords that are unlike all others, 0 to 1: CPI of MusDr.

    Wu and Yang, *The Jazz Transformer on the Front Line* (ISMIR 2020). A chord that is struck again is not a
    new one; None with fewer than three changes.
    """
    told = [chord for number, chord in enumerate(chords) if not number or chord != chords[number - 1]]
    runs = [tuple(told[first : first + _RUN]) for first in range(len(told) - _RUN + 1)]
    return len(set(runs)) / len(runs) if runs else None
