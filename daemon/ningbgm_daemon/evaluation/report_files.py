"""Writes what came out: `evaluation.json`, `.csv`, `.md` and `.html`, each whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from importlib.metadata import version
from pathlib import Path

from ningbgm_agents.document import Plain, to_plain

from .bench import Evaluation
from .markdown import markdown_of
from .measures import MEASURES
from .page import page_of
from .rows import Row, write_whole
from .table import Table, table_of, usual_of

JSON, CSV, MARKDOWN, HTML = (f"evaluation.{kind}" for kind in ("json", "csv", "md", "html"))


def write_report(evaluation: Evaluation, out: Path) -> tuple[Path, ...]:
    """Write the four files into a folder; returns their paths, the page last.

    Raises:
        DeliveryError: the disk refuses.
    """
    table = table_of(evaluation)
    text = json.dumps(plain(evaluation, table), ensure_ascii=False, indent=1) + "\n"
    write_whole(out / JSON, text.encode())
    write_whole(out / CSV, _lines(evaluation).encode())
    write_whole(out / MARKDOWN, markdown_of(evaluation, table).encode())
    write_whole(out / HTML, page_of(evaluation, table).encode())
    return out / JSON, out / CSV, out / MARKDOWN, out / HTML


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
        "rows": [_row(row) for row in evaluation.rows],
        "human": {
            "usual": {key: to_plain(one) for key, one in usual_of(evaluation).items()},
            "rows": [_row(row) for row in evaluation.human],
        },
        "judged_by": evaluation.judged.model if evaluation.judged else None,
        "fad_reference": evaluation.judged.reference if evaluation.judged else None,
    }


def _row(row: Row) -> dict[str, Plain]:
    return {"system": row.system, "film": row.film, "refused": row.refused, "measured": dict(row.measured)}


def _lines(evaluation: Evaluation) -> str:
    """A line for each system and film, for each piece by people, and without a film for all of a system's.

    An empty cell is what cannot be had.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["system", "film", "category", "refused", *(measure.key for measure in MEASURES)])
    for row in (*evaluation.rows, *evaluation.human):
        cells = [row.measured.get(measure.key) for measure in MEASURES]
        shown = ["" if cell is None else f"{cell:.6g}" for cell in cells]
        writer.writerow([*map(_safe, (row.system, row.film, row.category, row.refused)), *shown])
    together = evaluation.judged.estimates if evaluation.judged else {}
    for system, found in together.items():
        means = [f"{found[m.key].mean:.6g}" if m.key in found else "" for m in MEASURES]
        writer.writerow([_safe(system), "", "", "", *means])
    return text.getvalue()


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
