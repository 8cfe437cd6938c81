"""The rows of a run as small files: a run that was killed goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ningbgm_agents.document import to_plain
from ningbgm_agents.errors import DeliveryError
from ningbgm_daemon.media.mark import content_mark

from .films import Film
from .pieces import Piece
from .systems import System

FORMAT = 2
"""Raised when a measure changes: rows of before are then measured again."""


@dataclass(frozen=True)
class Row:
    """What was measured of one system's music for one film."""

    key: str
    """What it was measured from, as a hash."""
    system: str
    film: str
    category: str
    measured: dict[str, float | None]
    refused: str = ""
    """Why there is no music, in a sentence; empty where there is."""


_ROW = TypeAdapter(Row)


class RowFiles:
    """Keeps rows in a folder, one file each, written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str, system: str, film: str) -> Row | None:
        """The row of before, if it was measured from the same things."""
        try:
            row = _ROW.validate_json(self._path(system, film).read_bytes())
        except (OSError, ValidationError):
            return None
        return row if row.key == key else None

    def keep(self, row: Row) -> None:
        """Write a row.

        Raises:
            DeliveryError: the disk refuses.
        """
        write_whole(self._path(row.system, row.film), _ROW.dump_json(row, indent=1))

    def _path(self, system: str, film: str) -> Path:
        return self._folder / system / f"{film.replace('/', '__')}.json"


def row_key(system: System, film: Film, seed: int, piece: Piece | None = None) -> str:
    """A hash of all that a row is measured from: the film, what lies beside it, the system, its files."""
    beside = [film.path, film.image, film.text]
    told = {
        "format": FORMAT,
        "version": version("ningbgm"),
        "seed": seed,
        "system": to_plain(system),
        "truth": film.truth.model_dump(mode="json"),
        "marks": [content_mark(path) if path else None for path in beside],
        "sound": content_mark(piece.sound) if piece else None,
        "tune": hashlib.sha256(repr(piece.tune).encode()).hexdigest() if piece else None,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by rename.

    Raises:
        DeliveryError: the disk refuses.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DeliveryError(f"{path} cannot be written: {error.strerror or error}") from error
