"""Writes what came out: `evaluation.json`, `evaluation.csv`, `evaluation.html`, each whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from importlib.metadata import version
from pathlib import Path

from ningbgm_agents.document import Plain, to_plain

from .bench import Evaluation
from .measures import MEASURES
from .page import page_of
from .rows import write_whole
from .table import Table, table_of

JSON, CSV, HTML = "evaluation.json", "evaluation.csv", "evaluation.html"


def write_report(evaluation: Evaluation, out: Path) -> tuple[Path, ...]:
    """Write the three files into a folder; returns their paths, the page last.

    Raises:
        DeliveryError: the disk refuses.
    """
    table = table_of(evaluation)
    text = json.dumps(plain(evaluation, table), ensure_ascii=False, indent=1) + "\n"
    write_whole(out / JSON, text.encode())
    write_whole(out / CSV, _lines(evaluation).encode())
    write_whole(out / HTML, page_of(evaluation, table).encode())
    return out / JSON, out / CSV, out / HTML


def plain(evaluation: Evaluation, table: Table) -> dict[str, Plain]:
    """Everything, as JSON types."""
    return {
        "kind": "ningbgm.evaluation",
        "version": 1,
        "ningbgm": version("ningbgm"),
        "seed": evaluation.seed,
        "films": [film.name for film in evaluation.films],
        "systems": [{"name": system.name, "title": system.title} for system in evaluation.systems],
        "measures": [to_plain(measure) for measure in MEASURES],
        "table": {
            system: {key: to_plain(found) for key, found in means.items()} for system, means in table.items()
        },
        "rows": [
            {"system": row.system, "film": row.film, "refused": row.refused, "measured": dict(row.measured)}
            for row in evaluation.rows
        ],
    }


def _lines(evaluation: Evaluation) -> str:
    """A line for each system and film; an empty cell is what cannot be had."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["system", "film", "category", "refused", *(measure.key for measure in MEASURES)])
    for row in evaluation.rows:
        cells = [row.measured.get(measure.key) for measure in MEASURES]
        shown = ["" if cell is None else f"{cell:.6g}" for cell in cells]
        writer.writerow([*map(_safe, (row.system, row.film, row.category, row.refused)), *shown])
    return text.getvalue()


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
