"""A whole score read with a pencil in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from critique import form_faults
from critique.fault import Fault, Page, pages_of
from ningbgm_agents.composing.proofs import layers, lines, voices
from ningbgm_agents.score import Score

CHECKS: tuple[Callable[[Page], Iterator[Fault]], ...] = (
    form_faults.stuck_loops,
    layers.stuck_layers,
    layers.holes,
    form_faults.tempo,
    form_faults.ending,
    lines.out_of_scale,
    lines.out_of_range,
    lines.wild_leaps,
    lines.breathless,
    voices.parallels,
    voices.crossings,
    voices.mud,
)
"""Every check of a cue, in the order of what is heard first."""
_MARKED_HERE = frozenset({"scale", "range", "hole"})
"""What the verifier finds too, by these very checks."""


def read(score: Score) -> tuple[Fault, ...]:
    """Everything that a musician would mark in a score."""
    pages = pages_of(score)
    return (
        *form_faults.proofs(score, pages, _MARKED_HERE),
        *(f for page in pages for check in CHECKS for f in check(page)),
    )
