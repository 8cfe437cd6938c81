"""How the commands print what the daemon answers: tables for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ningbgm_agents.document import Plain

_INTERNAL = ("line",)
"""Fields that are no facts: the connection that a value was read from."""


def print_table(rows: Iterable[Sequence[str]], nothing: str) -> None:
    """Rows in columns as wide as they need, the last one free; `nothing` where there are none."""
    lines = [[" ".join(cell.split()) for cell in row] for row in rows]
    if not lines:
        click.echo(nothing)
        return
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]) - 1)]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        click.echo("  ".join([*cells, line[-1]]).rstrip())


def print_json(value: object) -> None:
    """A value, or several, as JSON."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=1))


def plain(value: object) -> Plain:
    """A value of the client as JSON types."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name not in _INTERNAL}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def moment(when: datetime | None) -> str:
    """A time for people, in their own zone."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M:%S") if when is not None else ""


def size(count: int) -> str:
    """Bytes for people."""
    for unit, worth in (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if count >= worth:
            return f"{count / worth:.1f} {unit}"
    return f"{count} bytes"
