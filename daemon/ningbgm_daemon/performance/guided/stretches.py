"""Where a stem sounds, and how each such stretch is cut into passages that a model can play at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ningbgm_agents.timeline import SAMPLE_RATE_HZ
from ningbgm_daemon.loudness import BLOCK_SAMPLES

from .player import PlayerFacts

Floats = npt.NDArray[np.float64]

CROSSFADE = SAMPLE_RATE_HZ // 2
"""Samples over which one passage goes over into the next."""
SLACK_S = 0.5
"""How much more is asked for than the score needs, beside what the limits of stretching need."""
LONGEST_CONTEXT_S = 5.0
_SHORTEST = 3 * SAMPLE_RATE_HZ
"""What sounds for less is not worth a passage: the SoundFont plays it."""
_LEAST_PASSAGE_S = 2.0
_SILENT_DB, _UNDER_LOUDEST_DB = -75.0, -55.0
_GAP = 15
"""Blocks of 100 ms of silence that end a stretch."""


@dataclass(frozen=True)
class Plan:
    """How a player's passages are cut, in samples at 48 kHz."""

    context: int
    """What each passage continues; 0 for a player that continues nothing."""
    window: int
    """Most of the score that one passage covers."""

    @property
    def usable(self) -> bool:
        """Whether its passages are long enough for music."""
        return self.window >= _LEAST_PASSAGE_S * SAMPLE_RATE_HZ + CROSSFADE


def plan_for(facts: PlayerFacts, most_stretch: float) -> Plan:
    """The plan for a player, when its sound may be slower or faster by `most_stretch` (0.04)."""
    continues = "continuation" in facts.guidances
    context_s = min(LONGEST_CONTEXT_S, facts.longest_s / 4) if continues else 0.0
    window_s = (facts.longest_s - context_s - SLACK_S) / (1 + most_stretch)
    return Plan(round(context_s * SAMPLE_RATE_HZ), max(0, int(window_s * SAMPLE_RATE_HZ)))


def stretches_in(energies: Floats, count: int) -> list[tuple[int, int]]:
    """Where a stem of `count` samples sounds, by its mean square in blocks of 100 ms: first and last samples.

    Stretches that are too short for a passage are left out.
    """
    floor = max(10 ** (_SILENT_DB / 10), float(energies.max(initial=0)) * 10 ** (_UNDER_LOUDEST_DB / 10))
    loud = np.flatnonzero(energies > floor)
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) > _GAP)
    firsts, lasts = np.append(loud[0], loud[breaks + 1]), np.append(loud[breaks], loud[-1])
    found = [
        (int(first) * BLOCK_SAMPLES, min(count, (int(last) + 1) * BLOCK_SAMPLES))
        for first, last in zip(firsts, lasts, strict=True)
    ]
    return [(first, last) for first, last in found if last - first >= _SHORTEST]


def windows_in(first: int, last: int, plan: Plan) -> list[tuple[int, int]]:
    """The passages of a stretch, each overlapping the next by `CROSSFADE`, all about equally long."""
    step = plan.window - CROSSFADE
    number = max(1, -(-(last - first - CROSSFADE) // step))
    edges = [first + round(k * (last - first - CROSSFADE) / number) for k in range(number)]
    ends = [*(edge + CROSSFADE for edge in edges[1:]), last]
    return list(zip(edges, ends, strict=True))
