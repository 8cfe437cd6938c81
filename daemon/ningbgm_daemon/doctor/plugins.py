"""Where DaVinci Resolve and Premiere Pro look for plugins, and whether ours is there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ningbgm_daemon.installer.resolve_folders import fusion_folder

from .finding import Finding, missing, works

_NAME = "ningbgm"


def resolve() -> Finding:
    """DaVinci Resolve's folder of scripts, as the README of its scripting API names it."""
    return _looked("DaVinci Resolve", fusion_folder() / "Scripts", "ningbgm plugins install davinci")


def premiere() -> Finding:
    """Premiere Pro's folder of CEP extensions, as Adobe's CEP cookbook names it."""
    folder = _premiere_folder()
    if folder is None:
        return missing("Premiere Pro", "does not run on this system")
    return _looked("Premiere Pro", folder, "open timeline.otio there by hand")


def _looked(title: str, folder: Path, advice: str) -> Finding:
    if not folder.is_dir():
        return missing(title, "not installed for this user")
    ours = [path.name for path in folder.rglob("*") if _NAME in path.name.lower()]
    if not ours:
        return missing(title, f"our plugin is not in {folder}", advice)
    return works(title, f"{ours[0]} in {folder}")


def _premiere_folder() -> Path | None:
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/Adobe/CEP/extensions"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "")) / "Adobe/CEP/extensions"
    return None
