"""The store: one database, opened whatever state it is in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ningbgm_agents import document
from ningbgm_agents.agent import Event
from ningbgm_agents.errors import InputError, NingbgmError, StoreError
from ningbgm_daemon.records.score import CueRecord, RevisionRecord

from .database import Database, Row, files_of, readable_rows
from .job_table import JobTable, job_of
from .schema import TABLES
from .score_table import ScoreTable

_RECORDS: dict[str, type[RevisionRecord] | type[CueRecord] | type[Event]] = {
    "revisions": RevisionRecord,
    "cues": CueRecord,
    "events": Event,
}


class Store:
    """Jobs and scores in a folder; for one thread at a time.

    A database that is damaged is put aside as `ningbgm.db.damaged-...`; what can be read is taken over.

    Raises:
        StoreError: the folder cannot be used.
        BusyError: another program holds the database.
    """

    NAME = "ningbgm.db"

    def __init__(self, folder: Path, patience_s: float = 2.0) -> None:
        self.path, self._patience_s = folder / self.NAME, patience_s
        self.notes: list[str] = []
        """What a person should know about the opening, each a sentence."""
        self.was_damaged = False
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(f"{folder} cannot be used: {error.strerror}", path=str(folder)) from error
        self._database = self._opened()
        self.jobs, self.scores = JobTable(self._database), ScoreTable(self._database)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are stored, or none."""
        with self._database.transaction():
            yield

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def _opened(self) -> Database:
        try:
            return _sound(Database(self.path, self._patience_s))
        except StoreError as error:
            if not error.facts.get("damaged"):
                raise
        self.was_damaged = True
        aside = self._put_aside()
        database = Database(self.path, self._patience_s)
        saved = _take_over(aside, database)
        self.notes.append(
            f"The database was damaged and lies aside as {aside.name}; {saved} jobs could be saved from it,"
            " and scores are known again by their folders."
        )
        return database

    def _put_aside(self) -> Path:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        aside = self.path.with_name(f"{self.path.name}.damaged-{stamp}")
        number = 1
        while aside.exists():
            number += 1
            aside = aside.with_name(f"{self.path.name}.damaged-{stamp}-{number}")
        try:
            for file in files_of(self.path):
                file.rename(aside.with_name(aside.name + file.name.removeprefix(self.path.name)))
        except OSError as error:
            raise StoreError(
                f"{self.path} is damaged and cannot be put aside: {error.strerror}", path=str(self.path)
            ) from error
        return aside


def _take_over(aside: Path, database: Database) -> int:
    """Copy what can be read and makes sense into a new database; returns how many jobs that was."""
    saved = 0
    for table in TABLES:
        for row in readable_rows(aside, table):
            with suppress(NingbgmError, KeyError, ValueError, TypeError):
                _check(table, row)
                database.insert(table, row)
                saved += table == "jobs"
    return saved


def _sound(database: Database) -> Database:
    """The database, where every row makes sense: SQLite itself sees no damage inside of a text."""
    for table in TABLES:
        for row in database.rows(f"SELECT * FROM {table}"):
            try:
                _check(table, row)
            except (InputError, KeyError, ValueError, TypeError) as error:
                database.close()
                raise StoreError(
                    f"{database.path} is damaged in its {table}", path=str(database.path), damaged="true"
                ) from error
    return database


def _check(table: str, row: Row) -> None:
    """Raise where a row makes no sense."""
    if table == "jobs":
        job_of(row)
    elif table in _RECORDS:
        document.load(_RECORDS[table], str(row["record"]))
