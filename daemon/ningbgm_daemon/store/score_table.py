"""The tables of scores: revisions, their cues, and the agents' exchange behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ningbgm_agents import document
from ningbgm_agents.agent import Event
from ningbgm_agents.errors import NotFoundError
from ningbgm_daemon.records.page import Page
from ningbgm_daemon.records.score import CueRecord, RevisionRecord, ScoreRecord

from .database import Database, Row, Value
from .job_table import seq_of, token_of


class ScoreTable:
    """Scores by id; the present revision is the one with the highest number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, revision: RevisionRecord, events: Sequence[Event] = ()) -> None:
        """Add a revision, and with the first one its score; inside a transaction of the caller's.

        One of the same number is replaced: it is what a killed daemon could not bring to its end.
        """
        place: dict[str, Value] = {"score_id": revision.score_id, "number": revision.number}
        self._database.run(
            "DELETE FROM revisions WHERE score_id = ? AND number = ?", (revision.score_id, revision.number)
        )
        if not self._database.rows("SELECT 1 FROM scores WHERE id = ?", (revision.score_id,)):
            self._database.insert("scores", {"id": revision.score_id, "created_s": revision.created_s})
        record = document.dump(replace(revision, cues=()))
        self._database.insert("revisions", place | {"folder": revision.folder, "record": record})
        for cue in revision.cues:
            self._database.insert("cues", place | {"name": cue.name, "record": document.dump(cue)})
        for event in events:
            self._database.insert("events", place | {"record": document.dump(event)})

    def get(self, score_id: str) -> ScoreRecord:
        """A score with its present revision.

        Raises:
            NotFoundError: there is none of this name.
        """
        rows = self._database.rows("SELECT * FROM scores WHERE id = ?", (score_id,))
        numbers = self._database.rows("SELECT max(number) n FROM revisions WHERE score_id = ?", (score_id,))
        if not rows or numbers[0]["n"] is None:
            raise NotFoundError(f"there is no score {score_id!r}; it may have been deleted", score=score_id)
        present = self.revision(score_id, int(numbers[0]["n"]))
        return ScoreRecord(score_id, present, float(rows[0]["created_s"] or 0))

    def page(self, size: int, token: str) -> Page[ScoreRecord]:
        """Scores, the newest first; their cues are left out."""
        rows = self._database.rows(
            """SELECT scores.*, (SELECT record FROM revisions WHERE score_id = scores.id
               ORDER BY number DESC LIMIT 1) record
               FROM scores WHERE seq < ? AND record NOT NULL ORDER BY seq DESC LIMIT ?""",
            (seq_of(token), size + 1),
        )
        records = [
            ScoreRecord(
                str(row["id"]),
                document.load(RevisionRecord, str(row["record"])),
                float(row["created_s"] or 0),
            )
            for row in rows[:size]
        ]
        return Page(records, token_of(rows, size))

    def revision(self, score_id: str, number: int) -> RevisionRecord:
        """A revision.

        Raises:
            NotFoundError: there is none of this number.
        """
        rows = self._database.rows(
            "SELECT record FROM revisions WHERE score_id = ? AND number = ?", (score_id, number)
        )
        if not rows:
            raise NotFoundError(
                f"there is no revision {number} of score {score_id!r}", score=score_id, revision=number
            )
        cues = self._database.rows(
            "SELECT record FROM cues WHERE score_id = ? AND number = ? ORDER BY seq", (score_id, number)
        )
        found = document.load(RevisionRecord, str(rows[0]["record"]))
        return replace(found, cues=tuple(document.load(CueRecord, str(row["record"])) for row in cues))

    def revisions(self, score_id: str, size: int, token: str) -> Page[RevisionRecord]:
        """Revisions of a score, the newest first; their cues are left out.

        Raises:
            NotFoundError: there is no such score.
        """
        rows: list[Row] = self._database.rows(
            "SELECT number seq, record FROM revisions WHERE score_id = ? AND number < ?"
            " ORDER BY number DESC LIMIT ?",
            (score_id, seq_of(token), size + 1),
        )
        if not rows:
            self.get(score_id)
        items = [document.load(RevisionRecord, str(row["record"])) for row in rows[:size]]
        return Page(items, token_of(rows, size))

    def numbers(self, score_id: str) -> list[int]:
        """Numbers of all revisions of a score, the first one first."""
        rows = self._database.rows(
            "SELECT number FROM revisions WHERE score_id = ? ORDER BY number", (score_id,)
        )
        return [int(row["number"] or 0) for row in rows]

    def replace(self, revision: RevisionRecord) -> None:
        """Write a revision anew whose files have moved; inside a transaction of the caller's."""
        events = self.events(revision.score_id, revision.number)
        self.add(revision, events)

    def events(self, score_id: str, number: int) -> tuple[Event, ...]:
        """The agents' exchange behind a revision."""
        rows = self._database.rows(
            "SELECT record FROM events WHERE score_id = ? AND number = ? ORDER BY seq", (score_id, number)
        )
        return tuple(document.load(Event, str(row["record"])) for row in rows)

    def folders(self, score_id: str) -> list[str]:
        """Folders of all revisions of a score."""
        rows = self._database.rows("SELECT DISTINCT folder FROM revisions WHERE score_id = ?", (score_id,))
        return [str(row["folder"]) for row in rows]

    def delete(self, score_id: str) -> None:
        """Forget a score with all its revisions."""
        self._database.run("DELETE FROM scores WHERE id = ?", (score_id,))
