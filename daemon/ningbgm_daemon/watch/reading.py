"""Reads all that a decision needs to know of an export that has arrived."""

from __future__ import annotations

from pathlib import Path

from ningbgm_agents.errors import InputError, MediaError

from .arrivals import Arrived
from .content import Content, content_of
from .deciding import Whole
from .kinds import Export
from .looking import Sight, see
from .recipe import Recipe
from .recipes import Recipes


def read_whole(arrived: Arrived, recipes: Recipes) -> Whole | None:
    """What is to be known of an export; None where it changes or goes while it is read.

    Raises:
        WishError: the recipe of its folder cannot be used.
        MediaError: it cannot be read.
    """
    sight = arrived.sight
    found = recipes.of(sight.export.folder)
    content = _content(sight)
    if content is None or _has_changed(sight):
        return None
    name = _edit_name(sight.export, found.recipe)
    return Whole(sight.export, sight.signature, arrived.recipe_mark, found, content, name)


def _content(sight: Sight) -> Content | None:
    try:
        return content_of(sight.export)
    except OSError as error:
        if _has_changed(sight):
            return None
        path = sight.export.source
        raise MediaError(f"{path.name} cannot be read: {error.strerror or error}", path=str(path)) from error


def _has_changed(sight: Sight) -> bool:
    now = see(sight.export)
    return now is None or now.signature != sight.signature


def _edit_name(export: Export, recipe: Recipe) -> str:
    """What a timeline calls its edit, where that matters; empty where it cannot be read."""
    if recipe.versions != "name" or not export.is_timeline:
        return ""
    from ningbgm_daemon.timeline.reader import open_edit

    try:
        return open_edit(
            export.source, media_roots=tuple(map(Path, recipe.media_roots)), rate=recipe.rate
        ).name
    except InputError:
        return ""
