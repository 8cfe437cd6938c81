"""Where the daemon keeps the files of scores and of jobs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DELETED = ".deleted-"


@dataclass(frozen=True)
class Places:
    """The folders inside the daemon's data folder."""

    data: Path

    @property
    def scores(self) -> Path:
        """What is kept of all scores."""
        return self.data / "scores"

    @property
    def jobs(self) -> Path:
        """What is kept of all jobs that are not over."""
        return self.data / "jobs"

    def score(self, score_id: str) -> Path:
        """What is kept of a score."""
        return self.scores / score_id

    def revision(self, score_id: str, number: int) -> Path:
        """Delivery of a revision that has no folder of the user's."""
        return self.score(score_id) / f"r{number}"

    def sidecar(self, score_id: str, number: int) -> Path:
        """The record of a revision as a file: what the database knows, should it be lost."""
        return self.score(score_id) / f"r{number}.json"

    def inputs(self, score_id: str, job_id: str) -> Path:
        """What a job was given as text: timelines and texts."""
        return self.score(score_id) / f"inputs-{job_id}"

    def job(self, job_id: str) -> Path:
        """All that a job needs until it is over, and nobody after that."""
        return self.jobs / job_id

    def begin_delete(self, score_id: str) -> None:
        """Take a score's files out of sight, to be removed or brought back."""
        if self.score(score_id).exists():
            self.score(score_id).rename(self.scores / f"{_DELETED}{score_id}")

    def end_delete(self, score_id: str) -> None:
        """Remove what was taken out of sight."""
        shutil.rmtree(self.scores / f"{_DELETED}{score_id}", ignore_errors=True)

    def undo_delete(self, score_id: str) -> None:
        """Bring back what was taken out of sight."""
        (self.scores / f"{_DELETED}{score_id}").rename(self.score(score_id))

    def half_deleted(self) -> Iterator[str]:
        """Scores whose deletion was interrupted."""
        for path in self.scores.glob(f"{_DELETED}*"):
            yield path.name.removeprefix(_DELETED)
