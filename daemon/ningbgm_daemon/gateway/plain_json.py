"""JSON from strangers: strict, and bounded in depth."""

from __future__ import annotations

import json
from typing import NoReturn, cast

from ningbgm_agents.document import Plain
from ningbgm_agents.errors import InputError

from ..wire import limits


def read_json(content: bytes) -> Plain:
    """What a body says.

    Raises:
        InputError: it is no JSON in UTF-8, says a key twice, is nested too deeply or says NaN or Infinity.
    """
    try:
        value = json.loads(
            content.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse_constant
        )
    except UnicodeDecodeError as error:
        raise InputError("the body is not UTF-8") from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise InputError(f"the body is no JSON: {str(error)[:200]}") from error
    _check_depth(value)
    return cast(Plain, value)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(f"the body says {twice[:80]!r} twice in one object")
    return made


def _refuse_constant(name: str) -> NoReturn:
    raise InputError(f"the body says {name}, which JSON does not have and no field takes")


def _check_depth(value: object) -> None:
    level = [value]
    for _ in range(limits.MAX_JSON_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise _too_deep()


def _too_deep() -> InputError:
    return InputError(f"the body is nested deeper than {limits.MAX_JSON_DEPTH} levels")
