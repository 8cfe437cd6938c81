"""`ningbgm evaluate` from the free set to the report, killed on the way."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commanding import Command

pytestmark = pytest.mark.e2e

CHOICE = ("--items", "knowledge", "--only", "ours,random-phase,film-sound")


def test_the_free_set_is_drawn_scored_and_measured_though_it_was_killed(
    ningbgm: Command, tmp_path: Path
) -> None:
    films, out = tmp_path / "set", tmp_path / "out"
    assert ningbgm("evaluate", "--make-set", films).returncode == 0
    assert len(list(films.rglob("*.mp4"))) == 10
    words = ("evaluate", films, "-o", out, "--system", f"film-sound={films}", *CHOICE)
    first_row = out / "rows/ours/knowledge__knowledge_01.json"
    kill_when_it_is_there(words, first_row)
    written = first_row.stat().st_mtime_ns
    assert not (out / "evaluation.html").exists()

    done = ningbgm(*words, "--json")

    assert done.returncode == 0, done.stderr
    assert first_row.stat().st_mtime_ns == written
    table = json.loads(done.stdout)["table"]
    assert table["ours"]["corrected_frame"]["mean"] >= 0.65
    assert table["random-phase"]["corrected_frame"]["mean"] < table["ours"]["corrected_frame"]["mean"]
    for promise in ("stems_sum", "same_again", "exact_length", "ended"):
        assert table["ours"][promise]["mean"] == 1, promise
    assert table["ours"]["speech_clearance_lu"]["mean"] >= 10
    assert table["film-sound"]["speech_clearance_lu"]["mean"] == pytest.approx(0, abs=0.5)
    assert (out / "evaluation.html").is_file()
    assert (out / "evaluation.csv").read_text(encoding="utf-8").count("\n") == 4


def kill_when_it_is_there(words: tuple[object, ...], row: Path) -> None:
    """Start a run and kill it as soon as a row is written."""
    program = Path(sys.executable).with_name("ningbgm")
    run = subprocess.Popen(
        [str(program), *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 300
    while not row.exists() and time.monotonic() < until:
        assert run.poll() is None, "the run ended before it could be killed"
        time.sleep(0.05)
    run.kill()
    run.wait()
