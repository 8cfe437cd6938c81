"""Where a cue begins, ends and is silent: gains that are exact to the sample."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ningbgm_agents.score import Cue, Score
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

Audio = npt.NDArray[np.float32]

_INTO_SILENCE = SAMPLE_RATE_HZ * 110 // 1000
"""Tails are cut by a fade of 110 ms that ends where the silence begins."""
_OUT_OF_SILENCE = SAMPLE_RATE_HZ * 2 // 1000
_FADE_IN = SAMPLE_RATE_HZ * 4 // 1000
_LAST_FADE = SAMPLE_RATE_HZ * 7 // 10
_SHORTEST_FADE = SAMPLE_RATE_HZ * 6 // 100
_AFTER_HIT = SAMPLE_RATE_HZ * 5 // 100
_STARTS_LOUD = 1e-4


def wanted_silences(score: Score, cue: Cue) -> tuple[tuple[int, int], ...]:
    """Samples of the cue that are to be silent: its own pauses and the edit's, joined and in
    order."""
    first, count = score.first_sample(cue), score.sample_count(cue)
    asked = [
        *cue.silences,
        *(
            (score.edit.sample(span.start) - first, score.edit.sample(span.end) - first)
            for span in score.silences
        ),
    ]
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(count, b)) for a, b in asked):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


class Edges:
    """Fades a cue's sound at its ends and around its silences."""

    def __init__(self, score: Score, cue: Cue) -> None:
        self._count = score.sample_count(cue)
        self._silences = wanted_silences(score, cue)
        starts = [note.start for part in cue.parts for note in part.notes if note.hit]
        last = max((start for start in starts if start < self._count - _SHORTEST_FADE), default=0)
        longest = min(_LAST_FADE, max(self._count // 4, 1))
        self._fade = max(min(longest, self._count - last - _AFTER_HIT), min(_SHORTEST_FADE, self._count))

    def apply(self, block: Audio, first: int) -> Audio:
        """The block that begins at sample `first`, faded; shape (2, samples).

        A cue fades in only where it starts in the middle of a wave.
        """
        last = first + block.shape[1]
        if first == 0 and np.abs(block[:, :1]).max(initial=0) > _STARTS_LOUD:
            block = block * self._ramp(first, last, 0, _FADE_IN)
        if last > self._count - self._fade:
            block = block * (1 - self._ramp(first, last, self._count - self._fade, self._count - 1))
        for start, end in self._silences:
            if first < end + _OUT_OF_SILENCE and last > start - _INTO_SILENCE:
                down = 1 - self._ramp(first, last, start - _INTO_SILENCE, start)
                up = self._ramp(first, last, end, end + _OUT_OF_SILENCE) if end < self._count else 0
                block = block * np.maximum(down, up)
        return np.asarray(block, np.float32)

    @staticmethod
    def _ramp(first: int, last: int, start: int, end: int) -> Audio:
        """From 0 at `start` to 1 at `end`, a raised cosine: float32, shape (last - first,)."""
        share = np.clip((np.arange(first, last) - start) / max(end - start, 1), 0, 1)
        return np.asarray(0.5 - 0.5 * np.cos(np.pi * share), np.float32)
