"""The file that says where a performer answers and with which key; readable by the user alone."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from ningbgm_agents.errors import StoreError


@dataclass(frozen=True)
class Announcement:
    """What the file holds."""

    address: str
    """`127.0.0.1:50051`."""
    key: str
    pid: int

    def __repr__(self) -> str:
        return f"Announcement(address={self.address!r}, pid={self.pid})"


def announce(path: Path, announcement: Announcement) -> None:
    """Write the file, whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, made = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # its mode is 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(announcement), file)
            os.replace(made, path)
        except BaseException:
            os.unlink(made)
            raise
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}", path=str(path)) from error


def withdraw(path: Path, announcement: Announcement) -> None:
    """Remove the file where it is still this one."""
    try:
        if json.loads(path.read_text(encoding="utf-8")) == asdict(announcement):
            path.unlink()
    except (OSError, ValueError):
        return
