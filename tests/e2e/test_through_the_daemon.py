"""The same film gives the same bytes alone, through the command line's daemon, and through the client."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from at_home import PROGRAM, ask_at, run_at
from ningbgm_daemon.client import Client
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.discovery import read_discovery

pytestmark = pytest.mark.e2e
ASKED = ("--range", "4s", "16s", "--seed", "7", "--wish", "calm piano, hopeful ending")


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".wav", ".mid")
    }


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "home"
    started = run_at(home, "daemon", "start")
    assert started.returncode == 0, started.stderr
    try:
        yield home
    finally:
        run_at(home, "daemon", "stop")


def test_alone_and_through_the_daemon_are_the_same_bytes(demo: Path, home: Path, tmp_path: Path) -> None:
    film = demo.with_name("demo.mp4")

    alone = run_at(home, "score", film, "-o", tmp_path / "alone", *ASKED, "--alone")
    there = run_at(home, "score", film, "-o", tmp_path / "there", *ASKED)
    with Client(home=home) as bgm:
        score = bgm.score(film, scored=("4s", "16s"), seed=7, wish="calm piano, hopeful ending").wait(
            timeout_s=600
        )
        for cue in score.cues:
            for stem in cue.stems:
                bgm.save_stem(stem.name, tmp_path / "client" / f"{cue.cue_id}_{stem.stem_id}.wav")

    assert alone.returncode == there.returncode == 0, alone.stderr + there.stderr
    assert "scores/" in there.stdout
    assert digest(tmp_path / "alone") == digest(tmp_path / "there") != {}
    made = digest(tmp_path / "there").values()
    loaded = digest(tmp_path / "client").values()
    assert loaded
    assert set(loaded) <= set(made)


def test_the_gateway_gives_the_bytes_of_a_score_alone(home: Path, tmp_path: Path) -> None:
    wish = {"wish": "calm piano", "length": "8s", "seed": "3"}

    alone = run_at(home, "score", "--wish", "calm piano", "--length", "8", "--seed", "3", "-o",
                tmp_path / "alone", "--alone")  # fmt: skip
    job = ask_at(home, "POST", "/v1/scores", {**wish, "delivery": {"folder": str(tmp_path / "there")}})
    until = time.monotonic() + 120
    while job["state"] not in ("STATE_SUCCEEDED", "STATE_FAILED") and time.monotonic() < until:
        time.sleep(0.2)
        job = ask_at(home, "GET", f"/v1/{job['name']}")

    assert alone.returncode == 0, alone.stderr
    assert job["state"] == "STATE_SUCCEEDED", job
    assert digest(tmp_path / "there") == digest(tmp_path / "alone") != {}


def test_errors_are_the_same_sentences(home: Path, tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("this is no film", encoding="utf-8")

    for arguments in (
        ("missing.mp4",),
        ("text.mp4",),
        ("text.mp4", "--palette", "kazoo"),
        ("text.mp4", "--stems", "kazoo"),
        ("text.mp4", "--loudness", "-99"),
    ):
        film = (tmp_path / arguments[0], *arguments[1:])
        alone, there = run_at(home, "score", *film, "--alone"), run_at(home, "score", *film)
        assert alone.returncode == there.returncode == 2, there.stderr
        assert len(there.stderr.strip().splitlines()) == 1, there.stderr


def test_a_score_goes_on_when_the_daemon_is_killed(home: Path, tmp_path: Path) -> None:
    found = read_discovery(settings_in(home).runtime)
    assert found is not None
    asked = ("score", "--wish", "calm piano", "--length", "8", "--seed", "3", "-o")
    alone = run_at(home, *asked, tmp_path / "alone", "--alone")
    scoring = subprocess.Popen(
        [PROGRAM, *asked, tmp_path / "out"], env=os.environ | {"NINGBGM_HOME": str(home)}
    )
    time.sleep(3)

    os.kill(found.pid, signal.SIGKILL)
    again = run_at(home, "daemon", "start")

    assert again.returncode == alone.returncode == 0, again.stderr + alone.stderr
    assert scoring.wait(120) == 0
    assert digest(tmp_path / "out") == digest(tmp_path / "alone") != {}
