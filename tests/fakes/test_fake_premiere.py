"""The fake Premiere Pro is JavaScript with tests of its own (`npm test` in its folder): they run here too."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PREMIERE = Path(__file__).parent / "premiere"
LIMIT_S = 300
"""Far more than the tests need; it only keeps a hang from lasting."""


def test_the_fake_premiere_does_what_its_sources_say() -> None:
    if shutil.which("node") is None or shutil.which("npm") is None:
        assert not os.environ.get("CI"), "CI runs the tests of the fake Premiere: install Node 20 or later"
        pytest.skip("the fake Premiere needs Node 20 or later")
    if not (PREMIERE / "node_modules" / "acorn").is_dir():
        installed = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        assert installed.returncode == 0, f"npm ci failed in {PREMIERE}:\n{told(installed)}"

    tested = run("npm", "test", "--silent")

    assert tested.returncode == 0, told(tested)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=PREMIERE, capture_output=True, text=True, timeout=LIMIT_S, check=False)


def told(process: subprocess.CompletedProcess[str]) -> str:
    return f"{process.stdout}\n{process.stderr}"
