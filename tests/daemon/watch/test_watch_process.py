"""`ningbgm watch` as a process, over a real server with fakes behind it; and a daemon that watches."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fakes.house_in_thread import HouseInThread
from fakes.job_stories import done, failed
from ningbgm_daemon.records.order import ScoreOrder

PROGRAM = Path(sys.executable).with_name("ningbgm")
PATIENCE_S = 30


@contextmanager
def watching(served: HouseInThread, root: Path, said: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"NINGBGM_HOME": str(served.home), "PYTHONUNBUFFERED": "1"}
    with said.open("wb") as file:
        process = subprocess.Popen([PROGRAM, "watch", str(root)], env=environment, stdout=file, stderr=file)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def until(condition: Callable[[], object], said: Path) -> None:
    limit = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < limit, said.read_text()
        time.sleep(0.05)


def test_what_is_dropped_goes_to_the_daemon_and_is_told(served: HouseInThread, tmp_path: Path) -> None:
    root, said = tmp_path / "drop", tmp_path / "said.txt"
    root.mkdir()
    (root / "reel.txt").write_text("calm piano")
    (root / "ningbgm.toml").write_text("palette = 'ambient'\nloudness = -21.5\nstems = ['melody']")
    (tmp_path / "reel.mp4").write_text("a film")
    (root / "bad.mp4").write_text("no film")

    with watching(served, root, said) as process:
        until(lambda: "Watching" in said.read_text(), said)
        (tmp_path / "reel.mp4").rename(root / "reel.mp4")
        until(lambda: len(served.jobs.jobs) == 2, said)
        orders = {}
        for job in served.do(lambda: list(served.jobs.jobs.values())):
            assert isinstance(job.order, ScoreOrder)
            assert job.order.source is not None
            orders[Path(job.order.source.path).name] = job
        served.change(done(orders["reel.mp4"]))
        served.change(failed(orders["bad.mp4"], "MediaError", "there is nothing in it"))
        until(lambda: "reel.mp4: scored into" in said.read_text(), said)
        until(lambda: "bad.mp4: cannot be scored: there is nothing in it" in said.read_text(), said)

    order = orders["reel.mp4"].order
    assert isinstance(order, ScoreOrder)
    assert (order.request.wish, order.request.palette) == ("calm piano", "ambient")
    assert (order.request.loudness_lufs, order.request.stems) == (-21.5, ("melody",))
    assert order.folder == str(root / "reel.score")
    assert "there is nothing in it" in (root / "bad.score/error.txt").read_text()
    assert process.returncode == 130
    assert "Traceback" not in said.read_text()


def test_the_daemon_watches_what_its_settings_name(tmp_path: Path) -> None:
    home, root = tmp_path / "home", tmp_path / "drop"
    home.mkdir()
    root.mkdir()
    (home / "config.toml").write_text(f"[[watch]]\nfolder = '{root}'\npalette = 'ambient'\n")
    (root / "bad.otio").write_text("no timeline")
    environment = os.environ | {"NINGBGM_HOME": str(home)}
    said = tmp_path / "said.txt"

    with said.open("wb") as file:
        process = subprocess.Popen(
            [PROGRAM, "daemon", "start", "--foreground"], env=environment, stdout=file, stderr=file
        )
    try:
        until(lambda: (root / "bad.score/error.txt").exists(), said)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)

    assert process.returncode == 0, said.read_text()
    assert "bad.otio" in (root / "bad.score/error.txt").read_text()


def test_a_slip_of_the_pen_in_the_settings_is_said(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(f"[[watch]]\nfolder = '{tmp_path}'\npallete = 'ambient'\n")
    environment = os.environ | {"NINGBGM_HOME": str(tmp_path)}

    started = subprocess.run(
        [PROGRAM, "daemon", "start", "--foreground"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert started.returncode == 2
    assert "'pallete'" in started.stderr
