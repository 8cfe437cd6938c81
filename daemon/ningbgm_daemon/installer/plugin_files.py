"""What the plugins of all editing programs share: where their files come from, and what is told to them."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from ningbgm_agents.document import Plain
from ningbgm_agents.errors import DeliveryError, InputError
from ningbgm_daemon.config import Settings
from ningbgm_daemon.discovery import FILE_NAME

INSTALLED = "installed.json"
"""Lies beside each plugin: how it finds and starts the daemon."""


def plugin_source(name: str, needed: str, program: str) -> Path:
    """The files of a plugin: inside the installed package, or in the source tree.

    Raises:
        InputError: this installation of NingBGM does not hold them.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "plugins" / name, package.parents[1] / "plugins" / name):
        if (folder / needed).exists():
            return folder
    raise InputError(f"this installation of NingBGM holds no plugin for {program}; install it again")


def facts_text(settings: Settings, all_users: bool, more: Mapping[str, Plain] | None = None) -> str:
    """What `installed.json` says."""
    home = os.environ.get("NINGBGM_HOME", "")
    discovery = settings.runtime / FILE_NAME
    facts = {
        "version": version("ningbgm"),
        "command": [sys.executable, "-m", "ningbgm_daemon.cli"],
        "discovery": _for_anybody(discovery) if all_users else str(discovery),
        "environment": {"NINGBGM_HOME": home} if home else {},
        **(more or {}),
    }
    return json.dumps(facts, indent=1)


def read_facts(folder: Path) -> dict[str, Plain]:
    """What was written beside a plugin; empty where there is none."""
    try:
        said = json.loads((folder / INSTALLED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def write_files(files: Mapping[Path, str | bytes], all_users: bool) -> None:
    """Write files with their folders.

    Raises:
        DeliveryError: one of them cannot be written.
    """
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise refused(error, all_users) from error


def make_folder(folder: Path, all_users: bool) -> None:
    """Make a folder with those above it.

    Raises:
        DeliveryError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(error, all_users) from error


def files_in(folders: Iterable[Path]) -> list[Path]:
    """The files of some folders, in order; compiled Python counts for nothing."""
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]


def remove_folders(folders: Iterable[Path]) -> None:
    """Remove folders of ours with all that is in them; of a link the link alone.

    Raises:
        DeliveryError: one of them cannot be removed.
    """
    try:
        for folder in folders:
            if folder.is_symlink():
                folder.unlink()
            elif folder.is_dir():
                shutil.rmtree(folder)
    except OSError as error:
        raise refused(error, False) from error


def refused(error: OSError, all_users: bool) -> DeliveryError:
    """The error that tells what cannot be written."""
    advice = "; for all users it takes an administrator (sudo)" if all_users else ""
    return DeliveryError(f"{error.filename or 'the plugin'} cannot be written: {error.strerror}{advice}")


def _for_anybody(path: Path) -> str:
    """The path with `~` for the user's own folder, which is another for each user."""
    try:
        return "~/" + path.relative_to(Path.home()).as_posix()
    except ValueError:
        return str(path)
