"""Cleans up after jobs, so that nothing is left of one that was stopped."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from ningbgm_daemon.cache import Cache
from ningbgm_daemon.delivery.folder import delivered_by, remove_empty, remove_leftovers
from ningbgm_daemon.library.places import Places

from .assignment import TRACES, Traces, read_document


def owner_of(job_id: str) -> str:
    """Under which name a job pins what it needs in the cache."""
    return f"job-{job_id}"


def sweep_worker(folder: Path) -> None:
    """Remove what a dead worker left hidden beside its output."""
    traces = read_document(Traces, folder / TRACES)
    if traces is not None:
        remove_leftovers(Path(traces.out), killed=traces.pid)
    shutil.rmtree(folder / "tmp", ignore_errors=True)


def sweep_job(places: Places, cache: Cache, job_id: str) -> None:
    """Remove what was kept for a job that is over and whose result counts."""
    sweep_worker(places.job(job_id))
    cache.owned_by(owner_of(job_id)).release()
    shutil.rmtree(places.job(job_id), ignore_errors=True)


def has_delivered(places: Places, job_id: str) -> bool:
    """Whether a job has delivered: then it cannot be stopped any more, only be brought to its end."""
    traces = read_document(Traces, places.job(job_id) / TRACES)
    return traces is not None and delivered_by(Path(traces.out), job_id)


def undo_job(places: Places, cache: Cache, job_id: str, score_id: str) -> None:
    """Remove all that a job wrote that failed or was stopped."""
    sweep_worker(places.job(job_id))
    traces = read_document(Traces, places.job(job_id) / TRACES)
    if traces is not None:
        if delivered_by(Path(traces.out), job_id) and places.score(score_id) in Path(traces.out).parents:
            shutil.rmtree(traces.out, ignore_errors=True)
        remove_empty(map(Path, traces.missing))
    shutil.rmtree(places.inputs(score_id, job_id), ignore_errors=True)
    remove_empty([places.score(score_id)])
    sweep_job(places, cache, job_id)


def sweep_strangers(places: Places, cache: Cache, alive: Collection[str]) -> None:
    """Remove what is left of jobs that nobody knows any more; `alive` are the ids of those that go on."""
    for folder in places.jobs.glob("*"):
        if folder.name not in alive:
            sweep_worker(folder)
            shutil.rmtree(folder, ignore_errors=True)
    cache.release_all_but([owner_of(job_id) for job_id in alive])
    cache.trim()
