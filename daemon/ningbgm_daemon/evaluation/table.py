"""The table: for each system and measure the mean over the films, with its interval."""

from __future__ import annotations

from .bench import Evaluation
from .measures import MEASURES
from .metrics.chance import Estimate, estimate
from .metrics.usual import Usual, usual

Table = dict[str, dict[str, Estimate]]
"""By system and measure; what no film has is left out."""


def table_of(evaluation: Evaluation) -> Table:
    """Every system's means, and what is measured of all its pieces together."""
    together = evaluation.judged.estimates if evaluation.judged else {}
    return {
        system.name: {
            measure.key: found
            for measure in MEASURES
            if (found := estimate(values(evaluation, system.name, measure.key))) is not None
        }
        | together.get(system.name, {})
        for system in evaluation.systems
    }


def usual_of(evaluation: Evaluation) -> dict[str, Usual]:
    """By measure: where music by people lies; empty where none was given."""
    rows = [row for row in evaluation.human if not row.refused]
    found = {measure.key: usual([row.measured.get(measure.key) for row in rows]) for measure in MEASURES}
    return {key: one for key, one in found.items() if one is not None}


def values(evaluation: Evaluation, system: str, key: str) -> list[float | None]:
    """What each film measured, in the order of the films."""
    rows = [evaluation.row(system, film.name) for film in evaluation.films]
    return [row.measured.get(key) if row and not row.refused else None for row in rows]
