"""What the watch folder remembers: each export, what was ordered for it, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, cast, get_args

from ningbgm_daemon.store.database import Database, Row

Stage = Literal["new", "ordered", "submitted", "done", "failed", "cancelled", "left"]
"""`ordered` is stored before anybody is asked, `submitted` once the job is known; `left` is not scored."""
OPEN: tuple[Stage, ...] = ("ordered", "submitted")
"""Stages that a restart goes on from."""
NAME = "watch.db"
_MIGRATIONS = (
    """
    CREATE TABLE exports (
        folder TEXT NOT NULL,
        name TEXT NOT NULL,
        source TEXT NOT NULL,
        signature TEXT NOT NULL,
        recipe TEXT NOT NULL,
        stage TEXT NOT NULL,
        content TEXT NOT NULL,
        source_mark TEXT NOT NULL,
        wish_mark TEXT NOT NULL,
        image_mark TEXT NOT NULL,
        scored_mark TEXT NOT NULL,
        request_id TEXT NOT NULL,
        "order" TEXT NOT NULL,
        job TEXT NOT NULL,
        score TEXT NOT NULL,
        out TEXT NOT NULL,
        edit_name TEXT NOT NULL,
        reason TEXT NOT NULL,
        untold INTEGER NOT NULL,
        PRIMARY KEY (folder, name)
    );
    CREATE INDEX exports_by_content ON exports (content) WHERE content <> '';
    CREATE TABLE delivered (mark TEXT PRIMARY KEY) WITHOUT ROWID;
    """,
)


@dataclass(frozen=True, slots=True)
class Record:
    """One export, by its folder and name."""

    folder: str
    name: str
    source: str = ""
    """The file that was looked at last."""
    signature: str = ""
    """Sizes and times of its files then; empty where it was gone."""
    recipe: str = ""
    """Sizes and times of the recipe's files then."""
    stage: Stage = "new"
    content: str = ""
    """What would be the same score; see `Content.key`."""
    source_mark: str = ""
    wish_mark: str = ""
    image_mark: str = ""
    scored_mark: str = ""
    """The source's mark when it was last scored; empty while nothing is scored as it is wanted."""
    request_id: str = ""
    """Sent with the order: sent again, it gives the same job."""
    order: str = ""
    """The order as a document, as long as it may have to be sent again."""
    job: str = ""
    score: str = ""
    """The score of its last job; where `scored_mark` says that it was made, a newer version revises it."""
    out: str = ""
    """The score's folder."""
    edit_name: str = ""
    """What the timeline calls its edit, where versions are known by it."""
    reason: str = ""
    """Why it failed, or was left."""
    untold: int = 0
    """1 while the user's command has not been run for its end."""

    @property
    def key(self) -> tuple[str, str]:
        """What names it."""
        return self.folder, self.name


class Ledger:
    """A small database in the daemon's data folder; each `put` is on the disk when it returns.

    Used by one thread at a time.

    Raises:
        StoreError: it cannot be used. So does every method.
        BusyError: another program holds it. So does every method.
    """

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder / NAME, patience_s=20.0, migrations=_MIGRATIONS)

    def put(self, record: Record, delivered: Sequence[str] = ()) -> None:
        """Remember a record in place of the one of its key, and marks of what was delivered for it."""
        row = asdict(record)
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        with self._database.transaction():
            self._database.run(f"REPLACE INTO exports ({names}) VALUES ({marks})", tuple(row.values()))
            for mark in delivered:
                self._database.run("INSERT OR IGNORE INTO delivered VALUES (?)", (mark,))

    def get(self, key: tuple[str, str]) -> Record:
        """The record of a key; a new one where nothing is remembered."""
        found = self._records("folder = ? AND name = ?", key)
        return found[0] if found else Record(*key)

    def under(self, root: Path) -> list[Record]:
        """All records of a watched folder."""
        return [record for record in self._records("1", ()) if Path(record.folder).is_relative_to(root)]

    def same_content(self, record: Record, content: str) -> list[Record]:
        """Other exports that were scored, or are to be, and would be the same score."""
        found = self._records("content = ? AND stage IN ('ordered', 'submitted', 'done')", (content,))
        return [other for other in found if other.key != record.key]

    def of_edit(self, record: Record, edit_name: str) -> list[Record]:
        """Other scored exports of a folder that are versions of the same edit, the last one first."""
        found = self._records(
            "folder = ? AND edit_name = ? AND score <> '' AND stage = 'done'", (record.folder, edit_name)
        )
        return [other for other in reversed(found) if other.key != record.key]

    def was_delivered(self, mark: str) -> bool:
        """Whether a file is one that was delivered."""
        return bool(self._database.rows("SELECT 1 FROM delivered WHERE mark = ?", (mark,)))

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _records(self, condition: str, values: Iterable[str]) -> list[Record]:
        query = f"SELECT * FROM exports WHERE {condition} ORDER BY rowid"
        return [_record(row) for row in self._database.rows(query, tuple(values))]


def _record(row: Row) -> Record:
    texts = {f.name: str(row[f.name]) for f in fields(Record) if f.name not in ("stage", "untold")}
    stage = str(row["stage"])
    assert stage in get_args(Stage), "only this file writes it"
    return Record(**texts, stage=cast(Stage, stage), untold=int(row["untold"] or 0))
