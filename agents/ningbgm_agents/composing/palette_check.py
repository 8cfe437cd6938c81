"""All that is wrong with the text of a palette, each fault with its line and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches

from pydantic import ValidationError

from ..palette import Groove, Palette, Player, Sound, rules_broken, validated
from .progression import load_progressions
from .scale import SCALES

_KEYS = {kind: tuple(field.name for field in fields(kind)) for kind in (Palette, Player, Groove, Sound)}
_LISTS = {"players": Player, "grooves": Groove}
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """Something that is wrong in a palette's file."""

    line: int
    """Line of the file, from 1."""
    field: str
    """The key, as 'players.2.low'; empty where the file is no TOML."""
    sentence: str
    """What is wrong and what to do."""

    def __str__(self) -> str:
        place = f"{self.field}: " if self.field else ""
        return f"line {self.line}: {place}{self.sentence}"


def faults_of(text: str) -> tuple[Fault, ...]:
    """Everything that is wrong with a palette, in the order of the file; empty where it can be played."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        return (Fault(int(found[1]) if found else 1, "", f"this is not TOML: {error}; mend this line"),)
    faults = [_fault(text, where, sentence) for where, sentence in _unknown_keys(said)]
    try:
        palette = validated(said)
    except ValidationError as error:
        faults += [_fault(text, _place(one["loc"]), _said(one["type"], one["msg"])) for one in error.errors()]
    else:
        faults += [_fault(text, broken.where, broken.sentence) for broken in rules_broken(palette)]
        faults += [_fault(text, where, sentence) for where, sentence in _unknown_names(palette)]
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.field)))


def _unknown_keys(said: dict[str, object]) -> Iterator[tuple[Where, str]]:
    """Keys that no palette has: misspelt ones would be passed over in silence."""
    yield from _unknown_in((), said, Palette)
    if isinstance(sound := said.get("sound"), dict):
        yield from _unknown_in(("sound",), sound, Sound)
    for name, kind in _LISTS.items():
        entries = said.get(name)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                yield from _unknown_in((name, number), entry, kind)


def _unknown_in(
    where: Where, said: dict[str, object], kind: type[Palette | Player | Groove | Sound]
) -> Iterator[tuple[Where, str]]:
    for key in said:
        if key not in _KEYS[kind]:
            near = get_close_matches(key, _KEYS[kind], 1)
            advice = f"did you mean {near[0]!r}?" if near else "take it out"
            yield (*where, key), f"there is no such key; {advice}"


def _unknown_names(palette: Palette) -> Iterator[tuple[Where, str]]:
    known = load_progressions()
    for number, name in enumerate(palette.scales):
        if name not in SCALES:
            yield ("scales", number), f"there is no scale {name!r}; choose from {', '.join(SCALES)}"
    for key in ("major", "minor", "tense"):
        names: tuple[str, ...] = getattr(palette, key)
        if not names:
            yield (key,), "name at least one progression"
        for number, name in enumerate(names):
            if name not in known:
                yield (key, number), f"there is no progression {name!r}; choose from {', '.join(known)}"


def _said(kind: str, message: str) -> str:
    if kind == "missing":
        return "this is missing; add it"
    return f"{message[:1].lower()}{message[1:]}; change the value"


def _place(loc: tuple[str | int, ...]) -> Where:
    return tuple(part for part in loc if part != "__root__")


def _fault(text: str, where: Where, sentence: str) -> Fault:
    """A fault at the line in which its key stands; where the key is missing, at that of its table."""
    return Fault(_line(text, where), ".".join(map(str, _counted(where))), sentence)


def _counted(where: Where) -> Where:
    """Numbers as people count: the first player is 1."""
    return tuple(part + 1 if isinstance(part, int) else part for part in where)


def _line(text: str, where: Where) -> int:
    lines = text.splitlines()
    first, table = _table(lines, where)
    key = next((part for part in where[table:] if isinstance(part, str)), None)
    for number in range(first, len(lines)):
        line = lines[number].strip()
        if number > first and line.startswith("[") and (table == 0 or not line.startswith("[grooves.lines]")):
            break
        if key is not None and re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number + 1
        if key == "lines" and line == "[grooves.lines]":
            drum = next((part for part in where[table + 1 :] if isinstance(part, str)), None)
            key = drum or key
    return first + 1


def _table(lines: list[str], where: Where) -> tuple[int, int]:
    """The line of the table that a place lies in, and how many parts of the place name it."""
    if len(where) > 1 and isinstance(where[1], int) and where[0] in _LISTS:
        heads = [n for n, line in enumerate(lines) if line.strip().startswith(f"[[{where[0]}]]")]
        return (heads[where[1]] if where[1] < len(heads) else 0), 2
    if where[:1] == ("sound",):
        return next((n for n, line in enumerate(lines) if line.strip() == "[sound]"), 0), 1
    return 0, 0
