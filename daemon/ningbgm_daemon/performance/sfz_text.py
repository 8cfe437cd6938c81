"""The text of an SFZ file: headers and opcodes, with what outer headers say passed down to each region."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ningbgm_agents.errors import PerformanceError

LARGEST_TEXT = 4 << 20
"""Characters of an SFZ with all that it includes."""
MOST_REGIONS = 20_000
_DEEPEST = 8
_LEVELS = ("global", "master", "group", "region")
"""Headers from the outermost to the innermost; each begins those below it anew."""
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_DEFINE = re.compile(r"^[ \t]*#define[ \t]+(\$\w+)[ \t]+(\S+)[ \t]*$", re.MULTILINE)
_INCLUDE = re.compile(r'^[ \t]*#include[ \t]+"([^"\n]+)"[ \t]*$', re.MULTILINE)
_HEADER = re.compile(r"<(\w+)>")
_OPCODE = re.compile(r"(\w+)=(.*?)(?=\s+\w+=|\s*$)", re.MULTILINE)


@dataclass(frozen=True)
class SfzText:
    """What an SFZ file says: the opcodes of each region, those of outer headers among them."""

    regions: tuple[Mapping[str, str], ...]
    """Their samples with the `default_path` that holds where the region stands."""


def read_sfz_text(path: Path) -> SfzText:
    """Read an SFZ file and all that it includes.

    Raises:
        PerformanceError: a file cannot be read, or is no SFZ.
    """
    text = _defined(_COMMENT.sub("", _included(path, path, 0)))
    regions: list[Mapping[str, str]] = []
    said: dict[str, dict[str, str]] = {level: {} for level in _LEVELS}
    default_path = ""
    for header, opcodes in _headers(text):
        if header == "control":
            default_path = opcodes.get("default_path", default_path)
        if header not in _LEVELS:
            continue
        for level in _LEVELS[_LEVELS.index(header) :]:
            said[level] = {}
        said[header] = opcodes
        if header == "region":
            region = {name: value for level in _LEVELS for name, value in said[level].items()}
            if "sample" in region and not region["sample"].startswith("*"):  # that is a synthesised one
                region["sample"] = default_path + region["sample"]
            regions.append(region)
        if len(regions) > MOST_REGIONS:
            raise PerformanceError(f"the SFZ {path.name} has more than {MOST_REGIONS} regions", sfz=str(path))
    if not regions:
        raise PerformanceError(f"{path.name} holds no <region>, so it is no SFZ that can be played")
    return SfzText(tuple(regions))


def _headers(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    marks = list(_HEADER.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):
        opcodes = {found[1].lower(): found[2].strip() for found in _OPCODE.finditer(text[mark.end() : end])}
        yield mark[1].lower(), opcodes


def _included(path: Path, first: Path, depth: int) -> str:
    """The text of a file with that of the files that it includes, whose paths start at the first one."""
    if depth > _DEEPEST:
        raise PerformanceError(f"the SFZ {first.name} includes files in files without an end", sfz=str(first))
    try:
        if path.stat().st_size > LARGEST_TEXT:
            raise PerformanceError(f"the SFZ {path.name} is too large; it is a text", sfz=str(path))
        if not path.is_file():
            raise PerformanceError(f"the SFZ {path} is no file", sfz=str(path))
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise PerformanceError(f"the SFZ {path} cannot be read: {error.strerror}", sfz=str(path)) from error
    whole = _INCLUDE.sub(
        lambda found: _included(first.parent / found[1].replace("\\", "/"), first, depth + 1), text
    )
    if len(whole) > LARGEST_TEXT:
        raise PerformanceError(f"the SFZ {first.name} is too large with all that it includes", sfz=str(first))
    return whole


def _defined(text: str) -> str:
    """The text with its `#define`d names written out, the longest first."""
    names = dict(_DEFINE.findall(text))
    text = _DEFINE.sub("", text)
    if not names:
        return text
    ordered = sorted(names, key=len, reverse=True)
    found = re.compile("|".join(map(re.escape, ordered)))
    if len(text) + sum(len(names[one[0]]) for one in found.finditer(text)) > LARGEST_TEXT:
        raise PerformanceError("the SFZ is too large once its #define lines are written out")
    return found.sub(lambda one: names[one[0]], text)
