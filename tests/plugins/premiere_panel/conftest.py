"""The panel's own page in a real browser, a Premiere in memory behind it, and the real daemon."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from node_packages import FAKE_PREMIERE, need_node_packages

pytest.importorskip("playwright.sync_api", reason="pip install -e '.[dev]'")

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE)]

from playwright.sync_api import Browser  # noqa: E402 (skipped where it is missing)
from premiere_seat import Seat, Sit  # noqa: E402 (found beside this file)
from premiere_stage import PremiereStage  # noqa: E402


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The built extension as the installer leaves it; the daemon that it starts ends with the tests."""
    folder = tmp_path_factory.mktemp("premiere")
    home = folder / "home"
    shutil.copytree(ROOT / "plugins" / "premiere_cep" / "dist", folder / "extension")
    command = [sys.executable, "-m", "ningbgm_daemon.cli"]
    facts = {
        "command": command,
        "discovery": str(home / "run" / "daemon.json"),
        "environment": {"NINGBGM_HOME": str(home)},
    }
    (folder / "extension" / "installed.json").write_text(json.dumps(facts))
    yield folder / "extension"
    subprocess.run([*command, "daemon", "stop"], env={**os.environ, "NINGBGM_HOME": str(home)}, check=False)


@pytest.fixture(scope="session")
def stage(extension: Path) -> Iterator[PremiereStage]:
    need_node_packages(FAKE_PREMIERE)
    made = PremiereStage(extension)
    yield made
    made.close()


@pytest.fixture
def sit(browser: Browser, stage: PremiereStage) -> Iterator[Sit]:
    """Sit down at a new Premiere: `sit(width=420, height=700, rate="25")`."""
    seats: list[Seat] = []

    def down(width: int = 420, height: int = 700, **like: object) -> Seat:
        script = stage.premiere(**{"rate": "25", "start": "01:00:00:00", "version": "25.6", **like})
        seats.append(Seat(browser, stage, script, width, height))
        return seats[-1]

    yield down
    for seat in seats:
        seat.get_up()
