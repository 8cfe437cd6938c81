"""Kills the daemon, its workers, or both at random moments over a batch of jobs, and judges the outcome.

    python benchmarks/kill.py [--kills 200] [--seed 1]

Makes small films, learns from undisturbed runs what each order has to give, and keeps a daemon busy with
these orders while it kills. Fails unless every accepted job ends as it would have ended, with byte-identical
sound, no finished step was done twice, and nothing is left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

from ningbgm_agents import document
from ningbgm_agents.brief import Request
from ningbgm_daemon.app import score_film
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.house import House
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.records.order import EditSource, ScoreOrder
from ningbgm_daemon.store.store import Store

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "daemon"))
from small_film import write_small_film

MOST_AT_ONCE = 4
"""Orders that wait or run while it is killed."""
NAMED = {"daemon": (True, False), "worker": (False, True), "both": (True, True)}


@dataclass
class Batch:
    """The orders, what each has to give, and what was accepted."""

    home: Path
    orders: list[ScoreOrder] = field(default_factory=list)
    expected: list[dict[str, str] | None] = field(default_factory=list)
    """Sound by file name; None for an order that has to fail."""
    accepted: dict[str, int] = field(default_factory=dict)
    """Number of the order by the id of its job."""

    @property
    def spool(self) -> Path:
        """Where orders are handed over."""
        return self.home / "spool"


def make_batch(home: Path, films: int = 3) -> Batch:
    """Films, each in two seeds, and one file that is no film, with what undisturbed runs make of them."""
    batch = Batch(home)
    batch.spool.mkdir(parents=True)
    for number in range(films):
        film = write_small_film(home / f"film{number}.mp4", 2.0 + number, seed=number)
        for seed in (0, 1):
            request = Request(seed=seed)
            batch.orders.append(ScoreOrder(EditSource(str(film)), request=request))
            made = score_film(
                Commission(home / "alone" / f"{number}-{seed}", film, request=request, workers=1)
            )
            batch.expected.append(sound_of(made.folder))
    broken = home / "broken.mp4"
    broken.write_text("this is no film")
    batch.orders.append(ScoreOrder(EditSource(str(broken))))
    batch.expected.append(None)
    return batch


def sound_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every stem and mix by its name."""
    paths = sorted((*folder.glob("stems/*.wav"), *folder.glob("mix/*.wav")))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def run_daemon(home: Path) -> None:
    """Be a daemon that takes orders from the spool and says which job each has become."""
    settings = replace(settings_in(home), running_jobs=2, workers=2)

    async def serve() -> None:
        async with House(settings) as house:
            while True:
                for path in sorted((home / "spool").glob("*.order")):
                    if not path.with_suffix(".job").exists():
                        order = document.load(ScoreOrder, path.read_bytes())
                        job = await house.jobs.submit(order, path.stem)
                        path.with_suffix(".part").write_text(job.id)
                        path.with_suffix(".part").replace(path.with_suffix(".job"))
                page = await house.jobs.page(500)
                told = {job.id: job.state for job in page.items}
                (home / "states.part").write_text(json.dumps(told))
                (home / "states.part").replace(home / "states.json")
                await asyncio.sleep(0.1)

    asyncio.run(serve())


class Killer:
    """Feeds, kills and starts again."""

    def __init__(self, batch: Batch, kills: int, seed: int) -> None:
        self.batch, self.kills, self.dice = batch, kills, random.Random(seed)
        self.done: dict[str, int] = dict.fromkeys(NAMED, 0)
        self._handed = 0
        self._daemon = self._start()

    def run(self) -> None:
        """Kill until all kills are done, then wait until all jobs are over."""
        while sum(self.done.values()) < self.kills:
            self._feed()
            self._wait(min(self.dice.expovariate(1 / 1.8), 6.0))
            self._kill()
        while not self._all_over():
            self._wait(0.2)
        self._daemon.terminate()
        self._daemon.wait()

    def _feed(self) -> None:
        while self._handed - self._over() < MOST_AT_ONCE:
            number = self.dice.randrange(len(self.batch.orders))
            path = self.batch.spool / f"{self._handed:05d}-{number}.part"
            path.write_text(document.dump(self.batch.orders[number]))
            path.replace(path.with_suffix(".order"))
            self._handed += 1

    def _kill(self) -> None:
        name = self.dice.choice(list(NAMED))
        daemon, worker = NAMED[name]
        victims = []
        if worker:
            children = psutil.Process(self._daemon.pid).children()
            victims = [child.pid for child in children if "ningbgm_daemon.jobs.worker" in _command(child)]
            if not victims:
                return
            victims = victims if daemon else [self.dice.choice(victims)]
        for pid in (*victims, *([self._daemon.pid] if daemon else [])):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.done[name] += 1
        if daemon:
            self._daemon.wait()
            self._daemon = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with (self.batch.home / "daemon.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, __file__, "--daemon", str(self.batch.home)],
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._daemon.poll() is not None:
                raise SystemExit(f"the daemon ended by itself: see {self.batch.home / 'daemon.log'}")
            time.sleep(0.02)

    def _states(self) -> dict[str, str]:
        try:
            return dict(json.loads((self.batch.home / "states.json").read_text()))
        except (OSError, ValueError):
            return {}

    def _over(self) -> int:
        return sum(state in ("succeeded", "failed", "cancelled") for state in self._states().values())

    def _all_over(self) -> bool:
        accepted = len(list(self.batch.spool.glob("*.job")))
        return accepted == self._handed and self._over() == self._handed


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def judge(batch: Batch) -> list[str]:
    """What is not as it has to be, each as a sentence."""
    wrong: list[str] = []
    settings = settings_in(batch.home)
    store = Store(settings.data)
    for path in sorted(batch.spool.glob("*.job")):
        job = store.jobs.get(path.read_text())
        expected = batch.expected[int(path.stem.split("-")[1])]
        wrong += _judge_job(job, expected)
        steps = [step.step for step in store.jobs.steps(job.id)]
        wrong += [f"{job.id}: {step} was done twice" for step in set(steps) if steps.count(step) > 1]
    jobs = store.jobs.page(100_000, "", None).items
    if len(jobs) != len(list(batch.spool.glob("*.order"))):
        wrong.append(f"{len(jobs)} jobs came of {len(list(batch.spool.glob('*.order')))} orders")
    scores = store.scores.page(100_000, "").items
    if len(scores) != sum(job.state == "succeeded" for job in jobs):
        wrong.append(f"there are {len(scores)} scores")
    store.close()
    left = [
        *(settings.data / "jobs").glob("*"),
        *settings.data.rglob("*.part"),
        *settings.data.rglob("*.old"),
    ]
    left += [p for p in (settings.data / "scores").glob("*") if not any(s.id == p.name for s in scores)]
    left += list((settings.cache / "results" / "pins").glob("*"))
    return wrong + [f"{path} was left behind" for path in left]


def _judge_job(job: Job, expected: dict[str, str] | None) -> list[str]:
    if expected is None:
        right = job.state == "failed" and job.failure is not None and job.failure.kind == "MediaError"
        return [] if right else [f"{job.id} had to fail and is {job.state}: {job.failure}"]
    if job.state != "succeeded" or job.outcome is None:
        return [f"{job.id} had to succeed and {job.state}: {job.failure}"]
    return [] if sound_of(Path(job.outcome.folder)) == expected else [f"{job.id} sounds otherwise"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--daemon", type=Path)
    given = parser.parse_args()
    if given.daemon:
        run_daemon(given.daemon)
        return
    with tempfile.TemporaryDirectory(prefix="ningbgm-kill-") as folder:
        print(json.dumps(kill(Path(folder), given.kills, given.seed), indent=1))


def kill(home: Path, kills: int, seed: int) -> dict[str, object]:
    """Kill so many times and judge; raises SystemExit where something is wrong."""
    start = time.monotonic()
    batch = make_batch(home)
    killer = Killer(batch, kills, seed)
    try:
        killer.run()
    finally:
        killer._daemon.kill()
        killer._daemon.wait()
    wrong = judge(batch)
    if wrong:
        raise SystemExit("\n".join(wrong))
    jobs = len(list(batch.spool.glob("*.job")))
    return {"kills": killer.done, "jobs": jobs, "wrong": 0, "seconds": round(time.monotonic() - start)}


if __name__ == "__main__":
    main()
