"""Where Adobe's programs look for panels, on each system that they run on.

The folders are those of Adobe's CEP 12 HTML Extension Cookbook.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

AdobeSystem = Literal["windows", "mac"]
"""What Premiere runs on."""


def this_system() -> AdobeSystem | None:
    """The system of this machine; None where there is no Premiere for it."""
    systems: dict[str, AdobeSystem] = {"darwin": "mac", "win32": "windows"}
    return systems.get(sys.platform)


def extensions_folder(system: AdobeSystem, all_users: bool = False) -> Path:
    """The folder of CEP panels; for this user, or for all users of this machine."""
    if system == "mac":
        root = Path("/") if all_users else Path.home()
        return root / "Library/Application Support/Adobe/CEP/extensions"
    if all_users:
        shared = os.environ.get("COMMONPROGRAMFILES(X86)", r"C:\Program Files (x86)\Common Files")
        return Path(shared) / "Adobe" / "CEP" / "extensions"
    return Path(os.environ.get("APPDATA", Path.home() / "AppData/Roaming")) / "Adobe" / "CEP" / "extensions"
