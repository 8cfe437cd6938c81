"""Installs the plugin for DaVinci Resolve: entries of its menu, and beside them the code that they run."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ningbgm_agents.errors import DeliveryError, InputError
from ningbgm_daemon.config import Settings
from ningbgm_daemon.discovery import FILE_NAME

from .resolve_folders import fusion_folder

ENTRIES = {
    "Score selection": "score",
    "Update score": "update",
    "Regenerate cue under playhead": "regenerate",
    "Lock or unlock cue": "lock",
    "Undo last change": "undo",
    "Remove score": "remove",
    "Open review page": "review",
    "Cancel scoring": "cancel",
    "Doctor": "doctor",
}
"""What the menu shows, and the method of the plugin's `Flow` behind it."""
FREE_ENTRIES = {
    "1 Export for scoring": "export.lua",
    "2 Place score": "place.lua",
    "3 Remove score": "remove.lua",
}
"""The same for the free edition from 21.1, which runs Lua alone: the scripts of `plugins/davinci/lua`."""
INSTALLED = "installed.json"
_PACKAGE = "ningbgm_resolve"
_FREE = "Free edition"


@dataclass(frozen=True)
class Places:
    """Where the plugin lies; both folders are ours alone."""

    menu: Path
    """The entries; Resolve lists it on every page."""
    code: Path
    """What they run; outside `Scripts`, where everything would become an entry."""


def places(all_users: bool) -> Places:
    """Where the plugin belongs on this system."""
    fusion = fusion_folder(all_users)
    return Places(fusion / "Scripts" / "Utility" / "NingBGM", fusion / "NingBGM")


def installed_version(where: Places) -> str:
    """The version that lies there; empty where there is none."""
    try:
        said = json.loads((where.code / _PACKAGE / INSTALLED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(said.get("version", "")) if isinstance(said, dict) else ""


def watched_folder(settings: Settings) -> Path:
    """Where the free edition's scripts write timelines and look for their scores."""
    return settings.data / "resolve"


def install(where: Places, settings: Settings, all_users: bool, dry_run: bool = False) -> list[Path]:
    """Write the plugin in place of an earlier one; returns the files, in order.

    Raises:
        DeliveryError: the folders cannot be written.
        InputError: this installation of NingBGM holds no plugin.
    """
    files = dict(_files(where, settings, all_users))
    if not dry_run:
        uninstall(where)
        try:
            for path, text in files.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
            if not all_users:
                watched_folder(settings).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _refused(error, all_users) from error
    return list(files)


def uninstall(where: Places, dry_run: bool = False) -> list[Path]:
    """Remove the plugin; returns the files that went.

    Raises:
        DeliveryError: they cannot be removed.
    """
    files = [
        path
        for folder in (where.menu, where.code)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    if not dry_run:
        try:
            for folder in (where.menu, where.code):
                if folder.is_symlink():
                    folder.unlink()
                elif folder.is_dir():
                    shutil.rmtree(folder)
        except OSError as error:
            raise _refused(error, False) from error
    return files


def _files(where: Places, settings: Settings, all_users: bool) -> Iterator[tuple[Path, str]]:
    source = _source()
    entry = (source / "menu" / "entry.py").read_text(encoding="utf-8")
    for title, method in ENTRIES.items():
        text = entry.replace("@TITLE@", title).replace("@ENTRY@", method)
        yield where.menu / f"{title}.py", text.replace("@FOLDER@", str(where.code))
    for title, name in FREE_ENTRIES.items():
        text = (source / "lua" / name).read_text(encoding="utf-8")
        text = text.replace("@FOLDER@", where.code.as_posix())
        yield (
            where.menu / _FREE / f"{title}.lua",
            text.replace("@WATCHED@", watched_folder(settings).as_posix()),
        )
    for path in sorted((source / _PACKAGE).glob("*.py")):
        yield where.code / _PACKAGE / path.name, path.read_text(encoding="utf-8")
    for path in sorted((source / "lua").glob("ningbgm_*.lua")):
        yield where.code / path.name, path.read_text(encoding="utf-8")
    yield where.code / _PACKAGE / INSTALLED, _facts(settings, all_users)


def _source() -> Path:
    """The plugin's files: inside the installed package, or in the source tree."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "plugins" / "davinci", package.parents[1] / "plugins" / "davinci"):
        if (folder / _PACKAGE).is_dir():
            return folder
    raise InputError("this installation of NingBGM holds no plugin for DaVinci Resolve; install it again")


def _facts(settings: Settings, all_users: bool) -> str:
    """How the plugin finds and starts the daemon."""
    home = os.environ.get("NINGBGM_HOME", "")
    discovery = settings.runtime / FILE_NAME
    facts = {
        "version": version("ningbgm"),
        "command": [sys.executable, "-m", "ningbgm_daemon.cli"],
        "discovery": _for_anybody(discovery) if all_users else str(discovery),
        "environment": {"NINGBGM_HOME": home} if home else {},
    }
    return json.dumps(facts, indent=1)


def _for_anybody(path: Path) -> str:
    """The path with `~` for the user's own folder, which is another for each user."""
    try:
        return "~/" + path.relative_to(Path.home()).as_posix()
    except ValueError:
        return str(path)


def _refused(error: OSError, all_users: bool) -> DeliveryError:
    advice = "; for all users it takes an administrator (sudo)" if all_users else ""
    return DeliveryError(f"{error.filename or 'the plugin'} cannot be written: {error.strerror}{advice}")
