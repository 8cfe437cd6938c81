"""The run: every system on every film, measured, and gone on with where it was stopped."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from threading import Event

from ningbgm_agents.errors import DeliveryError
from ningbgm_daemon.media.probe import probe

from .film_bench import FilmBench
from .films import Film
from .human import human_rows
from .judge import Judge
from .judging import Judged, Judging
from .lanes import Measurer, crew_of, in_lanes
from .rows import Row, RowFiles
from .systems import System

ROWS = "rows"
Told = Callable[[str, float], None]
"""Told of what is being done and the share of the whole that is done."""


@dataclass(frozen=True)
class Evaluation:
    """Everything that was measured."""

    films: tuple[Film, ...]
    systems: tuple[System, ...]
    seed: int
    rows: tuple[Row, ...]
    """One for each system and film for which there is something to be measured, or a reason why not."""
    human: tuple[Row, ...] = ()
    """One for each piece of music by people."""
    judged: Judged | None = None
    """What the user's model said of all pieces of a system; None without one."""

    def row(self, system: str, film: str) -> Row | None:
        """The row of a system and a film."""
        return next((row for row in self.rows if row.system == system and row.film == film), None)


@dataclass(frozen=True)
class Beside:
    """What the music is held against, beside the films."""

    human: Path | None = None
    """Folder of music that people made."""
    judge: Judge | None = None
    """A model that hears the music."""
    reference: Path | None = None
    """Folder of the music that the systems' is compared with by the model."""


def evaluate(
    films: tuple[Film, ...],
    systems: tuple[System, ...],
    out: Path,
    seed: int = 1,
    told: Told = lambda what, share: None,
    *,
    workers: int = 1,
    beside: Beside = Beside(),
) -> Evaluation:
    """Make and measure what is not measured yet; rows are kept in `out` as they are done.

    A film that a system cannot score is told in its row and does not stop the others.

    Raises:
        InputError: a film cannot be read, two files of another system have one name, or a folder beside the
            films holds no music.
        NotFoundError: the extra is not installed.
        ModelError: the judge cannot be used.
        DeliveryError: `out` is something else, or cannot be written.
    """
    _check(out)
    files = RowFiles(out / ROWS)
    judging = Judging(beside.judge, out, beside.reference) if beside.judge else None
    count = len(films) * len(systems)
    done: list[str] = []
    over = Event()

    def work(film: Film, measured: Measurer) -> list[Row]:
        def heeded(what: str, rows: int) -> None:
            if over.is_set():
                raise CancelledError
            told(f"{film.name}: {what}", len(done) / count)
            done.extend([film.name] * rows)

        return FilmBench(film, seed, files, measured, judging).rows(systems, heeded)

    rows = tuple(row for some in in_lanes(films, work, workers, over) for row in some)
    evaluation = Evaluation(films, systems, seed, rows)
    if beside.human is not None:
        evaluation = replace(evaluation, human=_human(beside.human, films, files, workers, told))
    if judging is not None:
        rows, judged = judging.judged(films, systems, rows, told)
        evaluation = replace(evaluation, rows=rows, judged=judged)
    return evaluation


def _human(
    folder: Path, films: tuple[Film, ...], files: RowFiles, workers: int, told: Told
) -> tuple[Row, ...]:
    """Rows of music by people, of excerpts as long as the films are in the median."""
    length_s = median(probe(film.path).duration_s for film in films)
    rows: list[Row] = []
    with crew_of(workers) if workers > 1 else nullcontext() as crew:
        for row, share in human_rows(folder, length_s, files, crew):
            told(f"by people: {row.film}", share)
            rows.append(row)
    return tuple(rows)


def _check(out: Path) -> None:
    """Only an empty folder, or one of an earlier run, is written into."""
    if out.is_file():
        raise DeliveryError(f"{out} is a file; name a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / ROWS).is_dir():
        raise DeliveryError(f"{out} holds something else; name an empty folder or that of an earlier run")
