"""Pages of lists that are at hand whole; the token is the key of the last item that was given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ningbgm_agents.errors import InputError
from ningbgm_daemon.records.page import Page

from ..wire import checks

T = TypeVar("T")


def page_of(items: Sequence[T], key: Callable[[T], str], size: int, token: str) -> Page[T]:
    """The page that a caller asks for by `page_size` and `page_token`.

    Raises:
        InputError: a negative size, or a token that is none of ours.
    """
    most, after = checks.page_size(size), checks.page_token(token)
    keys = [key(item) for item in items]
    if after and after not in keys:
        raise InputError("this page_token is not known here; list from the start", field="page_token")
    start = keys.index(after) + 1 if after else 0
    given = items[start : start + most]
    return Page(given, key(given[-1]) if start + most < len(items) else "")
