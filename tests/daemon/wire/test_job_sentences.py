"""Where a job stands, in words that plugins show as they are."""

from __future__ import annotations

import pytest

from ningbgm_daemon.records.job import Failure, Job, Progress, State
from ningbgm_daemon.records.order import ReviseOrder
from ningbgm_daemon.wire.jobs import job_to_proto


@pytest.mark.parametrize(
    ("state", "progress", "sentence"),
    [
        ("queued", Progress(), "Reel 1: waiting for its turn"),
        ("running", Progress(), "Reel 1: beginning, 0 %"),
        ("running", Progress("compose", 0.507), "Reel 1: composing, 50 %"),
        ("running", Progress("sense", 0.1), "Reel 1: watching and listening, 10 %"),
        ("succeeded", Progress("deliver", 1.0), "Reel 1: done"),
        ("cancelled", Progress("compose", 0.5), "Reel 1: cancelled; nothing was changed"),
    ],
)
def test_a_job_says_where_it_stands(state: State, progress: Progress, sentence: str) -> None:
    job = Job("j1", "Reel 1", ReviseOrder("s1"), state, progress)

    assert job_to_proto(job).sentence == sentence


def test_a_job_that_failed_says_why() -> None:
    failure = Failure("MediaError", "a0.mov cannot be read; is its disk there?")
    job = Job("j1", "Reel 1", ReviseOrder("s1"), "failed", failure=failure)

    assert job_to_proto(job).sentence == failure.sentence
