"""`ningbgm evaluate`: how good the music is, in numbers, beside others'."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .connecting import AS_JSON

if TYPE_CHECKING:
    from ningbgm_daemon.evaluation.bench import Evaluation
    from ningbgm_daemon.evaluation.table import Table

_FOLDER = click.Path(path_type=Path)
_TOLD = ("corrected_frame", "ended", "true_peak_dbtp", "speech_clearance_lu", "real_time_factor")
"""Measures in the summary; the others are in the report."""


@click.command()
@click.argument("folder", type=_FOLDER, required=False)
@click.option(
    "-o", "--out", type=_FOLDER, help="Folder for the report. Default: FOLDER.evaluation beside it."
)
@click.option(
    "--system",
    "theirs",
    multiple=True,
    metavar="NAME=FOLDER",
    help="Sound or film files of another system, named as the films are; may be repeated.",
)
@click.option(
    "--items",
    "items",
    multiple=True,
    metavar="TEXT",
    help="Only films with this in their name, or, as a number, the first so many; may be repeated.",
)
@click.option(
    "--only", metavar="NAMES", help="Only these systems, with commas: ours,no-audio,constant-tempo."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of our music.")
@click.option(
    "--human",
    type=_FOLDER,
    metavar="FOLDER",
    help="Recordings and MIDI files that people made, as a yardstick; they belong to no film.",
)
@click.option(
    "--clap",
    type=click.Path(exists=True, path_type=Path),
    metavar="FOLDER",
    help="A CLAP model of yours, in transformers' format: how well the music fits the words.",
)
@click.option(
    "--fad-reference",
    type=_FOLDER,
    metavar="FOLDER",
    help="Music that the systems' is compared with by the CLAP model: Fréchet audio distance.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 16),
    default=min(2, os.cpu_count() or 1),
    show_default="2, or as many as there are cores",
    help="Films that are worked on side by side.",
)
@click.option("--make-set", "set_folder", type=_FOLDER, help="Draw the small free set into this folder.")
@AS_JSON
def evaluate(
    folder: Path | None,
    out: Path | None,
    theirs: tuple[str, ...],
    items: tuple[str, ...],
    only: str | None,
    seed: int,
    human: Path | None,
    clap: Path | None,
    fad_reference: Path | None,
    workers: int,
    set_folder: Path | None,
    as_json: bool,
) -> None:
    """Score the films of FOLDER and measure the music, ours and others'; exit code 1 if any was refused.

    A run that was stopped goes on where it was.
    """
    if set_folder is not None:
        _make_set(set_folder, not as_json)
    if folder is None:
        if set_folder is None:
            raise click.UsageError("name a folder of films, or --make-set DIR to have one drawn")
        return
    if fad_reference is not None and clap is None:
        raise click.UsageError("--fad-reference needs a model that hears: name one with --clap")
    from ningbgm_daemon.evaluation.films import films_in
    from ningbgm_daemon.evaluation.systems import chosen_systems

    names = tuple(name.strip() for name in only.split(",") if name.strip()) if only else ()
    films, systems = films_in(folder, items), chosen_systems(theirs, names)
    target = (out or folder.resolve().with_name(f"{folder.resolve().name}.evaluation")).resolve()

    for name, folder_beside in (("--human", human), ("--fad-reference", fad_reference)):
        if folder_beside is not None and not folder_beside.is_dir():
            raise click.UsageError(f"{name}: there is no folder {folder_beside}")

    from ningbgm_daemon.console import ProgressBar
    from ningbgm_daemon.evaluation.bench import Beside
    from ningbgm_daemon.evaluation.bench import evaluate as run
    from ningbgm_daemon.evaluation.judge import ClapJudge
    from ningbgm_daemon.evaluation.report_files import plain, write_report
    from ningbgm_daemon.evaluation.table import table_of

    with ProgressBar(not as_json) as bar, ClapJudge(clap) if clap else nullcontext() as judge:

        def told(what: str, share: float) -> None:
            bar.show(what, share)
            bar.tell(f"{100 * share:3.0f} %  {what}")

        beside = Beside(human, judge, fad_reference)
        evaluation = run(films, systems, target, seed, told, workers=workers, beside=beside)
    written = write_report(evaluation, target)
    if as_json:
        from .printing import print_json

        print_json(plain(evaluation, table_of(evaluation)))
    else:
        _print_table(evaluation, table_of(evaluation))
        click.echo(f"read {written[-1]}")
    if any(row.refused for row in evaluation.rows):
        raise click.exceptions.Exit(1)


def _make_set(folder: Path, shown: bool) -> None:
    from ningbgm_daemon.console import ProgressBar
    from ningbgm_daemon.evaluation.made_set.writing import make_set

    with ProgressBar(shown) as bar:
        films = make_set(folder, told=bar.show)
    if shown:
        click.echo(f"{len(films)} films in {folder}")


def _print_table(evaluation: Evaluation, table: Table) -> None:
    from ningbgm_daemon.evaluation.measures import BY_KEY

    from .printing import print_table

    heads = [BY_KEY[key].title for key in _TOLD]
    lines = [["system", *heads]]
    for system in evaluation.systems:
        means = table[system.name]
        cells = [f"{means[key].mean:.{BY_KEY[key].digits}f}" if key in means else "–" for key in _TOLD]
        lines.append([system.name, *cells])
    print_table(lines, "nothing was measured")
    for row in evaluation.rows:
        if row.refused:
            click.echo(f"{row.film}, {row.system}: {row.refused}", err=True)
