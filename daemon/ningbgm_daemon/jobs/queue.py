"""The queue of jobs: takes orders, runs them in a fair order, and tells everybody who asks."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator

from ningbgm_agents.errors import BusyError, StateError
from ningbgm_daemon.logs import job_named
from ningbgm_daemon.records.job import Job, State
from ningbgm_daemon.records.order import Order, ScoreOrder
from ningbgm_daemon.records.page import Page
from ningbgm_daemon.store.job_table import StepRecord
from ningbgm_daemon.store.store import Store

from .checking import check_files, check_score, title_of
from .live_job import LiveJob
from .run import JobRun, Workshop
from .sweeping import sweep_strangers
from .turns import Turns


class JobQueue:
    """Jobs in memory while they are not over, and in the store always; see `servicers.ports.Jobs`."""

    def __init__(self, shop: Workshop, most_running: int = 1, most_waiting: int = 1000) -> None:
        self._shop, self._most_running, self._most_waiting = shop, most_running, most_waiting
        self._live: dict[str, LiveJob] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._turns = Turns()
        self._adding = asyncio.Lock()

    async def start(self) -> None:
        """Go on with the jobs that an earlier daemon left."""
        jobs = await self._shop.thread.ask(lambda store: store.jobs.unfinished())
        alive = [job.id for job in jobs]
        await asyncio.to_thread(sweep_strangers, self._shop.places, self._shop.cache, alive)
        self._live = {job.id: LiveJob(job) for job in jobs}
        self._fill()

    async def stop(self) -> None:
        """End the workers; their jobs go on with the next daemon."""
        self._most_running = 0
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def running(self) -> int:
        """Jobs at work."""
        return len(self._running)

    @property
    def waiting(self) -> int:
        """Jobs that wait."""
        return len(self._live) - len(self._running)

    async def submit(self, order: Order, request_id: str = "") -> Job:
        """Store an order as a job; a `request_id` that is known gives the job it made.

        Raises:
            InputError: what is asked cannot be done, seen at the door.
            StateError: the `request_id` came with another order before.
            BusyError: too many jobs wait.
        """
        known = await self._shop.thread.ask(lambda store: store.jobs.by_request(request_id))
        if known is None:
            await asyncio.to_thread(check_files, order)
        created_s = self._shop.now()
        async with self._adding:
            if known is None and self.waiting >= self._most_waiting:
                raise BusyError(f"{self.waiting} jobs wait already; try again when some are done")
            job = await self._shop.thread.ask(lambda store: _added(store, order, request_id, created_s))
            if not job.over and job.id not in self._live:
                self._live[job.id] = LiveJob(job)
        self._fill()
        return self._latest(job)

    async def get(self, job_id: str) -> Job:
        """A job."""
        if job_id in self._live:
            return self._live[job_id].job
        return await self._shop.thread.ask(lambda store: store.jobs.get(job_id))

    async def page(self, size: int, token: str = "", state: State | None = None) -> Page[Job]:
        """Jobs, the newest first.

        Raises:
            InputError: the token is none of ours.
        """
        page = await self._shop.thread.ask(lambda store: store.jobs.page(size, token, state))
        return Page([self._latest(job) for job in page.items], page.next_token)

    async def cancel(self, job_id: str) -> Job:
        """Stop a job; returns once it has stopped. A job that is over is returned as it is."""
        live = self._live.get(job_id)
        if live is None:
            return await self.get(job_id)
        live.cancelled = True
        live.stopping.set()
        if job_id not in self._running:
            self._run(live)
        return await live.over()

    async def delete(self, job_id: str) -> None:
        """Forget a job.

        Raises:
            StateError: it is not over.
        """
        if not (await self.get(job_id)).over:
            raise StateError(f"job {job_id} is not over; cancel it first", job=job_id)
        await self._shop.thread.ask(lambda store: store.jobs.delete(job_id))

    async def watch(self, job_id: str) -> AsyncIterator[Job]:
        """The job as it is, then after every change, until it is over or forgotten."""
        live = self._live.get(job_id)
        if live is None:
            yield await self.get(job_id)
            return
        async for job in live.changes():
            yield job

    async def steps(self, job_id: str) -> list[StepRecord]:
        """The steps that a job has carried out, each once."""
        return await self._shop.thread.ask(lambda store: store.jobs.steps(job_id))

    def _latest(self, job: Job) -> Job:
        return self._live[job.id].job if job.id in self._live else job

    def _fill(self) -> None:
        """Begin jobs while there is room for them."""
        while len(self._running) < self._most_running:
            waiting = [live.job for name, live in self._live.items() if name not in self._running]
            busy = {self._live[name].job.score_id for name in self._running}
            job = self._turns.next(waiting, busy)
            if job is None:
                return
            self._run(self._live[job.id])

    def _run(self, live: LiveJob) -> None:
        task = asyncio.create_task(self._carry_through(live))
        self._running[live.job.id] = task

    async def _carry_through(self, live: LiveJob) -> None:
        job_id = live.job.id
        try:
            with job_named(f"jobs/{job_id}"):
                await JobRun(live, self._shop).run()
            del self._live[job_id]
        finally:
            del self._running[job_id]
            self._fill()


def _added(store: Store, order: Order, request_id: str, created_s: float) -> Job:
    """The job of an order, stored."""
    if store.jobs.by_request(request_id) is None:
        check_score(store, order)
    if isinstance(order, ScoreOrder):
        score_id, title = secrets.token_hex(8), title_of(order)
    else:
        score_id = order.score_id
        title = store.scores.get(score_id).revision.edit.title
    return store.jobs.add(
        Job(
            id=secrets.token_hex(8),
            title=title,
            order=order,
            score_id=score_id,
            request_id=request_id,
            created_s=created_s,
        )
    )
