"""Names of new cues, as film practice has them: what comes between 1m2 and 1m3 is 1m2A."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count, product
from string import ascii_uppercase

_NAME = re.compile(r"^(\d+m)(\d+)([A-Z]*)$")


def new_name(before: str | None, last: bool, used: Collection[str]) -> str:
    """A name for a cue that follows the cue `before` (None: it is the first), and is the `last` or not.

    Names that were ever used are not used again.
    """
    found = _NAME.match(before or "1m0")
    prefix, number = (found[1], int(found[2])) if found else ("1m", 0)
    if last and before is not None:
        numbers = [int(m[2]) for name in used if (m := _NAME.match(name)) and m[1] == prefix]
        return f"{prefix}{max([number, *numbers]) + 1}"
    first = [f"{prefix}0"] if before is None else []
    candidates = (f"{prefix}{number}{letters}" for letters in _letters())
    return next(name for name in (*first, *_until_free(candidates, used)) if name not in used)


def _until_free(candidates: Iterator[str], used: Collection[str]) -> Iterator[str]:
    for name in candidates:
        yield name
        if name not in used:
            return


def _letters() -> Iterator[str]:
    """A to Z, then AA and so on."""
    for length in count(1):
        yield from map("".join, product(ascii_uppercase, repeat=length))
