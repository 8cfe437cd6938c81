"""The environment of audiocraft, as far as nothing has to be fetched for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from ningbgm_agents.errors import ModelError, StoreError
from ningbgm_daemon.performers.environment import make_environment


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")

    with pytest.raises(StoreError, match="holds something else"):
        make_environment(tmp_path, lambda _line: None)

    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_what_cannot_be_installed_is_told_with_what_pip_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    said: list[str] = []

    with pytest.raises(ModelError, match=r"pip could not install torch==.* No matching distribution"):
        make_environment(tmp_path / "new", said.append)

    assert said[0].startswith("1 of 4")


def test_an_engine_that_needs_none_is_not_known() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "ningbgm_daemon.cli", "performer", "environment", "jukebox"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 2
    assert "'jukebox' is not 'audiocraft'" in run.stderr
