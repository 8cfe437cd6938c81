"""Checks of single fields that come from outside; each sentence names the field."""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Sized
from pathlib import Path

from ningbgm_agents.errors import InputError

from . import limits

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def text(value: str, field: str, most_chars: int) -> str:
    """A text of any lines."""
    if len(value) > most_chars:
        raise InputError(
            f"{field} has {len(value)} characters; it may have at most {most_chars}", field=field
        )
    if "\0" in value:
        raise InputError(f"{field} holds a NUL character, which no text has", field=field)
    return value


def line(value: str, field: str, most_chars: int) -> str:
    """A text of one line."""
    if _CONTROL.search(text(value, field, most_chars)):
        raise InputError(
            f"{field} holds a line break or control character; write it in one line", field=field
        )
    return value


def path(value: str, field: str) -> str:
    """An absolute path of this machine."""
    if not value:
        raise InputError(f"{field} is empty; give the absolute path of a file", field=field)
    if not Path(text(value, field, limits.MAX_PATH_CHARS)).is_absolute():
        raise InputError(
            f"{field} is {value[:80]!r}; give an absolute path, as the daemon works in a folder of its own",
            field=field,
        )
    return value


def path_or_nothing(value: str, field: str) -> str:
    """An absolute path of this machine, or nothing."""
    return path(value, field) if value else ""


def at_most(items: Sized, field: str, most: int) -> None:
    """A list that is not too long."""
    if len(items) > most:
        raise InputError(f"{field} has {len(items)} entries; it may have at most {most}", field=field)


def number(value: float, field: str, low: float, high: float) -> float:
    """A finite number within bounds."""
    if not (math.isfinite(value) and low <= value <= high):
        raise InputError(f"{field} is {value:g}; it must lie between {low:g} and {high:g}", field=field)
    return value


def whole(value: int, field: str, low: int, high: int) -> int:
    """A whole number within bounds."""
    if not low <= value <= high:
        raise InputError(f"{field} is {value}; it must lie between {low} and {high}", field=field)
    return value


def request_id(value: str) -> str:
    """A UUID in its usual form, in lower case; empty for none."""
    if not value:
        return ""
    try:
        made = str(uuid.UUID(value))
    except ValueError:
        made = ""
    if made != value.lower():
        raise InputError(
            f"request_id is {value[:48]!r}; give a UUID such as {uuid.UUID(int=1)}", field="request_id"
        )
    return made


def page_size(value: int) -> int:
    """How many items a page is to have; more than there may be becomes the most."""
    if value < 0:
        raise InputError(f"page_size is {value}; give 0 for the usual or a number above", field="page_size")
    return min(value or limits.USUAL_PAGE, limits.MAX_PAGE)


def page_token(value: str) -> str:
    """Where an earlier page ended; whoever made it looks into it."""
    return line(value, "page_token", limits.MAX_TOKEN_CHARS)
