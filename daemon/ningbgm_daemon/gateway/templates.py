"""Path templates of `google.api.http`: `/v1/{name=scores/*/cues/*}:lock`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from ningbgm_agents.errors import InputError

_VARIABLE = re.compile(r"\{(?P<field>[\w.]+)(?:=(?P<pattern>[^}]*))?\}")
_SEGMENT = r"[^/:]+"  # what is no verb; an id with a colon in it has to be written %3A


@dataclass(frozen=True)
class PathTemplate:
    """A template that tells whether a path is meant, and the variables in it."""

    text: str
    pattern: re.Pattern[str]
    fields: tuple[str, ...]
    """Field of the request that each group of the pattern sets: `name`, `cue.name`."""

    @classmethod
    def parse(cls, text: str) -> PathTemplate:
        """Read a template."""
        pattern, fields, at = "", [], 0
        for variable in _VARIABLE.finditer(text):
            pattern += _pattern(text[at : variable.start()]) + f"({_pattern(variable['pattern'] or '*')})"
            fields.append(variable["field"])
            at = variable.end()
        return cls(text, re.compile(pattern + _pattern(text[at:])), tuple(fields))

    def variables(self, raw_path: str) -> dict[str, str] | None:
        """The variables in a path as it was sent, still percent-encoded; None where it is another path.

        Raises:
            InputError: an encoded slash, a NUL, or what is not UTF-8.
        """
        match = self.pattern.fullmatch(raw_path)
        if match is None:
            return None
        return {field: _decoded(part) for field, part in zip(self.fields, match.groups(), strict=True)}


def _pattern(literal: str) -> str:
    """The pattern of a part without variables; `**` is any number of segments, `*` is one."""
    parts = re.split(r"(\*\*|\*)", literal)
    known = {"*": _SEGMENT, "**": rf"{_SEGMENT}(?:/{_SEGMENT})*"}
    return "".join(known.get(part, re.escape(part)) for part in parts)


def _decoded(raw: str) -> str:
    try:
        segments = [unquote(segment, errors="strict") for segment in raw.split("/")]
    except UnicodeDecodeError as error:
        raise InputError("the path is not UTF-8 when it is decoded") from error
    if any("/" in segment or "\0" in segment for segment in segments):
        raise InputError("the path has an encoded slash or NUL in it, which no name has")
    return "/".join(segments)
