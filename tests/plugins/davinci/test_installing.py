"""The installer, on the folders of the three systems, and what it installs."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from household import Sit

from ningbgm_daemon.cli import main
from ningbgm_daemon.config import load_settings
from ningbgm_daemon.installer import davinci, resolve_folders


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own, in which everything lands."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NINGBGM_HOME", str(tmp_path / "bgm"))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


def say(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["plugins", *arguments])


def menu(home: Path) -> Path:
    return home / ".local/share/DaVinciResolve/Fusion/Scripts/Utility/NingBGM"


def test_install_says_where_to_click_and_status_sees_it(home: Path) -> None:
    assert "this user: not installed" in say("status").output

    done = say("install", "davinci")

    assert done.exit_code == 0, done.output
    assert "Workspace > Scripts > NingBGM > Score selection" in done.output
    assert {path.stem for path in menu(home).glob("*.py")} == set(davinci.ENTRIES)
    assert len(list((menu(home) / "Free edition").glob("*.lua"))) == 3
    assert f"this user: {_version()} in" in say("status").output


def test_it_writes_where_the_daemon_is(home: Path) -> None:
    say("install", "davinci")

    code = menu(home).parents[2] / "NingBGM"
    facts = json.loads((code / "ningbgm_resolve" / davinci.INSTALLED).read_text())

    assert facts["command"] == [sys.executable, "-m", "ningbgm_daemon.cli"]
    assert facts["discovery"] == str(home / "bgm" / "run" / "daemon.json")
    assert facts["environment"] == {"NINGBGM_HOME": str(home / "bgm")}
    assert (home / "bgm" / "data" / "resolve").is_dir()
    assert "@" not in (menu(home) / "Doctor.py").read_text()
    assert (
        str(home / "bgm" / "data" / "resolve") in (menu(home) / "Free edition/2 Place score.lua").read_text()
    )


def test_an_upgrade_leaves_nothing_of_before(home: Path) -> None:
    say("install", "davinci")
    (menu(home) / "Old entry.py").write_text("")
    code = menu(home).parents[2] / "NingBGM"
    (code / "ningbgm_resolve" / "gone.py").write_text("")
    other = menu(home).parent / "Somebody else.py"
    other.write_text("")

    say("install", "davinci")

    assert not (menu(home) / "Old entry.py").exists()
    assert not (code / "ningbgm_resolve" / "gone.py").exists()
    assert other.exists()


def test_an_older_one_is_told_by_status(home: Path) -> None:
    say("install", "davinci")
    path = menu(home).parents[2] / "NingBGM" / "ningbgm_resolve" / davinci.INSTALLED
    path.write_text(json.dumps({"version": "0.0.1"}))

    assert f"0.0.1, this is {_version()}" in say("status").output


def test_a_dry_run_writes_nothing_and_uninstall_removes_all(home: Path) -> None:
    dry = say("install", "davinci", "--dry-run")
    assert "Score selection.py" in dry.output
    assert not menu(home).exists()

    say("install", "davinci")
    assert "Score selection.py" in say("install", "davinci", "--uninstall", "--dry-run").output
    assert menu(home).exists()
    done = say("install", "davinci", "--uninstall")

    assert "files removed" in done.output
    assert not menu(home).exists()
    assert not (menu(home).parents[2] / "NingBGM").exists()
    assert say("install", "davinci", "--uninstall").exit_code == 0


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(home: Path) -> None:
    folder = menu(home).parents[2]
    folder.mkdir(parents=True)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)

    done = say("install", "davinci")

    assert done.exit_code == 3
    assert "cannot be written" in done.output


@pytest.mark.parametrize(
    ("system", "all_users", "wanted"),
    [
        ("linux", False, "~/.local/share/DaVinciResolve/Fusion"),
        ("linux", True, "/opt/resolve/Fusion"),
        ("darwin", False, "~/Library/Application Support/Blackmagic Design/DaVinci Resolve/Fusion"),
        ("darwin", True, "/Library/Application Support/Blackmagic Design/DaVinci Resolve/Fusion"),
        ("win32", False, "/roaming/Blackmagic Design/DaVinci Resolve/Support/Fusion"),
        ("win32", True, "/programdata/Blackmagic Design/DaVinci Resolve/Fusion"),
    ],
)
def test_the_folders_are_those_of_the_readme_with_its_windows_slip_mended(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str, all_users: bool, wanted: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv("APPDATA", "/roaming")
    monkeypatch.setenv("PROGRAMDATA", "/programdata")

    assert resolve_folders.fusion_folder(all_users) == Path(wanted).expanduser()


def test_for_all_users_the_daemon_is_each_users_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NINGBGM_HOME")
    where = davinci.Places(home / "all" / "menu", home / "all" / "code")

    davinci.install(where, load_settings(), all_users=True)

    facts = json.loads((where.code / "ningbgm_resolve" / davinci.INSTALLED).read_text())
    assert facts["discovery"] == "~/.local/share/ningbgm/run/daemon.json"
    assert facts["environment"] == {}


def test_an_installed_entry_runs(home: Path, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Resolve does it: the globals hold `resolve`, and nothing else of ours is on the path."""
    say("install", "davinci")
    desk = sit()
    code = menu(home).parents[2] / "NingBGM" / "ningbgm_resolve"
    (code / davinci.INSTALLED).write_text(desk.installed.read_text())
    for name in [name for name in sys.modules if name.startswith("ningbgm_resolve")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    entry = (menu(home) / "Score selection.py").read_text().replace("globals())", "globals(), face)")

    exec(compile(entry, "Score selection.py", "exec"), {**desk.world.menu(), "face": desk.face})

    assert desk.music() == desk.wanted()


def test_the_plugin_is_in_the_wheel(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=Path(__file__).parents[3], check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")

    names = zipfile.ZipFile(wheel).namelist()

    for name in ("menu/entry.py", "ningbgm_resolve/flow.py", "lua/ningbgm_placing.lua", "probe.py"):
        assert f"ningbgm_daemon/plugins/davinci/{name}" in names
    assert not [name for name in names if "__pycache__" in name]


def _version() -> str:
    from importlib.metadata import version

    return version("ningbgm")
