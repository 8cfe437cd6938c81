"""What an address under `/review` asks: the parts of its path and its query, checked."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request

from ningbgm_agents.errors import InputError

from ..wire import limits, names

_WHOLE = re.compile(r"-?[0-9]{1,15}")
_EVERYWHERE = ("key", "variation")
MOST_VARIATIONS = 9


@dataclass(frozen=True)
class Asked:
    """One question to the page's server."""

    headers: Headers
    path: Mapping[str, str]
    """The parts of the path by name, decoded."""
    query: Mapping[str, str]
    has_left: Callable[[], Awaitable[bool]]
    """Tells whether the caller waits no more."""

    @property
    def revision(self) -> tuple[str, int]:
        """The score's id and the revision's number."""
        return names.revision_in(f"{self.path['score']}/revisions/{self.path['revision']}")

    @property
    def variation(self) -> int:
        """Which variation of the revision: 1 for the first."""
        return self.whole("variation", 1, MOST_VARIATIONS, 1)

    def part(self, name: str, most: int) -> int:
        """A whole number of the path, from 0.

        Raises:
            InputError: it is none, or too large.
        """
        text = self.path[name]
        if not re.fullmatch("[0-9]{1,9}", text) or int(text) > most:
            raise InputError(f"{name} in the path must be a whole number from 0 to {most}", field=name)
        return int(text)

    def whole(self, name: str, least: int, most: int, usual: int | None = None) -> int:
        """A whole number of the query.

        Raises:
            InputError: it is none, out of bounds, or not there although nothing is usual.
        """
        text = self.query.get(name)
        if text is None and usual is not None:
            return usual
        if text is None:
            raise InputError(f"the query must say {name!r}", field=name)
        if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
            raise InputError(f"{name!r} must be a whole number from {least} to {most}", field=name)
        return int(text)


def query_of(request: Request, known: Iterable[str]) -> dict[str, str]:
    """The query of a request.

    Raises:
        InputError: it is too long, says something twice, or something that the address does not take.
    """
    raw = bytes(request.scope["query_string"])
    if len(raw) > limits.MAX_QUERY_BYTES:
        raise InputError(f"the query is longer than {limits.MAX_QUERY_BYTES} bytes")
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(raw),
            errors="strict",
            max_num_fields=limits.MAX_QUERY_FIELDS,
        )
    except ValueError as error:
        raise InputError("the query cannot be read") from error
    made = dict(pairs)
    strange = set(made) - {*known, *_EVERYWHERE}
    if strange or len(made) < len(pairs):
        raise InputError("the query says something twice, or something that this address does not take")
    return made
