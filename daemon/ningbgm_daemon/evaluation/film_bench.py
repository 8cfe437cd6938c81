"""One film and all systems on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from ningbgm_agents.errors import DeliveryError, NingbgmError, NotFoundError

from .films import Film
from .inputs import Given
from .judging import Judging
from .lanes import Measurer
from .making import Making, Outcome, make_apart
from .measuring import Measured
from .pieces import Piece
from .rows import Row, RowFiles, row_key
from .systems import OURS, System
from .theirs import their_piece

Heeded = Callable[[str, int], None]
"""Told of what is begun, and how many rows it will make."""


class FilmBench:
    """Makes the rows of a film; those that are there from before are taken."""

    def __init__(
        self, film: Film, seed: int, files: RowFiles, measured: Measurer, judging: Judging | None = None
    ) -> None:
        self._film, self._seed, self._files = film, seed, files
        self._measured, self._judging = measured, judging
        self._given = Given.of(film)

    def rows(self, systems: Sequence[System], heeded: Heeded) -> list[Row]:
        """A row for every system that has something for this film, and that gets from it what it needs.

        Raises:
            InputError: two files of another system have one name.
            NotFoundError: the extra is not installed.
            DeliveryError: the disk refuses.
        """
        found: dict[str, Row] = {}
        waiting: list[tuple[System, Row]] = []
        for system in systems:
            theirs = their_piece(system, self._film) if system.folder else None
            if theirs is None and (system.folder or not self._given.allows(system.condition)):
                heeded(system.name, 1)
                continue
            row = self._blank(system, theirs)
            known = self._known(row)
            if known is None and theirs is None:
                waiting.append((system, row))
                continue
            heeded(system.name, 1)
            if known is not None:
                found[system.name] = known
            elif theirs is not None:
                found[system.name] = self._finished(row, theirs)
        waiting.sort(key=lambda pair: pair[0].condition)
        for _, group in groupby(waiting, key=lambda pair: pair[0].condition):
            batch = list(group)
            heeded(", ".join(system.name for system, _ in batch), len(batch))
            found |= self._made(batch)
        return [found[system.name] for system in systems if system.name in found]

    def _made(self, batch: Sequence[tuple[System, Row]]) -> dict[str, Row]:
        """Rows of our systems that are given the same, from one process."""
        systems = tuple(system for system, _ in batch)
        with TemporaryDirectory(prefix="ningbgm-") as folder:
            outcomes = self._outcomes(systems, Path(folder) / "first")
            again = self._again(systems, outcomes, Path(folder) / "again")
            return {
                row.system: self._finished(row, outcome, again if row.system == OURS else {})
                for (_, row), outcome in zip(batch, outcomes, strict=True)
            }

    def _outcomes(self, systems: tuple[System, ...], folder: Path) -> tuple[Outcome, ...]:
        folder.mkdir()
        try:
            return make_apart(Making(systems, self._film, self._seed, folder))
        except (NotFoundError, DeliveryError):
            raise
        except NingbgmError as error:
            return (error,) * len(systems)

    def _again(self, systems: tuple[System, ...], outcomes: Sequence[Outcome], folder: Path) -> Measured:
        """The whole system makes its music twice, in two processes, to see whether it comes again."""
        for system, outcome in zip(systems, outcomes, strict=True):
            if system.name == OURS and isinstance(outcome, Piece):
                (other,) = self._outcomes((system,), folder)
                return {"same_again": float(isinstance(other, Piece) and other.mark == outcome.mark)}
        return {}

    def _finished(self, row: Row, outcome: Outcome, more: Measured | None = None) -> Row:
        """The row with what was measured, kept; or with the reason why there is nothing to measure."""
        try:
            if not isinstance(outcome, Piece):
                raise outcome
            done = replace(row, measured=self._measured(outcome, self._film) | (more or {}))
            if self._judging is not None:
                self._judging.hear(row.key, outcome.sound)
        except (NotFoundError, DeliveryError):
            raise
        except NingbgmError as error:
            return replace(row, refused=str(error))
        self._files.keep(done)
        return done

    def _blank(self, system: System, theirs: Piece | None) -> Row:
        key = row_key(system, self._film, self._seed, theirs)
        return Row(key, system.name, self._film.name, self._film.category, {})

    def _known(self, row: Row) -> Row | None:
        """The row of before, if nothing in it has changed and the judge has heard its piece."""
        known = self._files.find(row.key, row.system, row.film)
        return known if self._judging is None or self._judging.knows(row.key) else None
