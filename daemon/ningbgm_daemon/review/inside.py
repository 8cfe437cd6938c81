"""Files inside a delivered folder, and none outside of it."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from ningbgm_agents.errors import NotFoundError


def file_inside(folder: Path, name: str) -> Path:
    """The file of a name inside a folder, its parts separated by slashes.

    Raises:
        NotFoundError: there is none, it is no plain file, or a link leads elsewhere.
    """
    parts = PurePosixPath(name).parts
    odd = not parts or name.startswith("/") or "\\" in name or "\0" in name or ":" in parts[0]
    if odd or any(part in ("..", ".") for part in parts):
        raise _missing(name)
    root = os.path.realpath(folder)
    path = os.path.join(root, *parts)
    try:
        is_file = os.path.realpath(path) == path and stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        is_file = False
    if not is_file:
        raise _missing(name)
    return Path(path)


def _missing(name: str) -> NotFoundError:
    return NotFoundError(f"the delivery has no file {name[:200]!r}; it may have been moved away", file=name)
