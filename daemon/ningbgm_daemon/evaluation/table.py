"""The table: for each system and measure the mean over the films, with its interval."""

from __future__ import annotations

from .bench import Evaluation
from .measures import MEASURES
from .metrics.chance import Estimate, estimate

Table = dict[str, dict[str, Estimate]]
"""By system and measure; what no film has is left out."""


def table_of(evaluation: Evaluation) -> Table:
    """Every system's means."""
    return {
        system.name: {
            measure.key: found
            for measure in MEASURES
            if (found := estimate(values(evaluation, system.name, measure.key))) is not None
        }
        for system in evaluation.systems
    }


def values(evaluation: Evaluation, system: str, key: str) -> list[float | None]:
    """What each film measured, in the order of the films."""
    rows = [evaluation.row(system, film.name) for film in evaluation.films]
    return [row.measured.get(key) if row and not row.refused else None for row in rows]
