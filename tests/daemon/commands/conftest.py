"""The commands in this process, against a real server over fakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from saying import Say

from ningbgm_daemon.cli import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of settings of one's own, which the commands use."""
    monkeypatch.setenv("NINGBGM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def say(home: Path) -> Say:
    """Run a command as a user would."""

    def said(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return said
