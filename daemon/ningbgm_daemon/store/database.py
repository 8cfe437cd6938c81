"""The one file that speaks SQLite: opens, migrates and checks a database, and runs statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from ningbgm_agents.errors import BusyError, NingbgmError, StoreError

from .schema import MIGRATIONS

Value = str | int | float | None
Row = Mapping[str, Value]
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SUFFIXES = ("", "-wal", "-shm")
_MOST_LOOKED_FOR = 1_000_000


class Database:
    """A SQLite file in WAL mode, used by one thread at a time.

    Every commit is on the disk when the call returns.

    Raises:
        StoreError: the file cannot be used; the fact `damaged` says that it is damaged. So does every method.
        BusyError: another program holds it for longer than `patience_s`. So does every method.
    """

    def __init__(self, path: Path, patience_s: float = 2.0, migrations: Sequence[str] = MIGRATIONS) -> None:
        self.path, self._migrations = path, migrations
        try:
            self._connection = sqlite3.connect(
                path, timeout=patience_s, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise _translated(error, path) from error
        _read_leniently(self._connection)
        try:
            self._prepare()
        except NingbgmError:
            self._connection.close()
            raise

    def run(self, statement: str, values: Sequence[Value] = ()) -> int:
        """Run a statement; returns how many rows it changed."""
        try:
            return self._connection.execute(statement, values).rowcount
        except sqlite3.Error as error:
            raise _translated(error, self.path) from error

    def rows(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """The rows that a query gives."""
        try:
            return [dict(row) for row in self._connection.execute(statement, values)]
        except sqlite3.Error as error:
            raise _translated(error, self.path) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside are done, or none."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise

    def insert(self, table: str, row: Row) -> None:
        """Add a row."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        self.run(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))

    def close(self) -> None:
        """Close the file; what is in its log is moved into it."""
        self._connection.close()

    def _prepare(self) -> None:
        for setting in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = FULL"):
            self.run(f"PRAGMA {setting}")
        self._check()
        self._migrate()

    def _check(self) -> None:
        found = self.rows("PRAGMA integrity_check(3)")
        told = [str(value) for row in found for value in row.values()]
        if told != ["ok"]:
            raise StoreError(f"{self.path} is damaged: {told[0]}", path=str(self.path), damaged="true")

    def _migrate(self) -> None:
        """Take the steps that the file has not taken yet, each as a whole."""
        (row,) = self.rows("PRAGMA user_version")
        version = int(row["user_version"] or 0)
        if version > len(self._migrations):
            raise StoreError(
                f"{self.path} was written by a newer NingBGM; update NingBGM, or use another data folder",
                path=str(self.path),
            )
        for number, script in enumerate(self._migrations[version:], version + 1):
            try:
                self._connection.executescript(f"BEGIN;{script};PRAGMA user_version = {number};COMMIT;")
            except sqlite3.Error as error:
                raise _translated(error, self.path) from error


def readable_rows(path: Path, table: str) -> list[Row]:
    """What can still be read of a table of a damaged file: from its start, from its end, and row by row."""
    found: dict[int, Row] = {}
    with _suppress_damage(), closing(sqlite3.connect(path)) as connection:
        _read_leniently(connection)
        for direction in ("ASC", "DESC"):
            with _suppress_damage():
                for row in connection.execute(f"SELECT * FROM {table} ORDER BY seq {direction}"):
                    found.setdefault(row["seq"], dict(row))
        for seq in range(1, min(max(found, default=0), _MOST_LOOKED_FOR)):
            with _suppress_damage():
                if seq not in found:
                    for row in connection.execute(f"SELECT * FROM {table} WHERE seq = ?", (seq,)):
                        found[seq] = dict(row)
    return [found[seq] for seq in sorted(found)]


def _read_leniently(connection: sqlite3.Connection) -> None:
    """A text that is damaged is still told, so that it can be judged."""
    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda content: content.decode("utf-8", "replace")


@contextmanager
def _suppress_damage() -> Iterator[None]:
    """Go on after what a damaged file cannot give."""
    try:
        yield
    except (sqlite3.Error, OverflowError, IndexError):
        return


def files_of(path: Path) -> list[Path]:
    """The files of a database that are there."""
    files = [path.with_name(path.name + suffix) for suffix in _SUFFIXES]
    return [file for file in files if file.exists()]


def _translated(error: sqlite3.Error, path: Path) -> StoreError | BusyError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BUSY:
        return BusyError("the database is held by another program; try again in a moment", path=str(path))
    if code in _DAMAGED:
        return StoreError(
            f"{path} is damaged; restart the daemon, which saves what can be read",
            path=str(path),
            damaged="true",
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreError(f"{path} cannot be written: the disk is full", path=str(path))
    return StoreError(f"{path} cannot be used: {error}", path=str(path))
