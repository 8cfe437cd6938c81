"""The run: every system on every film, measured, and gone on with where it was stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ningbgm_agents.errors import DeliveryError, NingbgmError, NotFoundError

from .films import Film
from .inputs import Given
from .making import Making, make_apart
from .measuring import Measured, measure
from .picture import PictureFacts, look_at, own_sound
from .pieces import Piece
from .rows import Row, RowFiles, row_key
from .systems import OURS, System
from .theirs import their_piece

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

    def row(self, system: str, film: str) -> Row | None:
        """The row of a system and a film."""
        return next((row for row in self.rows if row.system == system and row.film == film), None)


def evaluate(
    films: tuple[Film, ...],
    systems: tuple[System, ...],
    out: Path,
    seed: int = 1,
    told: Told = lambda what, share: None,
) -> Evaluation:
    """Make and measure what is not measured yet; rows are kept in `out` as they are done.

    A film that a system cannot score is told in its row and does not stop the others.

    Raises:
        InputError: a film cannot be read, or two files of another system have one name.
        NotFoundError: the extra is not installed.
        DeliveryError: `out` is something else, or cannot be written.
    """
    _check(out)
    files, rows, total = RowFiles(out / ROWS), list[Row](), len(films) * len(systems)
    for number, film in enumerate(films):
        bench = FilmBench(film, seed, files)
        for place, system in enumerate(systems):
            told(f"{film.name}: {system.name}", (number * len(systems) + place) / total)
            row = bench.row(system)
            if row is not None:
                rows.append(row)
    return Evaluation(films, systems, seed, tuple(rows))


class FilmBench:
    """One film and all systems on it; the film is looked at when it is first needed."""

    def __init__(self, film: Film, seed: int, files: RowFiles) -> None:
        self._film, self._seed, self._files = film, seed, files
        self._given = Given.of(film)
        self._facts: PictureFacts | None = None

    def row(self, system: System) -> Row | None:
        """The row of a system; None where it has nothing for this film, or the film not what it needs."""
        theirs = their_piece(system, self._film) if system.folder else None
        if theirs is None and (system.folder or not self._given.allows(system.condition)):
            return None
        key = row_key(system, self._film, self._seed, theirs)
        found = self._files.find(key, system.name, self._film.name)
        if found is not None:
            return found
        row = Row(key, system.name, self._film.name, self._film.category, {})
        try:
            row = replace(row, measured=self._measured(theirs) if theirs else self._made(system))
        except (NotFoundError, DeliveryError):
            raise
        except NingbgmError as error:
            return replace(row, refused=str(error))
        self._files.keep(row)
        return row

    def _made(self, system: System) -> Measured:
        """Our music, made and measured; the whole system makes it twice, to see whether it comes again."""
        with TemporaryDirectory(prefix="ningbgm-") as folder:
            piece = self._make(system, Path(folder) / "first")
            measured = self._measured(piece)
            if system.name == OURS:
                again = self._make(system, Path(folder) / "again")
                measured["same_again"] = float(again.mark == piece.mark)
        return measured

    def _make(self, system: System, folder: Path) -> Piece:
        folder.mkdir()
        return make_apart(Making(system, self._film, self._seed, folder))

    def _measured(self, piece: Piece) -> Measured:
        if self._facts is None:
            self._facts = look_at(self._film)
        return measure(piece, self._facts, own_sound(self._film))


def _check(out: Path) -> None:
    """Only an empty folder, or one of an earlier run, is written into."""
    if out.is_file():
        raise DeliveryError(f"{out} is a file; name a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / ROWS).is_dir():
        raise DeliveryError(f"{out} holds something else; name an empty folder or that of an earlier run")
