"""Jobs as they go, for tests: each step is the job after it."""

from __future__ import annotations

from dataclasses import replace

from ningbgm_daemon.records.job import Failure, Job, Outcome, Progress, ReadyCue, Step


def at_work(job: Job, step: Step, share: float) -> Job:
    ready = (ReadyCue("1m1", "/somewhere/1m1.wav", 0, 48_000),)
    return replace(job, state="running", started_s=1e9, progress=Progress(step, share, 12.0, ready))


def done(job: Job, score_id: str = "s1") -> Job:
    outcome = Outcome(score_id, 1, "/somewhere")
    return replace(job, state="succeeded", outcome=outcome, score_id=score_id, ended_s=2e9)


def failed(job: Job, kind: str, sentence: str) -> Job:
    return replace(job, state="failed", failure=Failure(kind, sentence, (("path", "/f.mp4"),)), ended_s=2e9)
