"""Drops films into a watched folder while the daemon that watches it is killed and started again at random.

    python benchmarks/watch.py [--films 500] [--seed 1] [--pause 6]

The daemon is the installed executable, and each film is really scored. Fails unless every film has its score,
the daemon's library holds exactly one score of each with one revision, and nothing half-written is left.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "daemon"))
from small_film import write_small_film

PROGRAM = str(Path(sys.executable).with_name("ningbgm"))
DIFFERENT = 5
"""Films that are drawn; the others are these under other names, each with a wish of its own."""
LENGTH_S = 1.5
PATIENCE_S = 3600


class Watched:
    """A folder, and the daemon that watches it."""

    def __init__(self, home: Path) -> None:
        self.folder, self._home = home / "drop", home / "home"
        self.folder.mkdir()
        self._home.mkdir()
        settings = (
            f"running_jobs = 2\nworkers = 1\n[[watch]]\nfolder = '{self.folder}'\npalette = 'ambient'\n"
        )
        (self._home / "config.toml").write_text(settings)
        self._environment = os.environ | {"NINGBGM_HOME": str(self._home)}
        self._daemon: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the daemon; it leads a group of its own, with its workers."""
        self._daemon = subprocess.Popen(
            [PROGRAM, "daemon", "start", "--foreground"],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """Kill the daemon by force; what it started has to end by itself."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGKILL)
        self._daemon.wait()

    def stop(self) -> None:
        """Let it end in good order."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGTERM)
        self._daemon.wait(60)

    def scored(self) -> int:
        """Films that have their score."""
        return sum(1 for path in self.folder.glob("*.score") if (path / "score.json").exists())

    def listed(self, *what: str) -> list[dict[str, object]]:
        """What a list of the command line tells."""
        done = subprocess.run(
            [PROGRAM, *what, "--json"], env=self._environment, capture_output=True, text=True, check=True
        )
        listed: list[dict[str, object]] = json.loads(done.stdout)
        return listed


def drop(folder: Path, films: list[Path], number: int) -> None:
    """One more export with its wish, moved into place."""
    name = f"reel{number:03d}"
    (folder / f"{name}.txt").write_text(f"calm, seed of reel {number}")
    shutil.copy2(films[number % len(films)], folder / f".{name}.part")
    (folder / f".{name}.part").rename(folder / f"{name}.mp4")


def run(home: Path, count: int, pause_s: float, dice: random.Random) -> dict[str, object]:
    """Drop, kill, wait; what came of it."""
    films = [write_small_film(home / f"film{n}.mp4", LENGTH_S, seed=n) for n in range(DIFFERENT)]
    watched, begin, kills, dropped = Watched(home), time.monotonic(), 0, 0
    watched.start()
    while watched.scored() < count:
        if time.monotonic() - begin > PATIENCE_S:
            raise SystemExit(f"only {watched.scored()} of {count} were scored within an hour")
        for _ in range(min(dice.randrange(40), count - dropped)):
            drop(watched.folder, films, dropped)
            dropped += 1
        time.sleep(dice.uniform(0.2, 2 * pause_s))
        if watched.scored() < count:
            watched.kill()
            kills += 1
            watched.start()
    took_s = time.monotonic() - begin
    time.sleep(5)  # whoever would score one twice has the time to begin it
    facts = judged(watched, count)
    watched.stop()
    left = [p.name for p in psutil.process_iter() if str(home) in " ".join(_command(p))]
    return {"films": count, "kills": kills, "seconds": round(took_s), **facts, "processes_left": len(left)}


def judged(watched: Watched, count: int) -> dict[str, object]:
    """How often each film was scored, and what is left that should not be."""
    jobs = watched.listed("jobs", "list", "--count", str(3 * count))
    listed = watched.listed("scores", "list", "--count", str(3 * count))
    scores = collections.Counter(str(score["display_name"]) for score in listed)
    return {
        "scored": watched.scored(),
        "scores": len(scores),
        "scored_twice": sum(1 for times in scores.values() if times > 1),
        "jobs": dict(collections.Counter(str(job["state"]) for job in jobs)),
        "errors": len(list(watched.folder.glob("*.score/error.txt"))),
        "hidden_parts": len([p for p in watched.folder.iterdir() if p.name.startswith(".")]),
        "lost": count - len(scores),
    }


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--films", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pause", type=float, default=6.0, help="mean seconds between two kills")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        facts = run(Path(folder), given.films, given.pause, random.Random(given.seed))
    print(json.dumps(facts, indent=1))
    if facts["lost"] or facts["scored_twice"] or facts["errors"] or facts["processes_left"]:
        raise SystemExit("not every film was scored exactly once")


if __name__ == "__main__":
    main()
