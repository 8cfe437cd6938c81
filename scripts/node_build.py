"""What building with Node needs: packages as a lock file says, and a look at what differs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from ningbgm_daemon.file_lock import FileLock

_PATIENCE_S = 300


def program(name: str) -> str:
    """The path of a program of Node's."""
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not there: install Node.js 20 or newer")
    return found


def install(folder: Path) -> None:
    """Install what a folder's `package-lock.json` says, unless that is there; others may do so meanwhile."""
    lock, kept = folder / "package-lock.json", folder / "node_modules" / ".installed-lock.json"
    with FileLock(folder / ".npm-ci.lock", _PATIENCE_S):
        if kept.exists() and kept.read_bytes() == lock.read_bytes():
            return
        command = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=folder, check=True)
        shutil.copyfile(lock, kept)


def differences(one: Path, other: Path) -> list[str]:
    """Names of files that differ between two folders, or are in one alone."""
    names = {path.relative_to(top) for top in (one, other) for path in top.rglob("*") if path.is_file()}
    return sorted(str(name) for name in names if _content(one / name) != _content(other / name))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
