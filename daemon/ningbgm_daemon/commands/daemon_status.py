"""How `ningbgm daemon status` tells of the daemon."""

from __future__ import annotations

import click

from ningbgm_daemon.client import DaemonStatus

from .printing import moment, print_table, size


def print_status(state: DaemonStatus) -> None:
    """The daemon, its engines and its disk, a line each."""
    click.echo(f"Version {state.version}, process {state.pid}, since {moment(state.started)}")
    click.echo(
        f"{state.running_jobs} jobs at work, {state.queued_jobs} waiting;"
        f" {size(state.memory_bytes)} of memory"
    )
    for name, storage in (("Data", state.data), ("Cache", state.cache)):
        limit = f" of {size(storage.limit_bytes)}" if storage.limit_bytes else ""
        click.echo(
            f"{name}: {size(storage.used_bytes)}{limit} in {storage.path}, {size(storage.free_bytes)} free"
        )
    print_table(
        (
            (engine.kind, engine.engine_id, "there" if engine.available else "missing", engine.detail)
            for engine in state.engines
        ),
        "No engines.",
    )
    for note in state.notes:
        click.echo(f"Note: {note}")
