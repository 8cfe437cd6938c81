"""The real executable: it starts, is found, ends in good order, and comes back after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ningbgm_daemon.client import Client
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.discovery import find_daemon, read_discovery

PROGRAM = Path(sys.executable).with_name("ningbgm")
START_S = 30


class Foreground:
    """`ningbgm daemon start --foreground` with folders of its own."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home = home
        self.runtime = settings_in(home).runtime
        self.process = subprocess.Popen(
            [PROGRAM, "daemon", "start", "--foreground", *options],
            env=os.environ | {"NINGBGM_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_until_it_answers(self) -> Foreground:
        until = time.monotonic() + START_S
        while time.monotonic() < until and self.process.poll() is None:
            found = find_daemon(self.runtime)
            if found is not None and found.alive and found.discovery.pid == self.process.pid:
                return self
            time.sleep(0.05)
        raise AssertionError(f"it does not answer: {self.end(signal.SIGKILL)}")

    def end(self, number: int = signal.SIGTERM) -> tuple[str, str]:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.communicate(timeout=30)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def daemon(home: Path) -> Iterator[Foreground]:
    running = Foreground(home)
    try:
        yield running.wait_until_it_answers()
    finally:
        running.end(signal.SIGKILL)


def ningbgm(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments],
        env=os.environ | {"NINGBGM_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order(daemon: Foreground, number: int) -> None:
    stdout, stderr = daemon.end(number)

    assert daemon.process.returncode == 0, stderr
    assert stdout.startswith("The daemon runs: process")
    assert "Traceback" not in stderr
    assert read_discovery(daemon.runtime) is None


def test_stop_ends_it_and_waits(daemon: Foreground) -> None:
    stopped = ningbgm(daemon.home, "daemon", "stop")

    assert stopped.stdout == "The daemon has ended.\n", stopped.stderr
    assert daemon.process.wait(5) == 0


def test_a_second_one_says_that_the_first_runs(daemon: Foreground) -> None:
    second = ningbgm(daemon.home, "daemon", "start", "--foreground")

    assert second.returncode == 3
    assert f"process {daemon.process.pid}" in second.stderr
    assert len(second.stderr.splitlines()) == 1


def test_one_that_was_killed_is_started_again_over_what_it_left(daemon: Foreground) -> None:
    with Client(home=daemon.home) as bgm:
        daemon.end(signal.SIGKILL)
        again = Foreground(daemon.home)
        try:
            again.wait_until_it_answers()
            assert bgm.status().pid == again.process.pid
        finally:
            again.end()


def test_log_lines_are_json_where_that_is_asked(home: Path) -> None:
    running = Foreground(home, "--log-json").wait_until_it_answers()

    _, stderr = running.end()

    lines = [json.loads(line) for line in stderr.splitlines()]
    assert {"time", "level", "logger", "message"} <= set(lines[0])
    assert any("grpc" in line for line in lines)


def test_it_runs_in_the_background_until_it_is_stopped(home: Path) -> None:
    started = ningbgm(home, "daemon", "start", "--log-level", "debug")
    try:
        again = ningbgm(home, "daemon", "start")
        found = read_discovery(settings_in(home).runtime)
        assert found is not None
        assert started.returncode == 0, started.stderr
        assert started.stdout.startswith(f"The daemon runs: process {found.pid}")
        assert again.stdout.startswith(f"A daemon runs already: process {found.pid}")
        assert "the daemon answers" in ningbgm(home, "daemon", "logs").stdout
        assert os.getpgid(found.pid) != os.getpgid(0)
    finally:
        stopped = ningbgm(home, "daemon", "stop")

    assert stopped.stdout == "The daemon has ended.\n", stopped.stderr
    assert ningbgm(home, "daemon", "status").returncode == 1


def test_why_it_does_not_start_is_said(home: Path) -> None:
    home.mkdir()
    (home / "data").write_text("a file where a folder should be")

    started = ningbgm(home, "daemon", "start")

    assert started.returncode == 3
    assert "Traceback" not in started.stderr


def test_a_client_starts_one_where_that_is_asked(home: Path) -> None:
    with Client(home=home, start=True) as bgm:
        pid = bgm.status().pid
        bgm.shut_down()

    assert pid != os.getpid()
