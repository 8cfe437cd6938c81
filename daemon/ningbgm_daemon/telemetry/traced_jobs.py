"""A queue of jobs that tells a collector of every job, as it was asked for and done."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator

from ningbgm_agents.errors import NingbgmError
from ningbgm_daemon.records.job import Job, State
from ningbgm_daemon.records.order import Order
from ningbgm_daemon.records.page import Page
from ningbgm_daemon.servicers.ports import Jobs

from .job_trace import StepClock, TraceSink

_log = logging.getLogger(__name__)
_PAGE = 100


class TracedJobs:
    """`Jobs`, followed: `async with TracedJobs(jobs, sink) as jobs:`; the work itself knows nothing of it."""

    def __init__(self, jobs: Jobs, sink: TraceSink) -> None:
        self._jobs, self._sink = jobs, sink
        self._following: dict[str, asyncio.Task[None]] = {}

    async def __aenter__(self) -> TracedJobs:
        for state in ("queued", "running"):
            for job in (await self._jobs.page(_PAGE, state=state)).items:
                self._follow(job)
        return self

    async def __aexit__(self, *_: object) -> None:
        tasks = list(self._following.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._sink.close)

    async def submit(self, order: Order, request_id: str = "") -> Job:
        """As `Jobs.submit`."""
        job = await self._jobs.submit(order, request_id)
        self._follow(job)
        return job

    async def get(self, job_id: str) -> Job:
        """As `Jobs.get`."""
        return await self._jobs.get(job_id)

    async def page(self, size: int, token: str = "", state: State | None = None) -> Page[Job]:
        """As `Jobs.page`."""
        return await self._jobs.page(size, token, state)

    async def cancel(self, job_id: str) -> Job:
        """As `Jobs.cancel`."""
        return await self._jobs.cancel(job_id)

    async def delete(self, job_id: str) -> None:
        """As `Jobs.delete`."""
        await self._jobs.delete(job_id)

    def watch(self, job_id: str) -> AsyncIterator[Job]:
        """As `Jobs.watch`."""
        return self._jobs.watch(job_id)

    def _follow(self, job: Job) -> None:
        if job.id not in self._following and not job.over:
            task = asyncio.create_task(self._traced(job.id))
            self._following[job.id] = task
            task.add_done_callback(lambda _: self._following.pop(job.id, None))

    async def _traced(self, job_id: str) -> None:
        clock = StepClock()
        try:
            async for job in self._jobs.watch(job_id):
                clock.see(job, time.time())
                if job.over:
                    self._sink.take(clock.trace(job, time.time()))
        except NingbgmError as error:
            _log.warning("a job cannot be traced", extra={"facts": {"job": job_id, "error": str(error)}})
