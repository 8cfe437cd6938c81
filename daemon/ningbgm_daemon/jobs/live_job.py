"""A job that is not over, as the daemon has it in memory, and those who watch it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from ningbgm_daemon.records.job import Job, Progress

RESERVE = 256
"""So many versions are stored ahead: after a crash, numbers go on above all that a watcher can have seen."""


class LiveJob:
    """The latest of a job. Watchers are woken by a change and look; nothing is queued for them."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.reserved = job.version
        """The version that is stored."""
        self.cancelled = False
        """Whether somebody wants it stopped."""
        self.stopping = asyncio.Event()
        """Set when its worker is to end."""
        self._changed = asyncio.Event()

    def change(self, job: Job) -> Job:
        """The job is otherwise now; returns it with its new version."""
        self.job = replace(job, version=self.job.version + 1)
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
        return self.job

    def advance(self, progress: Progress) -> None:
        """The job has come further."""
        self.change(replace(self.job, progress=progress))

    async def changes(self) -> AsyncIterator[Job]:
        """The job as it is, then after changes, until it is over."""
        seen = -1
        while True:
            changed = self._changed
            job = self.job
            if job.version > seen:
                seen = job.version
                yield job
                if job.over:
                    return
                continue
            await changed.wait()

    async def over(self) -> Job:
        """Wait until it is over."""
        async for job in self.changes():
            if job.over:
                return job
        return self.job
