"""The earlier revisions of a score, each kept whole inside its folder; unchanged files are linked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from ningbgm_agents.errors import NotFoundError

from .folder import MANIFEST, OutputFolder, files_of
from .provenance import REVISIONS, read_provenance


def kept_revisions(folder: Path) -> dict[int, Path]:
    """The earlier revisions kept in a score's folder, by number."""
    found = (path for path in (folder / REVISIONS).glob("*") if path.name.isdigit() and path.is_dir())
    return {int(path.name): path for path in sorted(found, key=lambda path: int(path.name))}


def keep_revision(previous: Path, new: Path) -> None:
    """Put a revision that is being replaced, and all that it kept, under `revisions/` of the new folder."""
    number = read_provenance(previous).number
    link_files(previous, new / REVISIONS / str(number), own_files(previous))
    for earlier, folder in kept_revisions(previous).items():
        if not (new / REVISIONS / str(earlier)).exists():
            link_files(folder, new / REVISIONS / str(earlier), _all_files(folder))


def go_back(score: Path, number: int | None = None) -> int:
    """Make an earlier revision the present one; the present one is kept. Returns the revision's number.

    Raises:
        NotFoundError: no such revision is kept.
        InputError: the folder holds no score that can be revised.
    """
    present = read_provenance(score).number
    kept = kept_revisions(score)
    if number is None:
        number = max((n for n in kept if n < present), default=max(kept, default=0))
    if number not in kept:
        there = ", ".join(map(str, kept)) or "none"
        raise NotFoundError(f"there is no revision {number} in {score}; kept are {there}", revision=number)
    with OutputFolder(score) as folder:
        keep_revision(score, folder.path)
        link_files(kept[number], folder.path, _all_files(kept[number]))
        shutil.rmtree(folder.path / REVISIONS / str(number))
    return number


def link_files(source: Path, target: Path, names: Iterable[str]) -> None:
    """Files of one folder in another, linked where the disk can, else copied."""
    for name in names:
        link_file(source / name, target / name)


def link_file(source: Path, target: Path) -> None:
    """A file under another name; neither may be written into afterwards, only replaced."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def own_files(folder: Path) -> list[str]:
    """What NingBGM wrote into a folder, earlier revisions and the list of files aside.

    A folder inside another one, as of a variation, has no list of its own: all in it is ours.
    """
    names = files_of(folder) or _all_files(folder)
    return [name for name in names if not name.startswith(f"{REVISIONS}/") and (folder / name).is_file()]


def _all_files(folder: Path) -> list[str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return [path.relative_to(folder).as_posix() for path in paths]
