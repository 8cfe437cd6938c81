"""Watches folders for `watch`, and tells what becomes of each export."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import click

from ningbgm_daemon.client import AsyncClient
from ningbgm_daemon.config import WatchedFolder, load_settings
from ningbgm_daemon.watch.client_desk import ClientDesk
from ningbgm_daemon.watch.watching import watching


def carry_out(folders: Sequence[Path], poll: bool | None) -> None:
    """Watch until interrupted.

    Raises:
        StateError: another process watches one of the folders.
        BusyError: the daemon does not answer.
    """
    asyncio.run(_watch(folders, poll))


async def _watch(folders: Sequence[Path], poll: bool | None) -> None:
    settings = load_settings()
    settings.make_folders()
    watched = [WatchedFolder(folder.absolute(), poll) for folder in folders]
    async with AsyncClient(start=True) as bgm, watching(watched, ClientDesk(bgm), settings, _told) as task:
        click.echo(f"Watching {', '.join(str(folder) for folder in folders)}; Ctrl-C ends it")
        await task


def _told(source: Path, sentence: str) -> None:
    """A line for the terminal; names come from anywhere, and may hold what commands one."""
    text = f"{source.name}: {sentence}"
    click.echo("".join(sign if sign.isprintable() else "?" for sign in text))
