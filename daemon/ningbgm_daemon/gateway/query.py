"""Query parameters as the fields of a request: `?pageSize=5&state=STATE_RUNNING&range.start=5s`."""

from __future__ import annotations

from urllib.parse import parse_qsl

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from ningbgm_agents.document import Plain
from ningbgm_agents.errors import InputError

from ..wire import limits

_WELL_KNOWN = "google.protobuf."
_BOOLEANS = {"true": True, "false": False}


def query_fields(query: bytes, kind: Descriptor) -> dict[str, Plain]:
    """The query as the JSON object that says the same.

    Raises:
        InputError: too long, not UTF-8, a field that there is not, one said twice, or one that a query
            cannot say.
    """
    made: dict[str, Plain] = {}
    for name, value in _pairs(query):
        _put(made, name, value, kind)
    return made


def _pairs(query: bytes) -> list[tuple[str, str]]:
    if len(query) > limits.MAX_QUERY_BYTES:
        raise InputError(f"the query is longer than {limits.MAX_QUERY_BYTES} bytes")
    try:
        return parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(query),
            errors="strict",
            max_num_fields=limits.MAX_QUERY_FIELDS,
        )
    except ValueError as error:
        raise InputError(f"the query cannot be read: {str(error)[:200]}") from error


def _put(made: dict[str, Plain], name: str, value: str, kind: Descriptor) -> None:
    """Put one parameter where its dotted name says."""
    *outer, last = name.split(".")
    for part in outer:
        field = _field(kind, part, name)
        if not _is_plain_message(field) or field.is_repeated:
            raise InputError(f"the query cannot say {name[:80]!r}: {part[:40]!r} has no fields", field=name)
        assert field.message_type is not None
        inner, kind = made.setdefault(field.name, {}), field.message_type
        assert isinstance(inner, dict)
        made = inner
    field = _field(kind, last, name)
    if _is_plain_message(field):
        raise InputError(f"the query cannot say {name[:80]!r} whole; say its fields", field=name)
    _set(made, field, name, value)


def _set(made: dict[str, Plain], field: FieldDescriptor, name: str, value: str) -> None:
    said = _value(field, name, value)
    if field.is_repeated:
        items = made.setdefault(field.name, [])
        assert isinstance(items, list)
        items.append(said)
    elif field.name in made:
        raise InputError(f"the query says {name[:80]!r} twice", field=name)
    else:
        made[field.name] = said


def _value(field: FieldDescriptor, name: str, value: str) -> Plain:
    if field.type != FieldDescriptor.TYPE_BOOL:
        return value
    if value not in _BOOLEANS:
        raise InputError(f"{name[:80]!r} in the query must be true or false", field=name)
    return _BOOLEANS[value]


def _field(kind: Descriptor, part: str, name: str) -> FieldDescriptor:
    found = kind.fields_by_name.get(part) or kind.fields_by_camelcase_name.get(part)
    if found is None:
        raise InputError(f"the query says {name[:80]!r}, which {kind.name} does not have", field=name)
    return found


def _is_plain_message(field: FieldDescriptor) -> bool:
    """Whether a field is a message that JSON writes as an object."""
    return field.message_type is not None and not field.message_type.full_name.startswith(_WELL_KNOWN)
