"""Fifty clients watch twenty jobs while jobs come and go: what is lost, how fast are answers, what is held.

python benchmarks/load.py [--minutes 2]
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from ningbgm_daemon.client import AsyncClient, Client, JobFacts
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.discovery import Discovery, find_daemon

WATCHERS = 50
JOBS_AT_ONCE = 20
CALLS_PER_S = 20
P99_LIMIT_MS = 50.0
GROWTH_LIMIT_BYTES = 12 * 1024**2
SETTLED_S = 60.0
"""From here on memory has to stay as it is."""
DRAIN_S = 180.0
Row = tuple[str, str, bool]
"""Name, value, whether its limit is kept."""


@dataclass
class Watched:
    """What the watchers saw."""

    streams: int = 0
    updates: int = 0
    faults: list[str] = field(default_factory=list)


@contextmanager
def running_daemon(home: Path) -> Iterator[Discovery]:
    """A daemon of its own: the installed executable."""
    environment = os.environ | {"NINGBGM_HOME": str(home), "NINGBGM_LOG_LEVEL": "warning"}
    program = Path(sys.executable).with_name("ningbgm")
    process = Popen([str(program), "daemon", "start", "--foreground"], env=environment, stdout=sys.stderr)
    try:
        yield _answering(home, process)
    finally:
        process.terminate()
        process.wait(60)


def _answering(home: Path, process: Popen[bytes]) -> Discovery:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        found = find_daemon(settings_in(home).runtime)
        if found is not None and found.alive:
            return found.discovery
        time.sleep(0.1)
    raise SystemExit("the daemon does not answer")


async def load(home: Path, seconds: float) -> tuple[Watched, int]:
    """Keep 20 jobs in the house and 50 watchers on them; then let all of them end."""
    watched, names, made = Watched(), [], 0
    until = time.monotonic() + seconds
    async with AsyncClient(home=home) as bgm:
        watchers = [asyncio.create_task(watch_on(home, names, until, watched)) for _ in range(WATCHERS)]
        while time.monotonic() < until:
            waiting = [job async for job in bgm.list_jobs("queued")] + [
                job async for job in bgm.list_jobs("running")
            ]
            for _ in range(JOBS_AT_ONCE - len(waiting)):
                made += 1
                job = await bgm.score(wish="calm", length_s=random.choice((0.5, 1.0, 2.0)), seed=made)
                names.append(job.name)
            await asyncio.sleep(0.5)
        await asyncio.wait_for(asyncio.gather(*watchers), DRAIN_S)
    return watched, made


async def watch_on(home: Path, names: list[str], until: float, watched: Watched) -> None:
    """One client: it follows one job after the other to its end."""
    async with AsyncClient(home=home) as bgm:
        while time.monotonic() < until:
            if not names:
                await asyncio.sleep(0.05)
                continue
            job = await bgm.get_job(random.choice(names[-JOBS_AT_ONCE:]))
            seen = [facts async for facts in job.watch()]
            watched.streams += 1
            watched.updates += len(seen)
            watched.faults += faults(seen, await job.refresh())


def faults(seen: list[JobFacts], last: JobFacts) -> list[str]:
    """What is wrong with what one watcher saw of one job that is over."""
    versions = [facts.version for facts in seen]
    found = []
    if versions != sorted(set(versions)):
        found.append(f"{last.name}: versions went back: {versions}")
    if not seen or not seen[-1].over or seen[-1].version != last.version:
        found.append(f"{last.name}: the end was not told")
    if last.state != "succeeded":
        found.append(f"{last.name}: {last.state}: {last.error}")
    return found


def ask_on(home: Path, seconds: float, times_ms: multiprocessing.Queue[list[float]]) -> None:
    """In a process of its own: GetJob at a steady pace, each answer timed."""
    taken: list[float] = []
    until = time.monotonic() + seconds
    with Client(home=home) as bgm:
        job = next(iter(bgm.list_jobs()))
        while time.monotonic() < until:
            start = time.perf_counter()
            job.refresh()
            taken.append((time.perf_counter() - start) * 1000)
            time.sleep(1 / CALLS_PER_S)
    times_ms.put(taken)


async def watch_memory(pid: int, seconds: float) -> list[tuple[float, int]]:
    """Resident bytes of the daemon, each second."""
    start, found = time.monotonic(), []
    while (age := time.monotonic() - start) < seconds:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        found.append((age, pages * os.sysconf("SC_PAGE_SIZE")))
        await asyncio.sleep(1)
    return found


@dataclass(frozen=True)
class Measured:
    """All that was measured."""

    watched: Watched
    job_count: int
    memory: list[tuple[float, int]]
    """Age in seconds, resident bytes."""
    taken_ms: list[float]


async def measure(home: Path, pid: int, seconds: float) -> Measured:
    """Load the daemon for so long, while others time it and weigh it."""
    async with AsyncClient(home=home) as bgm:
        await bgm.score(wish="calm", length_s=0.5)
    context = multiprocessing.get_context("spawn")
    times_ms: multiprocessing.Queue[list[float]] = context.Queue()
    asking = context.Process(target=ask_on, args=(home, seconds, times_ms))
    asking.start()
    (watched, count), memory = await asyncio.gather(load(home, seconds), watch_memory(pid, seconds))
    taken_ms = await asyncio.to_thread(times_ms.get)
    asking.join()
    return Measured(watched, count, memory, taken_ms)


def report(measured: Measured) -> bool:
    """Print the table; whether all limits are kept."""
    rows = [*told_of_streams(measured), *told_of_calls(measured.taken_ms), *told_of_memory(measured.memory)]
    for name, value, kept in rows:
        print(f"{'  ' if kept else '✗ '}{name:<30}{value}")
    for fault in measured.watched.faults[:10]:
        print(f"  {fault}")
    return all(kept for *_, kept in rows)


def told_of_streams(measured: Measured) -> Iterator[Row]:
    watched = measured.watched
    yield "jobs", f"{measured.job_count}", True
    yield "streams watched to their end", f"{watched.streams}", watched.streams > 0
    yield "updates", f"{watched.updates}", True
    yield "lost or wrong", f"{len(watched.faults)}", not watched.faults


def told_of_calls(taken_ms: list[float]) -> Iterator[Row]:
    p99 = statistics.quantiles(taken_ms, n=100)[98]
    yield "GetJob, calls", f"{len(taken_ms)}", True
    yield "GetJob, median", f"{statistics.median(taken_ms):.1f} ms", True
    yield "GetJob, p99", f"{p99:.1f} ms (limit {P99_LIMIT_MS:g})", p99 <= P99_LIMIT_MS
    yield "GetJob, worst", f"{max(taken_ms):.1f} ms", True


def told_of_memory(memory: list[tuple[float, int]]) -> Iterator[Row]:
    settled = [size for age, size in memory if age >= min(SETTLED_S, memory[-1][0] / 2)]
    edge = max(1, len(settled) // 5)
    growth = statistics.median(settled[-edge:]) - statistics.median(settled[:edge])
    limit = f"limit {GROWTH_LIMIT_BYTES >> 20}"
    yield "memory when settled", f"{settled[0] / 1024**2:.1f} MiB", True
    yield "growth after that", f"{growth / 1024**2:+.1f} MiB ({limit})", growth <= GROWTH_LIMIT_BYTES


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=2.0)
    seconds = parser.parse_args().minutes * 60
    with tempfile.TemporaryDirectory(prefix="ningbgm-load-") as name, running_daemon(Path(name)) as where:
        measured = asyncio.run(measure(Path(name), where.pid, seconds))
    return 0 if report(measured) else 1


if __name__ == "__main__":
    sys.exit(main())
