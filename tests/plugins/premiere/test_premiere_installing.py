"""The installer for Premiere: its folders and debug keys on both systems, with commands that only pretend."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ningbgm_agents.errors import DeliveryError
from ningbgm_daemon.cli import main
from ningbgm_daemon.config import load_settings
from ningbgm_daemon.installer import premiere
from ningbgm_daemon.installer.adobe_folders import AdobeSystem, extensions_folder
from ningbgm_daemon.installer.debug_keys import Ran

SYSTEMS: tuple[AdobeSystem, ...] = ("windows", "mac")


class Machine:
    """`reg` and `defaults` as far as they are used: keys by name, and what was run."""

    def __init__(self, **keys: str) -> None:
        self.keys = dict(keys)
        self.ran: list[list[str]] = []
        self.broken = False

    def __call__(self, command: Sequence[str]) -> Ran:
        program, verb, name, *_ = command
        key = name.rsplit("CSXS.", 1)[1]
        if verb in ("query", "read"):
            found = self.keys.get(key)
            said = f"    PlayerDebugMode    REG_SZ    {found}" if program == "reg" else str(found)
            return Ran(0, said) if found else Ran(1, "not found")
        self.ran.append(list(command))
        if self.broken:
            return Ran(1, "access is denied")
        if verb in ("add", "write"):
            self.keys[key] = "1"
        else:
            del self.keys[key]
        return Ran(0, "")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own, in which everything lands."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NINGBGM_HOME", str(tmp_path / "bgm"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "roaming"))
    return tmp_path


def where(system: AdobeSystem) -> premiere.Places:
    return premiere.places(system, load_settings(), all_users=False)


def say(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["plugins", *arguments])


@pytest.mark.parametrize("system", SYSTEMS)
def test_install_writes_the_panel_and_sets_the_keys(home: Path, system: AdobeSystem) -> None:
    machine, there = Machine(), where(system)

    premiere.install(there, load_settings(), False, machine)

    assert (there.panel / "CSXS" / "manifest.xml").is_file()
    assert (there.panel / "host.jsx").is_file()
    facts = json.loads((there.panel / "installed.json").read_text())
    assert facts["command"] == [sys.executable, "-m", "ningbgm_daemon.cli"]
    assert facts["discovery"] == str(home / "bgm" / "run" / "daemon.json")
    assert facts["debugKeys"] == [11, 12]
    assert machine.keys == {"11": "1", "12": "1"}
    assert premiere.installed_version(there) == facts["version"]


def test_the_commands_are_those_that_adobe_documents() -> None:
    windows, mac = Machine(), Machine()
    premiere.install(where("windows"), load_settings(), False, windows)
    premiere.install(where("mac"), load_settings(), False, mac)

    wanted = r"reg add HKCU\Software\Adobe\CSXS.12 /v PlayerDebugMode /t REG_SZ /d 1 /f"
    assert windows.ran[-1] == wanted.split(" ")
    assert mac.ran[-1] == ["defaults", "write", "com.adobe.CSXS.12", "PlayerDebugMode", "1"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_upgrade_leaves_nothing_of_before_and_forgets_no_key(system: AdobeSystem) -> None:
    machine, there = Machine(), where(system)
    premiere.install(there, load_settings(), False, machine)
    (there.panel / "old.js").write_text("")
    other = there.panel.parent / "somebody.else"
    other.mkdir()
    machine.ran.clear()

    premiere.install(there, load_settings(), False, machine)

    assert not (there.panel / "old.js").exists()
    assert other.exists()
    assert machine.ran == []
    assert json.loads((there.panel / "installed.json").read_text())["debugKeys"] == [11, 12]


@pytest.mark.parametrize("system", SYSTEMS)
def test_removal_takes_all_of_ours_and_no_key_that_was_there_before(system: AdobeSystem) -> None:
    machine, there = Machine(**{"11": "1"}), where(system)
    premiere.install(there, load_settings(), False, machine)

    premiere.uninstall(there, machine)

    assert machine.keys == {"11": "1"}
    assert not there.panel.exists()
    assert not there.uxp.exists()
    premiere.uninstall(there, machine)  # again: nothing is there, nothing fails


def test_a_key_that_cannot_be_set_is_told() -> None:
    machine = Machine()
    machine.broken = True

    with pytest.raises(DeliveryError, match="access is denied"):
        premiere.install(where("windows"), load_settings(), False, machine)


def test_the_uxp_package_holds_the_panel_and_where_the_daemon_is() -> None:
    there = where("mac")
    premiere.install(there, load_settings(), False, Machine())

    with zipfile.ZipFile(there.package) as package:
        names = package.namelist()
        manifest = json.loads(package.read("manifest.json"))
        facts = json.loads(package.read("installed.json"))

    assert {"manifest.json", "index.html", "panel.js", "panel.css", "installed.json"} <= set(names)
    assert manifest["manifestVersion"] == 5
    assert manifest["host"] == {"app": "premierepro", "minVersion": "25.6.0"}
    assert manifest["requiredPermissions"]["localFileSystem"] == "fullAccess"
    assert facts["discovery"].endswith("daemon.json")


@pytest.mark.parametrize(
    ("system", "all_users", "wanted"),
    [
        ("mac", False, "~/Library/Application Support/Adobe/CEP/extensions"),
        ("mac", True, "/Library/Application Support/Adobe/CEP/extensions"),
        ("windows", False, "~/roaming/Adobe/CEP/extensions"),
    ],
)
def test_folders_are_those_of_the_cookbook(
    monkeypatch: pytest.MonkeyPatch, system: AdobeSystem, all_users: bool, wanted: str
) -> None:
    assert extensions_folder(system, all_users) == Path(wanted).expanduser()


def test_for_all_users_of_windows_it_is_the_shared_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONPROGRAMFILES(X86)", "/common")

    assert extensions_folder("windows", True) == Path("/common/Adobe/CEP/extensions")


def test_on_linux_there_is_no_premiere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")

    done = say("install", "premiere")

    assert done.exit_code != 0
    assert "Windows and macOS alone" in done.output
    assert "Premiere Pro: not for this system" in say("status").output


@pytest.mark.parametrize(
    ("system", "command"),
    [
        ("windows", r"runs: reg add HKCU\Software\Adobe\CSXS.11 /v PlayerDebugMode /t REG_SZ /d 1 /f"),
        ("mac", "runs: defaults write com.adobe.CSXS.11 PlayerDebugMode 1"),
    ],
)
def test_a_rehearsal_shows_files_and_commands_and_does_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str, command: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")

    done = say("install", "premiere", "--dry-run", "--system", system)

    assert done.exit_code == 0, done.output
    assert command in done.output
    assert "manifest.xml" in done.output
    assert [path for path in home.rglob("*") if path.is_file() and "adobe" in str(path).lower()] == []


def test_a_rehearsal_for_another_system_is_a_dry_run_alone() -> None:
    assert "--dry-run" in say("install", "premiere", "--system", "mac").output
    assert "--dry-run" in say("install", "davinci", "--dry-run", "--system", "mac").output


@pytest.mark.skipif(os.name == "nt", reason="a script stands for defaults")
def test_from_the_command_line_on_a_mac(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real command line, with a `defaults` of the test's own on the path."""
    monkeypatch.setattr(sys, "platform", "darwin")
    programs = home / "bin"
    programs.mkdir()
    keys = home / "keys"
    keys.mkdir()
    script = programs / "defaults"
    script.write_text(
        "#!/bin/sh\n"
        f'case "$1" in write) echo "$4" > {keys}/$2;; read) cat {keys}/$2;; delete) rm {keys}/$2;; esac\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)

    installed = say("install", "premiere")
    status = say("status")
    removed = say("install", "premiere", "--uninstall")

    assert installed.exit_code == 0, installed.output
    assert "runs: defaults write com.adobe.CSXS.12 PlayerDebugMode 1" in installed.output
    assert "Window > Extensions > NingBGM" in installed.output
    assert "Premiere Pro, this user: 0.1.0 in" in status.output
    assert removed.exit_code == 0, removed.output
    assert list(keys.iterdir()) == []
    assert "Premiere Pro, this user: not installed" in say("status").output
