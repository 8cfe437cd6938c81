"""The table of jobs, and of the steps that they have done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast, get_args

from ningbgm_agents import document
from ningbgm_agents.errors import InputError, NotFoundError, StateError
from ningbgm_daemon.records.job import FINAL, Failure, Job, Outcome, Progress, State
from ningbgm_daemon.records.order import read_order
from ningbgm_daemon.records.page import Page

from .database import Database, Row, Value


@dataclass(frozen=True)
class StepRecord:
    """A step that was carried out to its end."""

    step: str
    attempt: int
    seconds: float


class JobTable:
    """Jobs by id; newer ones have higher sequence numbers, whatever the clock says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, job: Job) -> Job:
        """Store a new job; where its `request_id` is known, the job that it made.

        Raises:
            StateError: the `request_id` came with another order.
        """
        with self._database.transaction():
            known = self.by_request(job.request_id)
            if known is None:
                self._database.insert("jobs", _row(job))
                return job
        if known.order != job.order:
            raise StateError(
                f"request_id {job.request_id} came with another order before; give each order its own",
                request_id=job.request_id,
                job=known.id,
            )
        return known

    def get(self, job_id: str) -> Job:
        """A job.

        Raises:
            NotFoundError: there is none of this name.
        """
        rows = self._database.rows("SELECT * FROM jobs WHERE id = ?", (job_id,))
        if not rows:
            raise NotFoundError(f"there is no job {job_id!r}; it may have been deleted", job=job_id)
        return job_of(rows[0])

    def page(self, size: int, token: str, state: State | None) -> Page[Job]:
        """Jobs, the newest first."""
        wanted = "AND state = ?" if state else ""
        rows = self._database.rows(
            f"SELECT * FROM jobs WHERE seq < ? {wanted} ORDER BY seq DESC LIMIT ?",
            (seq_of(token), *((state,) if state else ()), size + 1),
        )
        return Page([job_of(row) for row in rows[:size]], token_of(rows, size))

    def unfinished(self) -> list[Job]:
        """Jobs that are not over, the oldest first."""
        marks = ", ".join("?" * len(FINAL))
        rows = self._database.rows(f"SELECT * FROM jobs WHERE state NOT IN ({marks}) ORDER BY seq", FINAL)
        return [job_of(row) for row in rows]

    def save(self, job: Job) -> None:
        """Store what can change in a job."""
        row = {name: value for name, value in _row(job).items() if name != "id"}
        names = ", ".join(f'"{name}" = ?' for name in row)
        self._database.run(f"UPDATE jobs SET {names} WHERE id = ?", (*row.values(), job.id))

    def delete(self, job_id: str) -> None:
        """Forget a job and its steps."""
        self._database.run("DELETE FROM jobs WHERE id = ?", (job_id,))

    def add_step(self, job_id: str, done: StepRecord) -> None:
        """Note a step that was carried out."""
        row: Row = {"job_id": job_id, "step": done.step, "attempt": done.attempt, "seconds": done.seconds}
        self._database.insert("steps", row)

    def steps(self, job_id: str) -> list[StepRecord]:
        """The steps that a job has carried out, in order."""
        rows = self._database.rows("SELECT * FROM steps WHERE job_id = ? ORDER BY seq", (job_id,))
        return [
            StepRecord(str(row["step"]), int(row["attempt"] or 0), float(row["seconds"] or 0)) for row in rows
        ]

    def by_request(self, request_id: str) -> Job | None:
        """The job that a `request_id` made; None where it is new, or empty."""
        if not request_id:
            return None
        rows = self._database.rows("SELECT * FROM jobs WHERE request_id = ?", (request_id,))
        return job_of(rows[0]) if rows else None


def seq_of(token: str) -> int:
    """The sequence number before which a page begins.

    Raises:
        InputError: the token is none of ours.
    """
    if not token:
        return 1 << 62
    if not (token.isascii() and token.isdigit() and len(token) < 18):
        raise InputError("this page_token is not known here; list from the start", field="page_token")
    return int(token)


def token_of(rows: list[Row], size: int) -> str:
    """The token of the next page, where `rows` has one row more than the page."""
    return str(rows[size - 1]["seq"]) if len(rows) > size else ""


def job_of(row: Row) -> Job:
    """The job in a row.

    Raises:
        InputError: the row is damaged.
    """
    outcome, failure = row["outcome"], row["failure"]
    return Job(
        id=str(row["id"]),
        title=str(row["title"]),
        order=read_order(str(row["order"])),
        state=_state(row["state"]),
        progress=document.load(Progress, str(row["progress"])),
        outcome=document.load(Outcome, str(outcome)) if outcome else None,
        failure=document.load(Failure, str(failure)) if failure else None,
        score_id=str(row["score_id"]),
        request_id=str(row["request_id"] or ""),
        version=int(row["version"] or 1),
        attempts=int(row["attempts"] or 0),
        created_s=float(row["created_s"] or 0),
        started_s=_seconds(row["started_s"]),
        ended_s=_seconds(row["ended_s"]),
    )


def _row(job: Job) -> Row:
    return {
        "id": job.id,
        "request_id": job.request_id,
        "title": job.title,
        "kind": job.kind,
        "order": document.dump(job.order),
        "state": job.state,
        "score_id": job.score_id,
        "version": job.version,
        "attempts": job.attempts,
        "progress": document.dump(replace(job.progress, ready_cues=())),
        "outcome": document.dump(job.outcome) if job.outcome else None,
        "failure": document.dump(job.failure) if job.failure else None,
        "created_s": job.created_s,
        "started_s": job.started_s,
        "ended_s": job.ended_s,
    }


def _state(value: Value) -> State:
    if value not in get_args(State):
        raise InputError(f"there is no state {value!r}")
    return cast(State, value)


def _seconds(value: Value) -> float | None:
    return None if value is None else float(value)
