"""The form of a reply: its JSON Schema with what the case allows, and the reply read against it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

from pydantic import ValidationError

from ..document import Plain
from .decision import Offer, R, UnfitError

LONGEST_REPLY = 60_000
"""Characters; a longer reply is nonsense, whatever it says."""
_MOST_REASONS = 6


def schema_of(form: type[R], offer: Offer) -> str:
    """The JSON Schema of a reply, with the choices and lengths of the case in it."""
    schema = cast("dict[str, Plain]", form.model_json_schema())
    for name, part in _properties(schema):
        if name in offer.choices:
            _string_of(part)["enum"] = list(offer.choices[name])
        if name in offer.lengths:
            part["minItems"], part["maxItems"] = offer.lengths[name]
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


def read_reply(text: str, form: type[R], offer: Offer) -> R:
    """The reply as a value.

    Raises:
        UnfitError: it is no JSON, does not fit the schema, or names what there is not to choose.
    """
    if len(text) > LONGEST_REPLY:
        raise UnfitError(f"The reply has {len(text)} characters; {LONGEST_REPLY} are the most.")
    try:
        plain = cast("Plain", json.loads(_inner(text)))
        reply = form.model_validate(plain)
    except ValidationError as error:
        raise UnfitError(*_reasons(error)) from error
    except (ValueError, RecursionError) as error:
        raise UnfitError(f"The reply is not JSON: {error}.") from error
    wrong = tuple(_outside(plain, offer))[:_MOST_REASONS]
    if wrong:
        raise UnfitError(*wrong)
    return reply


def _inner(text: str) -> str:
    """The JSON of a reply, which some models wrap in thoughts or in a fence of Markdown."""
    text = text.rpartition("</think>")[2].strip()
    if text.startswith("```"):
        text = text.partition("\n")[2].rpartition("```")[0]
    return text


def _reasons(error: ValidationError) -> list[str]:
    found = error.errors(include_url=False)[:_MOST_REASONS]
    return [f"{'.'.join(map(str, one['loc'])) or 'The reply'}: {one['msg']}." for one in found]


def _outside(plain: Plain, offer: Offer, name: str = "") -> Iterator[str]:
    """Sentences about words that are no choice and lists that are too short or too long."""
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield from _outside(value, offer, key)
    elif isinstance(plain, list):
        low, high = offer.lengths.get(name, (0, len(plain)))
        if not low <= len(plain) <= high:
            yield f"{name}: {len(plain)} entries, where {low} to {high} are wanted."
        for value in plain:
            yield from _outside(value, offer, name)
    elif isinstance(plain, str) and name in offer.choices and plain not in offer.choices[name]:
        yield f"{name}: there is no {plain[:40]!r} to choose."


def _properties(schema: Plain) -> Iterator[tuple[str, dict[str, Plain]]]:
    """Every named property of a schema, nested ones and definitions included."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties" and isinstance(value, dict):
                yield from ((name, part) for name, part in value.items() if isinstance(part, dict))
            yield from _properties(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _properties(value)


def _string_of(part: dict[str, Plain]) -> dict[str, Plain]:
    """Where a property's words are described: itself, the entries of a list, or its one that is a string."""
    items = part.get("items")
    if isinstance(items, dict):
        return items
    either = part.get("anyOf")
    for one in either if isinstance(either, list) else ():
        if isinstance(one, dict) and one.get("type") == "string":
            return one
    return part
