"""The house's own lines: pairs that rhyme, by mood and subject, in files that a musician can edit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import TypeAdapter

from ...lyrics import Line
from .syllables import line_of

LyricMood = Literal["bright", "calm", "dark", "driving"]


@dataclass(frozen=True)
class Couplet:
    """Two lines that belong together."""

    moods: tuple[LyricMood, ...]
    about: tuple[str, ...]
    """Words of a scene or of a wish that it suits; empty for any."""
    lines: tuple[str, str]


@dataclass(frozen=True)
class Book:
    """All lines of a language."""

    couplet: tuple[Couplet, ...]
    refrain: tuple[Couplet, ...]


@cache
def book_of(language: str) -> Book:
    """The book of one of the house's languages."""
    file = resources.files(__package__) / f"book_{language}.toml"
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    return TypeAdapter(Book).validate_python(said)


@cache
def spoken_lines(couplet: Couplet, language: str, refrain: bool = False) -> tuple[Line, Line]:
    """A pair with its syllables."""
    first, second = couplet.lines
    return line_of(first, language, refrain), line_of(second, language, refrain)


def mood_of(valence: float, arousal: float, tension: float) -> LyricMood:
    """The kind of words that a feeling asks for."""
    if arousal > 0.25 and (valence < 0.25 or tension > 0.5):
        return "driving"
    if valence < -0.12:
        return "dark"
    return "bright" if arousal > -0.1 and valence > 0.0 else "calm"
