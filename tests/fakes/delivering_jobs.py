"""Jobs that are done as soon as somebody watches them; orders can be kept on disk, through kills."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

from fakes.fake_jobs import FakeJobs
from fakes.job_stories import failed
from ningbgm_agents import document
from ningbgm_agents.errors import BusyError
from ningbgm_daemon.delivery.folder import MANIFEST
from ningbgm_daemon.delivery.provenance import PROVENANCE
from ningbgm_daemon.records.job import Job, Outcome
from ningbgm_daemon.records.order import Order, ReviseOrder, ScoreOrder, read_order


class DeliveringJobs(FakeJobs):
    """Delivers a folder as `delivery.folder` does: a provenance, a timeline, and the list of both."""

    def __init__(self, ledger: Path | None = None, seconds: float = 0.0) -> None:
        super().__init__()
        self.bad: dict[str, str] = {}
        """Names of files that cannot be scored, and why."""
        self.busy = 0
        """How many calls of `submit` find no room."""
        self.paused = False
        self._ledger, self._seconds = ledger, seconds
        for line in ledger.read_text().splitlines() if ledger and ledger.exists() else ():
            self._load(line)

    @property
    def orders(self) -> list[Order]:
        return [job.order for job in self.jobs.values()]

    def sources(self) -> list[str]:
        """Names of what was ordered, in order."""
        return [Path(_source(order)).name for order in self.orders]

    async def submit(self, order: Order, request_id: str = "") -> Job:
        if self.busy:
            self.busy -= 1
            raise BusyError("no room")
        count = len(self.jobs)
        job = await super().submit(order, request_id)
        if len(self.jobs) > count:
            job = self.change(replace(job, score_id=getattr(order, "score_id", "") or f"s{count + 1}"))
            self._append(job)
        return job

    async def watch(self, job_id: str) -> AsyncGenerator[Job, None]:
        job = await self.get(job_id)
        yield job
        while self.paused:
            await asyncio.sleep(0.01)
        await asyncio.sleep(self._seconds)
        if not job.over:
            yield self._finished(job)

    def _finished(self, job: Job) -> Job:
        name = Path(_source(job.order)).name
        if name in self.bad:
            return self.change(failed(job, "MediaError", self.bad[name]))
        folder = Path(job.order.folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PROVENANCE).write_text("{}")
        (folder / "timeline.fcpxml").write_text(f"<fcpxml made='{job.id}'/>")
        (folder / MANIFEST).write_text(json.dumps({"files": ["timeline.fcpxml", PROVENANCE], "job": job.id}))
        return self.change(replace(job, state="succeeded", outcome=Outcome(job.score_id, 1, str(folder))))

    def _append(self, job: Job) -> None:
        if self._ledger is None:
            return
        line = json.dumps({"request": job.request_id, "order": document.dump(job.order)})
        with self._ledger.open("a") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _load(self, line: str) -> None:
        said = json.loads(line)
        number = len(self.jobs) + 1
        order = read_order(said["order"])
        self.change(Job(f"j{number}", "An edit", order, request_id=said["request"], score_id=f"s{number}"))


def _source(order: Order) -> str:
    assert isinstance(order, (ScoreOrder, ReviseOrder))
    assert order.source is not None
    return order.source.path
