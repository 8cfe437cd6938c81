"""Brings one job to its end, through as many workers as it takes."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ningbgm_agents import document
from ningbgm_agents.errors import BusyError, NingbgmError, StoreError
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.library.keeping import keep_revision
from ningbgm_daemon.library.places import Places
from ningbgm_daemon.records.job import Failure, Job, Progress, State
from ningbgm_daemon.store.job_table import StepRecord
from ningbgm_daemon.store.store import Store
from ningbgm_daemon.store.thread import StoreThread

from .assignment import ASSIGNMENT, RESULT, Assignment, Report, WorkResult, read_document, write_document
from .live_job import RESERVE, LiveJob
from .pace import Pace
from .sweeping import has_delivered, sweep_job, sweep_worker, undo_job
from .worker_process import Worker

_log = logging.getLogger(__name__)
T = TypeVar("T")
StartWorker = Callable[[Path], Awaitable[Worker]]
_MOST_CRASHES = 3
"""Crashes without a finished step between them after which a job fails."""
_MOST_KILLS = 10
"""The same where the worker was killed from outside, as systems do that run out of memory."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0


@dataclass(frozen=True)
class Workshop:
    """What every job is run with."""

    thread: StoreThread
    places: Places
    cache: Cache
    workers: int
    """Processes that one job may use."""
    start: StartWorker
    now: Callable[[], float] = time.time
    """Seconds since 1970, as people see them; nothing is ordered or measured by this clock."""


class JobRun:
    """One job on its way from waiting to its end."""

    def __init__(self, live: LiveJob, shop: Workshop) -> None:
        self._live, self._shop = live, shop
        self._folder = shop.places.job(live.job.id)
        self._steps_done, self._crashes, self._kills = 0, 0, 0

    async def run(self) -> None:
        """Bring the job to a final state that is stored; the end of the daemon interrupts it."""
        try:
            result = await self._result()
        except Exception as error:  # noqa: BLE001 - the edge of a job: nobody is above to catch it
            _log.exception("a job cannot be run")
            fault = f"NingBGM has a fault here ({error!r}); please report it with the log"
            result = _failed(NingbgmError(fault))
        if result is None:
            await self._end("cancelled", WorkResult())
        else:
            await self._end("succeeded" if result.outcome else "failed", result)

    async def _result(self) -> WorkResult | None:
        """What came of the work; None where it was stopped."""
        result = await asyncio.to_thread(read_document, WorkResult, self._folder / RESULT)
        while result is None and not await self._may_stop():
            result = await self._attempt()
        return result

    async def _may_stop(self) -> bool:
        """Whether somebody wants the job stopped, and it has not delivered yet."""
        if not self._live.cancelled:
            return False
        return not await asyncio.to_thread(has_delivered, self._shop.places, self._live.job.id)

    async def _attempt(self) -> WorkResult | None:
        """Let a worker carry it out; None where it did not come to its end."""
        steps_before = self._steps_done
        await self._begin()
        try:
            worker = await self._started()
            code = await self._accompany(worker)
        except NingbgmError as error:
            return _failed(error)
        await asyncio.to_thread(sweep_worker, self._folder)
        result = await asyncio.to_thread(read_document, WorkResult, self._folder / RESULT)
        if result is None and not self._live.cancelled:
            return await self._crashed(code, worker, self._steps_done > steps_before)
        return result

    async def _begin(self) -> None:
        job = self._live.job
        started_s = self._shop.now() if job.started_s is None else job.started_s
        self._live.change(
            replace(job, state="running", attempts=job.attempts + 1, started_s=started_s, progress=Progress())
        )
        await self._reserve()

    async def _started(self) -> Worker:
        job = self._live.job
        given = await self._insist(lambda store: _assignment(store, job, self._shop))
        try:
            await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
            await asyncio.to_thread(write_document, self._folder / ASSIGNMENT, given)
            return await self._shop.start(self._folder)
        except OSError as error:
            raise StoreError(f"no worker can be started in {self._folder}: {error.strerror}") from error

    async def _accompany(self, worker: Worker) -> int:
        """Hear a worker until it ends, or end it where that is wanted; its exit code."""
        stopping = asyncio.create_task(self._stop_when_wanted(worker))
        pace = Pace()
        try:
            async for report in worker.reports():
                await self._heard(report, pace)
            return await worker.ended()
        finally:
            stopping.cancel()
            await asyncio.wait([stopping])
            await worker.stop()

    async def _stop_when_wanted(self, worker: Worker) -> None:
        await self._live.stopping.wait()
        self._live.stopping.clear()
        await asyncio.shield(worker.stop())

    async def _heard(self, report: Report, pace: Pace) -> None:
        job = self._live.job
        if report.kind == "done":
            self._steps_done += 1
            done = StepRecord(report.step, job.attempts, report.seconds)
            await self._insist(lambda store: store.jobs.add_step(job.id, done))
            return
        self._live.advance(pace.progress(report, job.progress))
        if self._live.job.version >= self._live.reserved:
            await self._reserve()

    async def _reserve(self) -> None:
        """Store the job as it is, and versions ahead."""
        ahead = replace(self._live.job, version=self._live.job.version + RESERVE)
        self._live.reserved = ahead.version
        await self._insist(lambda store: store.jobs.save(ahead))

    async def _crashed(self, code: int, worker: Worker, progressed: bool) -> WorkResult | None:
        """Count a crash and wait a little; a failure where there were too many."""
        if progressed:
            self._crashes = self._kills = 0
        killed = code == -getattr(signal, "SIGKILL", 9)
        self._kills, self._crashes = self._kills + killed, self._crashes + (not killed)
        facts = {"job": self._live.job.id, "code": code, "words": worker.last_words()[-2000:]}
        _log.warning("a worker ended before its work", extra={"facts": facts})
        if self._crashes >= _MOST_CRASHES or self._kills >= _MOST_KILLS:
            return _given_up(self._live.job, code, worker.last_words())
        crashes = self._crashes + self._kills
        pause_s = min(_FIRST_PAUSE_S * 2**crashes, _LONGEST_PAUSE_S)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._live.stopping.wait(), pause_s)
        return None

    async def _end(self, state: State, result: WorkResult) -> None:
        """Store what came of it, clean up, and tell everybody."""
        shop, job = self._shop, self._live.job
        if state != "succeeded":
            await asyncio.to_thread(undo_job, shop.places, shop.cache, job.id, job.score_id)
        over = replace(
            job,
            state=state,
            progress=replace(job.progress, share=1.0 if result.outcome else job.progress.share,
                             left_s=None, ready_cues=()),
            outcome=result.outcome,
            failure=result.failure,
            version=job.version + 1,
            ended_s=max(shop.now(), job.started_s or job.created_s),
        )  # fmt: skip
        await self._insist(lambda store: _store_end(store, shop.places, over, result))
        if state == "succeeded":
            await asyncio.to_thread(sweep_job, shop.places, shop.cache, job.id)
        self._live.change(over)
        facts = {"job": job.id, "state": state, "attempts": job.attempts}
        _log.info("a job is over", extra={"facts": facts})

    async def _insist(self, question: Callable[[Store], T]) -> T:
        """What the store answers, once it answers: a disk that is full now may have room later."""
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                return await self._shop.thread.ask(question)
            except (BusyError, StoreError) as error:
                _log.warning("the store does not answer: %s", error, extra={"facts": error.facts})
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


def _assignment(store: Store, job: Job, shop: Workshop) -> Assignment:
    """What a worker needs to know for a job."""
    previous = None
    numbers: list[int] = []
    if job.kind != "create_score":
        previous = store.scores.get(job.score_id).revision
        numbers = store.scores.numbers(job.score_id)
    return Assignment(
        job_id=job.id,
        order=document.dump(job.order),
        score_id=job.score_id,
        number=max(numbers, default=0) + 1,
        data=str(shop.places.data),
        cache=str(shop.cache.folder),
        cache_limit_bytes=shop.cache.limit_bytes,
        workers=shop.workers,
        previous=previous,
        history=tuple(dict.fromkeys(store.scores.folders(job.score_id))),
    )


def _store_end(store: Store, places: Places, job: Job, result: WorkResult) -> None:
    """The job's end and the revision that it made, both or none."""
    with store.transaction():
        if result.revision is not None:
            keep_revision(store, places, result.revision, result.events, result.moved_to)
        store.jobs.save(job)


def _failed(error: NingbgmError) -> WorkResult:
    facts = tuple((name, str(value)) for name, value in error.facts.items())
    return WorkResult(failure=Failure(type(error).__name__, str(error), facts))


def _given_up(job: Job, code: int, words: str) -> WorkResult:
    said = words.strip().splitlines()[-1:] or [f"exit code {code}"]
    sentence = (
        f"the work broke off again and again in the step '{job.progress.step or 'start'}' ({said[0][:200]});"
        " close other programs that need much memory and try again, else report it with the daemon's log"
    )
    return WorkResult(failure=Failure("PerformanceError", sentence, (("last_words", words[-1000:]),)))
