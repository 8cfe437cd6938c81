"""The folders of DaVinci Resolve on each system, as the README of its scripting API names them.

Its folder for one user of Windows is wrong there (`%APPDATA%\\Roaming\\...`, where `%APPDATA%` already ends
in `Roaming`); this is the one that Resolve reads.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_MAKER = "Blackmagic Design"
_PROGRAM = "DaVinci Resolve"


def fusion_folder(all_users: bool = False) -> Path:
    """The folder `Fusion`, which holds `Scripts`; for this user, or for all users of this machine."""
    if sys.platform == "darwin":
        root = Path("/") if all_users else Path.home()
        return root / "Library/Application Support" / _MAKER / _PROGRAM / "Fusion"
    if sys.platform == "win32":
        if all_users:
            return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / _MAKER / _PROGRAM / "Fusion"
        roaming = Path(os.environ.get("APPDATA", Path.home() / "AppData/Roaming"))
        return roaming / _MAKER / _PROGRAM / "Support" / "Fusion"
    return Path("/opt/resolve/Fusion") if all_users else Path.home() / ".local/share/DaVinciResolve/Fusion"
