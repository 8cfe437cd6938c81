"""The discovery file: where the running daemon is found, and with which token.

It lies in a folder of the user's own and is made readable by the user alone: on POSIX by its mode (0600), on
Windows by the access list that it inherits from the user's profile.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from ningbgm_agents.errors import StoreError

FILE_NAME = "daemon.json"
_MOST_BYTES = 16 * 1024
_PATIENCE_S = 2.0
_LONGEST_STATUS_BYTES = 1024**2


@dataclass(frozen=True)
class Discovery:
    """What the file holds; both addresses are loopback."""

    grpc: str
    """`127.0.0.1:50051`."""
    http: str
    """`http://127.0.0.1:8080`."""
    token: str
    pid: int
    version: str
    started: float
    """When the daemon started, in seconds since 1970."""

    def __repr__(self) -> str:
        return f"Discovery(grpc={self.grpc!r}, http={self.http!r}, pid={self.pid}, version={self.version!r})"


@dataclass(frozen=True)
class Found:
    """A daemon that was found, and whether it answers."""

    discovery: Discovery
    alive: bool
    """False where the file is left over: its process is gone, or another one has its number or port."""


def write_discovery(folder: Path, discovery: Discovery) -> Path:
    """Write the file, whole or not at all; returns its path.

    Raises:
        StoreError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, made = tempfile.mkstemp(prefix=f".{FILE_NAME}.", dir=folder)  # its mode is 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(discovery), file, indent=1)
            os.replace(made, folder / FILE_NAME)
        except BaseException:
            os.unlink(made)
            raise
    except OSError as error:
        raise StoreError(
            f"the discovery file cannot be written into {folder}: {error.strerror}", folder=str(folder)
        ) from error
    return folder / FILE_NAME


def remove_discovery(folder: Path, discovery: Discovery) -> None:
    """Remove the file if it is still the one of this daemon."""
    if read_discovery(folder) == discovery:
        with suppress(OSError):
            (folder / FILE_NAME).unlink()


def read_discovery(folder: Path) -> Discovery | None:
    """What the file says; None where there is none, or none that can be trusted.

    A file that other users can read or write is not trusted: the token in it is no secret, or not ours.
    """
    try:
        with (folder / FILE_NAME).open("rb") as file:
            if not _ours_alone(os.fstat(file.fileno())):
                return None
            said = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or any(type(said.get(key)) is not kind for key, kind in _KINDS.items()):
        return None
    return Discovery(**{key: said[key] for key in _KINDS})


def find_daemon(folder: Path) -> Found | None:
    """The daemon of a folder and whether it answers to its token; None where no file is left."""
    discovery = read_discovery(folder)
    return Found(discovery, _answers(discovery)) if discovery else None


_KINDS = {"grpc": str, "http": str, "token": str, "pid": int, "version": str, "started": float}


def _ours_alone(seen: os.stat_result) -> bool:
    return os.name == "nt" or (seen.st_uid == os.getuid() and not seen.st_mode & 0o077)


def _answers(discovery: Discovery) -> bool:
    """Whether the process that the file names is the one that answers at its address."""
    try:
        address = urlsplit(discovery.http)
        connection = HTTPConnection(address.hostname or "", address.port, timeout=_PATIENCE_S)
        try:
            connection.request("GET", "/v1/status", headers={"Authorization": f"Bearer {discovery.token}"})
            answer = connection.getresponse()
            said = json.loads(answer.read(_LONGEST_STATUS_BYTES)) if answer.status == 200 else {}
        finally:
            connection.close()
    except (OSError, ValueError, HTTPException, RecursionError):
        return False
    return isinstance(said, dict) and said.get("pid") == str(discovery.pid)
