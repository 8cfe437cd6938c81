"""What the end-to-end tests share: the installed command, a demo score made once, and the real footage."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from commanding import Command

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "real"


def run_ningbgm(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the installed `ningbgm` as a user would, and give back what it said."""
    program = Path(sys.executable).with_name("ningbgm")
    return subprocess.run(
        [str(program), *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="session")
def ningbgm() -> Command:
    """The installed command."""
    return run_ningbgm


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo film's score; the film lies beside it as `demo.mp4`."""
    out = tmp_path_factory.mktemp("demo") / "demo"
    done = run_ningbgm("demo", "-o", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def footage() -> Path:
    """The folder of real films, where it is at hand."""
    if not (REAL / "footage").is_dir():
        pytest.skip("no real footage beside the repository")
    return REAL / "footage"
