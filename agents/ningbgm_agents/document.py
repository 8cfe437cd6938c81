"""Values as versioned JSON documents, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable
from functools import cache
from typing import TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from .errors import InputError

VERSION = 1
"""Raised when a document of an earlier version can no longer be read as it stands."""

T = TypeVar("T")
Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None
"""What JSON can hold."""


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    # Every class hashes by identity; mypy takes `__hash__` of its instances for that of the class.
    return cast("TypeAdapter[T]", _cached_adapter(cast("Hashable", kind)))


@cache
def _cached_adapter(kind: Hashable) -> TypeAdapter[object]:
    return TypeAdapter(cast("type[object]", kind))


def to_plain(value: object) -> Plain:
    """The value as JSON types; fractions become 'n/d' texts."""
    return cast("Plain", _adapter(type(value)).dump_python(value, mode="json"))


def dump(value: object) -> str:
    """One document: the kind, the format's version and the value, with sorted keys."""
    document = {"kind": type(value).__name__, "version": VERSION, "value": to_plain(value)}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(kind: type[T], text: str | bytes) -> T:
    """Read a document that `dump` wrote.

    Raises:
        InputError: not JSON, another kind, a newer version, or a value that does not fit.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"this is not a JSON document: {error}") from error
    if not isinstance(document, dict) or document.get("kind") != kind.__name__:
        raise InputError(f"this document does not hold a {kind.__name__}")
    if document.get("version") != VERSION:
        raise InputError(
            f"this document has version {document.get('version')!r}; this NingBGM reads {VERSION}"
        )
    try:
        return _adapter(kind).validate_python(document["value"])
    except (ValidationError, KeyError) as error:
        raise InputError(f"this {kind.__name__} document is damaged: {error}") from error


def fingerprint(value: object) -> str:
    """SHA-256 of the value's document: equal values, equal fingerprints."""
    return hashlib.sha256(dump(value).encode()).hexdigest()
