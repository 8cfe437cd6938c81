"""A whole score read with a pencil in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from critique import form_faults, line_faults, voice_faults
from critique.fault import Fault, Page, pages_of
from ningbgm_agents.score import Score

CHECKS: tuple[Callable[[Page], Iterator[Fault]], ...] = (
    form_faults.stuck_loops,
    form_faults.stuck_layers,
    form_faults.holes,
    form_faults.tempo,
    form_faults.ending,
    line_faults.out_of_scale,
    line_faults.out_of_range,
    line_faults.wild_leaps,
    line_faults.breathless,
    voice_faults.parallels,
    voice_faults.crossings,
    voice_faults.mud,
)
"""Every check of a cue, in the order of what is heard first."""


def read(score: Score) -> tuple[Fault, ...]:
    """Everything that a musician would mark in a score."""
    pages = pages_of(score)
    return (
        *form_faults.proofs(score, pages),
        *(f for page in pages for check in CHECKS for f in check(page)),
    )
