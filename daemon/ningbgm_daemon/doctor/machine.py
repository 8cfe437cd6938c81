"""The machine: Python, graphics processor, disk."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

from ningbgm_daemon.config import Settings

from .finding import Finding, broken, missing, works

_OLDEST = (3, 11)
_FEW_BYTES = 2 * 1024**3
_TOO_FEW_BYTES = 256 * 1024**2
_GIB = 1024**3
_PATIENCE_S = 5


def python() -> Finding:
    """The Python that runs this."""
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info < _OLDEST:
        return broken("Python", found, "install Python 3.11 or newer")
    return works("Python", found)


def gpu() -> Finding:
    """A graphics processor that models could run on."""
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return works("GPU", "Apple silicon")
    program = shutil.which("nvidia-smi")
    if program is None:
        return missing("GPU", "none found; everything runs on the processor")
    try:
        said = subprocess.run(
            [program, "--query-gpu=name,memory.total", "--format=csv,noheader"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
            check=True,
        ).stdout
    except (subprocess.SubprocessError, OSError) as error:
        return missing("GPU", f"nvidia-smi does not answer: {error}", "install the NVIDIA driver again")
    return works("GPU", "; ".join(said.split("\n")).strip("; "))


def disk(settings: Settings) -> Finding:
    """Room for scores and cache."""
    free = min(shutil.disk_usage(_there(folder)).free for folder in (settings.data, settings.cache))
    found = f"{free / _GIB:.1f} GiB free for {settings.data}"
    if free < _TOO_FEW_BYTES:
        return broken("Disk", found, "free some room: a minute of music takes about 100 MB")
    if free < _FEW_BYTES:
        return missing("Disk", found, "free some room: a minute of music takes about 100 MB")
    return works("Disk", found)


def _there(folder: Path) -> Path:
    """The nearest folder that exists: nothing is made only to look at it."""
    return next(path for path in (folder, *folder.parents) if path.exists())
