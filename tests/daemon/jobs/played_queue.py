"""A real queue over a real store, whose workers do what the test tells them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

from ningbgm_agents.timeline import Span
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.jobs.assignment import (
    ASSIGNMENT,
    RESULT,
    TRACES,
    Assignment,
    Report,
    Traces,
    WorkResult,
    read_document,
    write_document,
)
from ningbgm_daemon.jobs.queue import JobQueue
from ningbgm_daemon.jobs.run import Workshop
from ningbgm_daemon.library.library import Library
from ningbgm_daemon.library.places import Places
from ningbgm_daemon.records.job import Failure, Job, Outcome
from ningbgm_daemon.records.order import EditSource, ScoreOrder
from ningbgm_daemon.records.score import EditRecord, RevisionRecord
from ningbgm_daemon.store.store import Store
from ningbgm_daemon.store.thread import StoreThread


class PlayedWorker:
    """A worker that says and does what the test makes it say and do."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.pid, self.stopped = folder, 0, False
        given = read_document(Assignment, folder / ASSIGNMENT)
        assert given is not None
        self.given = given
        self._lines: asyncio.Queue[Report | None] = asyncio.Queue()
        self._code: int | None = None

    def say(self, report: Report) -> None:
        self._lines.put_nowait(report)

    def did(self, step: str) -> None:
        self.say(Report("done", step, seconds=0.1))

    def crash(self, code: int = 1) -> None:
        if self._code is None:
            self._code = code
            self._lines.put_nowait(None)

    def deliver(self) -> Path:
        """Write a delivery."""
        out = Path(self.given.data) / "scores" / self.given.score_id / f"r{self.given.number}"
        out.mkdir(parents=True)
        (out / "score.json").write_text('{"kind": "ningbgm.score"}')
        manifest = {"files": ["score.json"], "job": self.given.job_id}
        (out / ".ningbgm-files.json").write_text(json.dumps(manifest))
        return out

    def succeed(self, out: Path | None = None) -> None:
        """Write a delivery, where there is none yet, and the result, and end."""
        out = out or self.deliver()
        made = record(self.given.score_id, self.given.number, str(out))
        outcome = Outcome(self.given.score_id, self.given.number, str(out))
        write_document(self.folder / RESULT, WorkResult(outcome, revision=made))
        self.crash(0)

    def fail(self, kind: str = "MediaError", sentence: str = "the film cannot be read") -> None:
        write_document(self.folder / RESULT, WorkResult(failure=Failure(kind, sentence, (("path", "/x"),))))
        self.crash(0)

    def leave_traces(self) -> list[Path]:
        """Begin to write as a worker does; returns what must not stay."""
        out = Path(self.given.data) / "outside" / "deep" / "out"
        missing = (str(out.parent), str(out.parent.parent))
        write_document(self.folder / TRACES, Traces(999_999_999, str(out), missing))
        part = out.with_name(".out.ningbgm-999999999.part")
        part.mkdir(parents=True)
        (part / "half.wav").write_bytes(b"RIFF")
        return [part, out.parent.parent, self.folder]

    async def reports(self) -> AsyncIterator[Report]:
        while (report := await self._lines.get()) is not None:
            yield report

    async def ended(self) -> int:
        assert self._code is not None
        return self._code

    async def stop(self) -> None:
        self.stopped = True
        self.crash(143)

    def last_words(self) -> str:
        return "Segmentation fault"


class PlayedQueue:
    """The queue, its workers in the order of their start, and a clock that can jump."""

    def __init__(self, home: Path, most_running: int = 1, most_waiting: int = 1000) -> None:
        self.home, self._most = home, (most_running, most_waiting)
        self.film = home / "film.mp4"
        self.film.write_bytes(b"a film")
        self.workers: list[PlayedWorker] = []
        self.now_s = 1_000_000.0
        self.places = Places(home / "data")
        self.cache = Cache(home / "cache", 1 << 30)

    async def open(self) -> None:
        self.store = Store(self.places.data, patience_s=0.05)
        self.thread = StoreThread(self.store)
        shop = Workshop(self.thread, self.places, self.cache, 1, self._start, lambda: self.now_s)
        self.jobs = JobQueue(shop, *self._most)
        self.scores = Library(self.thread, self.places)
        await self.jobs.start()

    async def close(self) -> None:
        await self.jobs.stop()
        await self.thread.close()

    async def reopen(self) -> None:
        """A new daemon on the same folders."""
        await self.close()
        self.workers.clear()
        await self.open()

    def order(self, name: str = "film", **facts: object) -> ScoreOrder:
        return replace(ScoreOrder(EditSource(str(self.film), name=name)), **facts)  # type: ignore[arg-type]  # passes on

    async def worker(self, number: int = 0) -> PlayedWorker:
        """The worker of this number, once it has started."""
        await until(lambda: len(self.workers) > number)
        return self.workers[number]

    async def over(self, job: Job) -> Job:
        return [one async for one in self.jobs.watch(job.id)][-1]

    async def made(self) -> Job:
        """A job that has made a score."""
        job = await self.jobs.submit(self.order())
        (await self.worker(len(self.workers))).succeed()
        return await self.over(job)

    async def _start(self, folder: Path) -> PlayedWorker:
        self.workers.append(PlayedWorker(folder))
        return self.workers[-1]


def record(score_id: str, number: int, folder: str) -> RevisionRecord:
    edit = EditRecord("Film", 25, 1, False, 0, 75, Span(0, 75), 2, "/films/1.mp4")
    return RevisionRecord(score_id, number, "created", "Scored.", folder, edit, (), (), "orchestral", "", 0,
                          True, (), (), None, 100.0)  # fmt: skip


async def until(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.005)
