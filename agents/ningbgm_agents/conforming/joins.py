"""Cues that run into a next one: whether it still follows them in the new edit."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..revision import Conflict
from ..score import Cue
from ..timeline import Span
from .staking import Staked

_ROUNDED = 1
"""Frames by which a join may lie beside itself at another frame rate."""


def left_alone(cues: Iterable[Cue], places: Collection[Span]) -> frozenset[str]:
    """The cues that run into a next one where none of these places begins."""
    return frozenset(cue.name for cue in cues if _alone(cue, places))


def open_joins(
    staked: Iterable[Staked], locked: Collection[str], places: Collection[Span]
) -> tuple[Conflict, ...]:
    """The locked ones among such cues, which cannot be written again."""
    return tuple(
        Conflict(
            one.cue.name, f"{one.cue.name} is locked and runs into a next cue, which no longer follows it."
        )
        for one in staked
        if one.cue.name in locked and _alone(one.cue, places)
    )


def _alone(cue: Cue, places: Collection[Span]) -> bool:
    return cue.ending == "segue" and not any(abs(cue.span.end - place.start) <= _ROUNDED for place in places)
