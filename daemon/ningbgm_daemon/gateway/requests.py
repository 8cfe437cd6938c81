"""From an HTTP request to the request of the contract, and from its answers to JSON."""

from __future__ import annotations

import json

from google.protobuf import json_format
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from ningbgm_agents.document import Plain
from ningbgm_agents.errors import InputError

from ..wire import limits
from .query import query_fields
from .routes import Match


def request_message(match: Match, query: bytes, body: Plain) -> Message:
    """The request that path, query and body say together; `body` is None where there was none.

    Raises:
        InputError: they contradict each other, or do not say such a request.
    """
    kind = match.route.method.input_type
    fields = {} if match.route.body == "*" else query_fields(query, kind)
    if match.route.body == "*" and query:
        raise InputError(f"{kind.name} is said in the body; this address takes no query")
    fields |= _said(match.route.body, body)
    for path, value in match.variables.items():
        _put_variable(fields, path, value)
    return _parsed(fields, GetMessageClass(kind)())


def answer_json(message: Message) -> bytes:
    """A message in proto3's JSON mapping, fields without presence always written."""
    fields = json_format.MessageToDict(message, always_print_fields_with_no_presence=True)
    return json.dumps(fields, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _said(selector: str, body: Plain) -> dict[str, Plain]:
    if body is None:
        return {}
    if not selector:
        raise InputError("this address takes no body; say everything in the path and the query")
    if selector != "*":
        return {selector: body}
    if not isinstance(body, dict):
        raise InputError("the body must be a JSON object")
    return dict(body)


def _put_variable(fields: dict[str, Plain], path: str, value: str) -> None:
    """Set what the path says; the rest may say the same, and nothing else."""
    *outer, last = path.split(".")
    for part in outer:
        inner = fields.setdefault(part, {})
        if not isinstance(inner, dict):
            raise InputError(f"{part} must be a JSON object", field=path)
        fields = inner
    if fields.setdefault(last, value) != value:
        raise InputError(f"{path} is said twice, differently in the path and beside it", field=path)


def _parsed(fields: dict[str, Plain], message: Message) -> Message:
    try:
        return json_format.ParseDict(fields, message, max_recursion_depth=limits.MAX_JSON_DEPTH + 1)
    except json_format.ParseError as error:
        sentence = str(error).partition("\n")[0]
        raise InputError(f"this is no {type(message).DESCRIPTOR.name}: {sentence[:300]}") from error
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        # The parser lets some wrong types escape as these, such as a number where a duration is due.
        raise InputError(f"this is no {type(message).DESCRIPTOR.name}: a value of a wrong type") from error
