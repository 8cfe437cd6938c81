"""What passes between the daemon and a worker: the assignment, reports on the way, and what came of it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypeVar

from ningbgm_agents import document
from ningbgm_agents.agent import Event
from ningbgm_agents.errors import InputError
from ningbgm_daemon.records.job import Failure, Outcome
from ningbgm_daemon.records.score import RevisionRecord

T = TypeVar("T")
RESULT = "result.json"
"""Name of the result's file in the job's folder."""
ASSIGNMENT = "assignment.json"
TRACES = "traces.json"
"""Name of the file that says what a killed worker may leave outside of the job's folder."""


@dataclass(frozen=True)
class Assignment:
    """All that a worker needs to know."""

    job_id: str
    order: str
    """The order as a document."""
    score_id: str
    number: int
    """Number of the revision that it makes."""
    data: str
    """The daemon's data folder."""
    cache: str
    cache_limit_bytes: int
    workers: int
    previous: RevisionRecord | None = None
    """The score's present revision; None for a first scoring."""
    history: tuple[str, ...] = ()
    """Folders of earlier revisions."""


@dataclass(frozen=True)
class WorkResult:
    """What came of an assignment: an outcome or a failure."""

    outcome: Outcome | None = None
    failure: Failure | None = None
    revision: RevisionRecord | None = None
    events: tuple[Event, ...] = ()
    moved_to: str = ""
    """Where an earlier revision lies now that was delivered into the same folder."""


@dataclass(frozen=True)
class Traces:
    """What a killed worker may leave behind outside of the job's folder."""

    pid: int
    out: str
    missing: tuple[str, ...]
    """Folders above `out` that were not there before, the innermost first."""


@dataclass(frozen=True)
class Report:
    """A line of the worker's."""

    kind: Literal["step", "done", "ready"]
    step: str = ""
    share: float = 0.0
    """Of the whole job."""
    seconds: float = 0.0
    cue: str = ""
    path: str = ""
    start_frame: int = 0
    sample_count: int = 0

    def line(self) -> str:
        """The report as one line of JSON."""
        return json.dumps(asdict(self))


def read_report(line: bytes) -> Report | None:
    """The report in a line; None where it is none."""
    try:
        return Report(**json.loads(line))
    except (ValueError, TypeError):
        return None


def write_document(path: Path, value: object) -> None:
    """Write a value's document; the file appears whole."""
    partial = path.with_suffix(".part")
    partial.write_text(document.dump(value), encoding="utf-8")
    os.replace(partial, path)


def read_document(kind: type[T], path: Path) -> T | None:
    """The value in a file; None where there is none, or none that can be read."""
    try:
        return document.load(kind, path.read_bytes())
    except (OSError, InputError):
        return None
