"""`NAME.score/error.txt`: why an export could not be scored, where the user looks for the score."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

ERROR_NAME = "error.txt"
_FIRST_LINE = "NingBGM could not score "


def write_note(folder: Path, source: Path, reason: str) -> Path | None:
    """Write the reason; None where it cannot be written, or a file of the user's is in its place."""
    path = folder / ERROR_NAME
    text = (
        f"{_FIRST_LINE}{source.name}.\n\n{reason}\n\n"
        "It is tried again as soon as the file, its .txt or picture, or ningbgm.toml changes.\n"
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and not _is_ours(path):
            return None
        partial = path.with_name(f".{ERROR_NAME}.part")
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError:
        return None
    return path


def remove_note(folder: Path) -> None:
    """Remove a note of ours, and the folder where it holds nothing else."""
    path = folder / ERROR_NAME
    with suppress(OSError):
        if _is_ours(path):
            path.unlink()
            folder.rmdir()


def _is_ours(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_FIRST_LINE)) == _FIRST_LINE.encode()
    return False
