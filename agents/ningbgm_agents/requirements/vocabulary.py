"""The words that a wish may use, read from data files, and the longest match of them in a text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import TypeAdapter

from ..brief import Mode
from ..palette import load_palette, palette_names
from .tokens import Token, plain, tokenise

Kind = Literal[
    "mood",
    "instrument",
    "style",
    "palette",
    "tempo",
    "mode",
    "dynamics",
    "ending",
    "joins",
    "arc",
    "density",
    "delivery",
    "place",
    "negate",
    "less",
    "only",
    "strong",
    "weak",
    "but",
    "want",
    "join",
    "refused",
    "vocals",
    "plain",
]


@dataclass(frozen=True)
class Entry:
    """What a word means; only the fields that its kind needs are set."""

    kind: Kind
    name: str
    words: tuple[str, ...] = ()
    valence: float | None = None
    arousal: float | None = None
    bpm: tuple[float, float] | None = None
    """Tempo range that the word asks for."""
    tempo_bpm: tuple[float, float] | None = None
    """Tempo range that is usual in the style."""
    mode: Mode | None = None
    palettes: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    family: str = ""
    instead: str = ""
    """Instrument that takes the line of one that no palette has."""
    traits: str = ""
    """What the style sounds like; all that is ever taken from a reference."""
    person: bool = False
    """Whether it names people or works, of which nothing is copied."""
    amount: float = 1.0
    loudness_lufs: float | None = None
    true_peak_dbtp: float = -1.0
    because: str = ""
    """Why it cannot be honoured."""


@dataclass(frozen=True)
class Found:
    """A phrase of the vocabulary in a text: its meanings and the tokens that it covers."""

    entries: tuple[Entry, ...]
    text: str
    start: int
    end: int

    def entry(self, kind: Kind) -> Entry | None:
        """Its meaning of this kind, or None."""
        return next((entry for entry in self.entries if entry.kind == kind), None)


Phrases = dict[tuple[str, ...], tuple[Entry, ...]]


def find(tokens: tuple[Token, ...]) -> tuple[Found, ...]:
    """All phrases in the tokens, from left to right, the longest at each place."""
    known = phrases()
    longest = max(map(len, known))
    stems = tuple(token.stem for token in tokens)
    found, at = [], 0
    while at < len(tokens):
        for length in range(min(longest, len(tokens) - at), 0, -1):
            entries = known.get(stems[at : at + length])
            if entries:
                text = _joined(tokens[at : at + length])
                found.append(Found(entries, text, at, at + length))
                at += length
                break
        else:
            at += 1
    return tuple(found)


@cache
def phrases() -> Phrases:
    """Every phrase by its stems; a phrase can have several meanings."""
    known: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries():
        for word in entry.words:
            key = tuple(token.stem for token in tokenise(plain(word)))
            meanings = known.setdefault(key, [])
            if entry not in meanings:
                meanings.append(entry)
    return {key: tuple(meanings) for key, meanings in known.items()}


@cache
def entries() -> tuple[Entry, ...]:
    """All entries of the data files and the words of the palettes."""
    named: list[tuple[str, str, dict[str, object]]] = []
    for kind, file in (("mood", "moods"), ("instrument", "instruments"), ("style", "styles")):
        named += [(kind, name, fields) for name, fields in _read(file).items()]
    for kind, group in _read("directions").items():
        if "words" in group:
            named.append((kind, kind, group))
        else:
            named += [(kind, name, fields) for name, fields in group.items() if isinstance(fields, dict)]
    for name in palette_names():
        named.append(("palette", name, {"words": load_palette(name).words}))
    return TypeAdapter(tuple[Entry, ...]).validate_python(
        [{"kind": kind, "name": name, **fields} for kind, name, fields in named]
    )


def entry_named(kind: Kind, name: str) -> Entry | None:
    """The entry of this kind and name, or None."""
    return next((e for e in entries() if e.kind == kind and e.name == name), None)


def _read(name: str) -> dict[str, dict[str, object]]:
    file = resources.files(__package__) / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _joined(tokens: tuple[Token, ...]) -> str:
    chinese = any(token.chinese for token in tokens)
    return ("" if chinese else " ").join(token.text for token in tokens)
