"""The addresses under `/review/api` and `/review/media`, all of them read only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..gateway.templates import PathTemplate

Kind = Literal[
    "axis",
    "notes",
    "exchange",
    "peaks",
    "audio",
    "guide",
    "picture",
    "film",
    "strip",
    "files",
    "file",
    "compare",
]


@dataclass(frozen=True)
class Route:
    """One address."""

    kind: Kind
    template: PathTemplate
    query: tuple[str, ...] = ()
    """What its query may say beside `variation` and `key`."""


def _route(kind: Kind, path: str, *query: str) -> Route:
    root, _, rest = path.partition("/")
    revision = "{score=scores/*}/revisions/{revision}"
    return Route(kind, PathTemplate.parse(f"/review/{root}/{revision}/{rest}"), query)


ROUTES = (
    _route("axis", "api/axis"),
    _route("notes", "api/notes/{cue}"),
    _route("exchange", "api/exchange"),
    _route("peaks", "api/peaks/{cue}/{stem}", "level", "from", "to"),
    _route("audio", "api/audio/{cue}/{stem}", "from", "count"),
    _route("guide", "api/guide", "from", "count"),
    _route("picture", "api/picture"),
    _route("film", "media/film"),
    _route("strip", "api/strip/{level}/{index}"),
    _route("files", "api/files"),
    _route("file", "media/files/{path=**}"),
    _route("compare", "api/compare/{earlier}"),
)
"""Everything that a session may read here."""
