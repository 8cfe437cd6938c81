"""`ningbgm watch`: scores what is dropped into folders."""

from __future__ import annotations

from pathlib import Path

import click

_EXIT_INTERRUPTED = 130


@click.command()
@click.argument(
    "folders",
    metavar="DIR...",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    nargs=-1,
    required=True,
)
@click.option(
    "--poll/--no-poll",
    default=None,
    help="Look again and again instead of being told by the system. Default: for network shares.",
)
def watch(folders: tuple[Path, ...], poll: bool | None) -> None:
    """Score what is dropped into DIR and its folders, until Ctrl-C.

    Films, sounds and timelines are scored into NAME.score beside them as soon as they are whole; NAME.txt is
    the wish, NAME.jpg or NAME.png a picture, and ningbgm.toml says how a folder is scored. A newer version of
    an edit revises its score. The running daemon does the work; one is started where none runs.
    """
    from .watching import carry_out

    try:
        carry_out(folders, poll)
    except KeyboardInterrupt as error:
        click.echo("ningbgm: no longer watching; what was ordered goes on in the daemon", err=True)
        raise click.exceptions.Exit(_EXIT_INTERRUPTED) from error
