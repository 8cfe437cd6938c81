"""A queue of jobs in memory that works only when the test says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

from ningbgm_agents.errors import InputError, NotFoundError, StateError
from ningbgm_daemon.records.job import Job, State
from ningbgm_daemon.records.order import Order
from ningbgm_daemon.records.page import Page


class FakeJobs:
    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.watching = 0
        """Open calls of `watch`."""
        self.failing: Exception | None = None
        """What every method raises, where it is set."""
        self.slowness_s = 0.0
        """How long `get` takes."""
        self._changes: dict[asyncio.Queue[Job | None], str] = {}

    def change(self, job: Job) -> Job:
        """The job is so from now on; watchers are told."""
        known = self.jobs.get(job.id)
        self.jobs[job.id] = job = replace(job, version=known.version + 1 if known else 1)
        for queue, watched in self._changes.items():
            if watched == job.id:
                queue.put_nowait(job)
        return job

    async def submit(self, order: Order, request_id: str = "") -> Job:
        self._fail()
        for job in self.jobs.values():
            if request_id and job.request_id == request_id:
                if job.order != order:
                    raise StateError(f"the request_id {request_id} came with another order before")
                return job
        number = len(self.jobs) + 1
        return self.change(Job(f"j{number}", "An edit", order, request_id=request_id, created_s=1e9 + number))

    async def get(self, job_id: str) -> Job:
        self._fail()
        await asyncio.sleep(self.slowness_s)
        if job_id not in self.jobs:
            raise NotFoundError(f"there is no job {job_id}", job=job_id)
        return self.jobs[job_id]

    async def page(self, size: int, token: str = "", state: State | None = None) -> Page[Job]:
        self._fail()
        if token and token not in self.jobs:
            raise InputError("this page_token is not known here")
        found = [job for job in reversed(self.jobs.values()) if state in (None, job.state)]
        start = [job.id for job in found].index(token) + 1 if token else 0
        more = len(found) > start + size
        return Page(found[start : start + size], found[start + size - 1].id if more else "")

    async def cancel(self, job_id: str) -> Job:
        job = await self.get(job_id)
        return job if job.over else self.change(replace(job, state="cancelled", ended_s=2e9))

    async def delete(self, job_id: str) -> None:
        job = await self.get(job_id)
        if not job.over:
            raise StateError(f"the job {job_id} is not over; cancel it first", job=job_id)
        del self.jobs[job_id]
        for queue, watched in self._changes.items():
            if watched == job_id:
                queue.put_nowait(None)

    async def watch(self, job_id: str) -> AsyncGenerator[Job, None]:
        queue: asyncio.Queue[Job | None] = asyncio.Queue()
        self.watching += 1
        self._changes[queue] = job_id
        try:
            job: Job | None = await self.get(job_id)
            while job is not None:
                yield job
                if job.over:
                    break
                job = await queue.get()
        finally:
            self.watching -= 1
            del self._changes[queue]

    def _fail(self) -> None:
        if self.failing is not None:
            raise self.failing
