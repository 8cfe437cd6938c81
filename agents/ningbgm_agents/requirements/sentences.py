"""Sentences of a wish that hold numbers or free words, found by the patterns of `patterns.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import TypeAdapter

from .times import BARE_TIME, NUMBER, TIME, UNIT_TIME
from .tokens import tokenise
from .vocabulary import find

_WORDS = r"(?P<words>[^,.;!?，。；！？\n]+?)"
_TO_THE_END = r"(?=$|[,.;!?，。；！？\n]| (?:and )?then | but )"
"""Where free words at the end of a pattern stop."""

SentenceKind = Literal[
    "tempo",
    "loudness",
    "key",
    "variations",
    "silent_speech",
    "no_duck",
    "duck",
    "silent_between",
    "silent_before",
    "silent_after",
    "silent_last",
    "silent_until",
    "silent_opening",
    "silent_ending",
    "peak_at",
    "hit_at",
    "length",
    "time",
    "no_music",
    "work",
    "play",
    "rewrite",
    "reference",
]


@dataclass(frozen=True)
class Sentence:
    """A pattern that was met: its kind, the words that it covered and their parts by name."""

    kind: SentenceKind
    text: str
    parts: dict[str, str]


@dataclass(frozen=True)
class Pattern:
    """A kind of sentence and the regular expressions that find it."""

    kind: SentenceKind
    regex: tuple[str, ...]
    to: str = ""
    """What a rewritten sentence becomes."""
    keep: bool = False
    """Whether the words stay, to be read once more as usual."""
    unknown: bool = False
    """Whether it holds only where the free words mean nothing else ('play softly' is no work)."""


def find_sentences(text: str) -> tuple[tuple[Sentence, ...], str]:
    """The sentences of a prepared text, and the text with them blanked out or rewritten."""
    found: list[Sentence] = []
    for pattern in patterns():
        for regex in pattern.regex:
            for match in reversed(list(_compiled(regex).finditer(text))):
                parts = {k: v.strip() for k, v in match.groupdict().items() if v is not None}
                if pattern.unknown and understood(parts["words"]):
                    continue
                if pattern.kind != "rewrite":
                    found.append(Sentence(pattern.kind, match.group().strip(), parts))
                if not pattern.keep:
                    text = text[: match.start()] + _left(pattern, match, parts) + text[match.end() :]
    return tuple(found), text


def understood(words: str) -> bool:
    """Whether the vocabulary knows more than plain words in them."""
    found = find(tokenise(words))
    return any(entry.kind not in ("plain", "want", "join") for phrase in found for entry in phrase.entries)


@cache
def patterns() -> tuple[Pattern, ...]:
    """The patterns in the order in which they are tried."""
    file = resources.files(__package__) / "patterns.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Pattern, ...]).validate_python(table["pattern"])


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    places = {
        "{t}": f"(?P<time>{TIME})",
        "{u}": f"(?P<time>{UNIT_TIME})",
        "{b}": f"(?P<first>{BARE_TIME})",
        "{n}": f"(?P<count>{NUMBER})",
        "{words}": _WORDS + (_TO_THE_END if regex.endswith("{words}") else ""),
    }
    for mark, expression in places.items():
        regex = regex.replace(mark, expression)
    first, _, rest = regex.partition("{num}")
    if rest or first != regex:
        regex = first + r"(?P<low>\d{2,3}(?:\.\d+)?)" + rest.replace("{num}", r"(?P<high>\d{2,3}(?:\.\d+)?)")
    return re.compile(rf"(?<![a-z]){regex}")


def _left(pattern: Pattern, match: re.Match[str], parts: dict[str, str]) -> str:
    """What stands where the sentence was: its simpler form, or a mark that ends the clause."""
    return pattern.to.format(**parts) if pattern.to else " , "
