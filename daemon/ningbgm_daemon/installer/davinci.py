"""Installs the plugin for DaVinci Resolve: entries of its menu, and beside them the code that they run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ningbgm_daemon.config import Settings

from .plugin_files import (
    INSTALLED,
    facts_text,
    files_in,
    make_folder,
    plugin_source,
    read_facts,
    remove_folders,
    write_files,
)
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
    return str(read_facts(where.code / _PACKAGE).get("version", ""))


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
        write_files(files, all_users)
        if not all_users:
            make_folder(watched_folder(settings), all_users)
    return list(files)


def uninstall(where: Places, dry_run: bool = False) -> list[Path]:
    """Remove the plugin; returns the files that went.

    Raises:
        DeliveryError: they cannot be removed.
    """
    folders = (where.menu, where.code)
    files = files_in(folders)
    if not dry_run:
        remove_folders(folders)
    return files


def _files(where: Places, settings: Settings, all_users: bool) -> Iterator[tuple[Path, str]]:
    source = plugin_source("davinci", _PACKAGE, "DaVinci Resolve")
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
        text = path.read_text(encoding="utf-8").replace("@FOLDER@", where.code.as_posix())
        yield where.code / path.name, text
    yield where.code / _PACKAGE / INSTALLED, facts_text(settings, all_users)
