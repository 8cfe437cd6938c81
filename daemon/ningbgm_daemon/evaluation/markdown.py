"""The table in Markdown, as it stands in `docs/benchmark.md`."""

from __future__ import annotations

from importlib.metadata import version

from .bench import Evaluation
from .measures import MEASURES, Measure
from .metrics.chance import Estimate
from .metrics.usual import Usual
from .systems import OURS
from .table import Table, usual_of

_LEFT_OUT = (
    *("cuts", "met_40", "chance_40", "corrected_70", "met_70", "chance_70", "met_100", "chance_100"),
    *("hit_p95_ms", "energy_p", "length_error_samples", "tail_ratio", "boundary_f_05", "loudness_error_lu"),
    *("join_loudness_db", "join_centroid", "join_chroma", "tempo_step", "groove_similarity"),
)
"""What the page and the other files tell, and would make the table too long to be read."""
_UNUSUAL = "\\*"


def markdown_of(evaluation: Evaluation, table: Table) -> str:
    """One table: a row for each measure, a column for each system, and what is usual by people.

    `ours` has its interval in brackets; a mean that is not usual by people bears a star.
    """
    shown = [system.name for system in evaluation.systems if table[system.name]]
    people = usual_of(evaluation)
    measures = [
        one for one in MEASURES if one.key not in _LEFT_OUT and any(one.key in table[name] for name in shown)
    ]
    heads = ["", *(f"`{name}`" for name in shown), *(["by people"] if people else [])]
    lines = [_told(evaluation), "", _line(heads), _line(["---"] * len(heads))]
    for measure in measures:
        usual = people.get(measure.key)
        cells = [_cell(measure, name, table[name].get(measure.key), usual) for name in shown]
        lines.append(_line([_title(measure), *cells, *([_usual(measure, usual)] if people else [])]))
    return "\n".join(lines) + "\n"


def _told(evaluation: Evaluation) -> str:
    """What was measured, in a sentence."""
    films = len(evaluation.films)
    parts = [
        f"{films} film{'' if films == 1 else 's'}",
        f"seed {evaluation.seed}",
        f"NingBGM {version('ningbgm')}",
    ]
    if evaluation.human:
        parts.append(f"{sum(not row.refused for row in evaluation.human)} pieces by people")
    if evaluation.judged:
        parts.append(f"judged by {_safe(evaluation.judged.model)}")
        if evaluation.judged.reference:
            parts.append(f"FAD against {_safe(evaluation.judged.reference)}")
    return "; ".join(parts) + "."


def _title(measure: Measure) -> str:
    return f"{measure.title}, {measure.unit}" if measure.unit else measure.title


def _cell(measure: Measure, system: str, found: Estimate | None, usual: Usual | None) -> str:
    if found is None:
        return "–"
    low, mean, high = (_number(measure, value) for value in (found.low, found.mean, found.high))
    star = _UNUSUAL if usual is not None and not usual.holds(found.mean) else ""
    return f"{mean}{star} ({low} to {high})" if system == OURS and low != high else f"{mean}{star}"


def _usual(measure: Measure, usual: Usual | None) -> str:
    if usual is None:
        return "–"
    return f"{_number(measure, usual.low)} to {_number(measure, usual.high)} ({usual.count})"


def _number(measure: Measure, value: float) -> str:
    told = f"{value:.{measure.digits}f}"
    return told.removeprefix("-") if float(told) == 0 else told


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(_safe(cell) for cell in cells) + " |"


def _safe(text: str) -> str:
    """A text that ends no cell."""
    return " ".join(text.replace("|", "/").split())
