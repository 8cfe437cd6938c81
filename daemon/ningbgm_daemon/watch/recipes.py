"""Finds the recipe of each folder: the `ningbgm.toml` there over those above it over the settings."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ningbgm_agents.errors import WishError
from ningbgm_daemon.palette_file import is_file_name

from .kinds import RECIPE_NAME, SCORE_SUFFIX, Export
from .recipe import Recipe, read_recipe, with_folder

_MOST_BYTES = 64 * 1024
_POWERFUL = ("command", "command_limit_s")
"""Keys that only the user may set: who can write into a shared folder shall not run programs here."""


@dataclass(frozen=True, slots=True)
class FolderRecipe:
    """The recipe of a folder, and where it puts scores."""

    recipe: Recipe
    output_from: Path | None = None
    """Folder of the file that says `output`; scores keep their place below it."""

    def out(self, export: Export) -> Path:
        """The folder into which an export is scored."""
        folder = export.folder
        if self.output_from is not None and self.recipe.output:
            folder = Path(self.recipe.output) / export.folder.relative_to(self.output_from)
        return folder / f"{export.name}{SCORE_SUFFIX}"


class Recipes:
    """The recipes below one watched folder; `base` is what the settings say for all of it."""

    def __init__(self, root: Path, base: Mapping[str, object], is_shared: bool = False) -> None:
        self._root, self._is_shared = root, is_shared
        self._base = with_folder(base, root)
        read_recipe(self._base, f"the settings for {root}")

    def of(self, folder: Path) -> FolderRecipe:
        """The recipe of a folder.

        Raises:
            WishError: a file that cannot be read, a key that there is not, or a value that it cannot have.
        """
        said, output_from = dict(self._base), self._root if self._base.get("output") else None
        for path in self._files(folder):
            found = self._read(path)
            read_recipe(found, str(path))
            said |= found
            output_from = path.parent if "output" in found else output_from
        return FolderRecipe(read_recipe(said, str(folder / RECIPE_NAME)), output_from)

    def mark(self, folder: Path) -> str:
        """What changes with any of the files, and with the palette or temp track that they name; cheap."""
        files = tuple(self._files(folder))
        return "|".join(_written(path) for path in (*files, *self._named(files)))

    def _named(self, files: Iterable[Path]) -> Iterator[Path]:
        """The files that a recipe names; what cannot be read names none, and is told when it is used."""
        said = dict(self._base)
        for path in files:
            with suppress(WishError):
                said |= self._read(path)
        palette, like = str(said.get("palette") or ""), str(said.get("like") or "")
        if is_file_name(palette):
            yield Path(palette)
        if like:
            yield Path(like)

    def _files(self, folder: Path) -> Iterator[Path]:
        places = (folder, *folder.parents)
        for place in reversed(places[: places.index(self._root) + 1]):
            if (place / RECIPE_NAME).is_file():
                yield place / RECIPE_NAME

    def _read(self, path: Path) -> dict[str, object]:
        try:
            with path.open("rb") as file:
                is_trusted = not self._is_shared and _users_alone(os.fstat(file.fileno()))
                said = tomllib.loads(file.read(_MOST_BYTES).decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            raise WishError(f"{path} cannot be read: {error}", path=str(path)) from error
        found = with_folder(said, path.parent)
        if not is_trusted:
            self._check_harmless(found, path)
        return found

    def _check_harmless(self, said: Mapping[str, object], path: Path) -> None:
        """Others can write this file: it may choose the music, no program, and no place outside."""
        powerful = [key for key in _POWERFUL if key in said]
        if powerful:
            raise WishError(
                f"{path} may not say {powerful[0]!r}, as others can write it or the folder is shared;"
                " say it under [[watch]] in config.toml",
                key=powerful[0],
            )
        if is_file_name(str(said.get("palette") or "")):
            raise WishError(
                f"{path} may not name a palette's file, which may name other files, as others can write it;"
                " say it under [[watch]] in config.toml",
                key="palette",
            )
        for key, doing in (("output", "deliver to"), ("like", "listen to")):
            place = Path(os.path.realpath(str(said.get(key) or path.parent)))
            if not place.is_relative_to(os.path.realpath(self._root)):
                raise WishError(
                    f"{path} may not {doing} {place}, outside the watched folder, as others can write it;"
                    " say it under [[watch]] in config.toml",
                    key=key,
                )


def _written(path: Path) -> str:
    try:
        facts = path.stat()
    except OSError:
        return str(path)
    return f"{path}={facts.st_size}.{facts.st_mtime_ns}"


def _users_alone(facts: os.stat_result) -> bool:
    """Whether only this user (or root) can write a file; on Windows its folder's access list decides."""
    if os.name == "nt":
        return True
    mine = facts.st_uid in (os.getuid(), 0)
    return mine and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
