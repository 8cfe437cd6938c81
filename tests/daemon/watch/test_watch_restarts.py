"""500 files are dropped while the watcher is killed again and again: each is ordered once, none is lost."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "fakes" / "watch_process.py"
FILES = 500
KILLS = 8
PATIENCE_S = 120


def drop_all(root: Path, outside: Path, dice: random.Random) -> None:
    """Half of the files are moved into place, half are written there in two pieces."""
    for number in range(FILES):
        path = root / f"day {number % 7}" / f"{number:03}.mp4"
        path.parent.mkdir(exist_ok=True)
        if number % 2:
            made = outside / path.name
            made.write_text(f"film {number}, all of it")
            made.rename(path)
        else:
            with path.open("w") as file:
                file.write(f"film {number}")
                file.flush()
                time.sleep(dice.choice((0.0, 0.0, 0.02)))
                file.write(", all of it")
        time.sleep(dice.uniform(0, 0.02))


def ordered(ledger: Path) -> Counter[str]:
    """How often each file was ordered."""
    lines = ledger.read_text().splitlines() if ledger.exists() else []
    return Counter(json.loads(json.loads(line)["order"])["value"]["source"]["path"] for line in lines)


def test_each_is_ordered_exactly_once(tmp_path: Path) -> None:
    dice = random.Random(7)
    root, outside, ledger = tmp_path / "drop", tmp_path / "outside", tmp_path / "jobs.jsonl"
    root.mkdir()
    outside.mkdir()
    arguments = [sys.executable, str(PROGRAM), str(root), str(tmp_path / "home"), str(ledger)]
    dropping = threading.Thread(target=drop_all, args=(root, outside, dice))
    dropping.start()

    for _ in range(KILLS):
        process = subprocess.Popen(arguments)
        time.sleep(dice.uniform(1.2, 2.5))
        process.kill()
        process.wait()
    dropping.join()
    process = subprocess.Popen(arguments)
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and len(list(root.glob("*/*.score/provenance.ningbgm.json"))) < FILES:
        time.sleep(0.2)
    process.kill()
    process.wait()

    found = ordered(ledger)
    assert len(found) == FILES
    assert set(found.values()) == {1}
    assert len(list(root.glob("*/*.score/provenance.ningbgm.json"))) == FILES
