"""The examples run as they stand, against a real server over fakes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from fakes.house_in_thread import HouseInThread
from fakes.job_stories import done

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(served: HouseInThread, *arguments: object) -> subprocess.CompletedProcess[str]:
    jobs = threading.Thread(target=finish_all, args=(served, len(arguments) - 2), daemon=True)
    jobs.start()
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=os.environ | {"NINGBGM_HOME": str(served.home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def finish_all(served: HouseInThread, count: int) -> None:
    """Finish each job that comes, as long as there are to be some more."""
    finished: set[str] = set()
    until = time.monotonic() + 30
    while len(finished) < count and time.monotonic() < until:
        for name, job in list(served.jobs.jobs.items()):
            if name not in finished:
                finished.add(name)
                served.change(done(job))
        time.sleep(0.02)


def test_a_film_becomes_stems(served: HouseInThread, tmp_path: Path) -> None:
    done = run(served, EXAMPLES / "score_with_client.py", tmp_path / "film.mp4", tmp_path / "stems")

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "stems").iterdir()) == ["1m1_mix.wav", "1m2_mix.wav"]
    assert "succeeded" in done.stdout


def test_two_palettes_are_scored_side_by_side(served: HouseInThread, tmp_path: Path) -> None:
    example = EXAMPLES / "score_with_async_client.py"

    done = run(served, example, tmp_path / "film.mp4", tmp_path / "made", "ambient", "band")

    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "made").rglob("*.wav"))) == 4
