"""What tells the weights of a model from others that were put in their place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

_FILES = (".safetensors", ".bin", ".pt", ".json", ".jinja", ".model", ".txt")
"""Weights, configuration and tokenizer; a changed README changes no answer."""


def fingerprint_of(place: Path) -> str:
    """A mark of the model in a folder or a file, made of each file's name, size and time of change.

    Nothing is read. Empty where nothing of a model is there.
    """
    told: list[tuple[str, int, int]] = []
    for path in _counted(place):
        try:
            seen = path.stat()
        except OSError:  # it went meanwhile
            continue
        told.append((path.relative_to(place).as_posix(), seen.st_size, seen.st_mtime_ns))
    return hashlib.sha256(repr(sorted(told)).encode()).hexdigest()[:16] if told else ""


def _counted(place: Path) -> Iterator[Path]:
    """The files that count, those of inner folders too: some keep their codec or their tokenizer there."""
    if place.is_file():
        yield place
        return
    for path in place.rglob("*"):
        if path.suffix in _FILES and path.is_file():
            yield path
