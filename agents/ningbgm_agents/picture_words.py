"""The vocabulary by which pictures are tagged and their moods named, and what each word means for music."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import TypeAdapter

from .evidence import TagKind

KINDS: tuple[TagKind, ...] = ("category", "setting", "activity", "mood")


@dataclass(frozen=True)
class PictureWord:
    """A word of the vocabulary."""

    word: str
    kind: TagKind
    seen: tuple[str, ...]
    """How a picture of it would be described, in English."""
    valence: float | None = None
    arousal: float | None = None
    light: Literal["dark", "bright"] | None = None
    """The light that a place has by its name."""
    style: str = ""
    """The style of music that is usual with a category of films."""


@dataclass(frozen=True)
class Felt:
    """Where some words of mood lie together, -1 to 1."""

    valence: float
    arousal: float


def words_of(kind: TagKind) -> tuple[PictureWord, ...]:
    """The words of a kind."""
    return tuple(word for word in _words().values() if word.kind == kind)


def picture_word(word: str) -> PictureWord | None:
    """What a word means; None where it is none of the vocabulary."""
    return _words().get(word)


def other_lines() -> tuple[str, ...]:
    """How a picture is described to which no word fits."""
    return _table()["other"]["none"].seen


def vocabulary_text() -> str:
    """The whole vocabulary as one text: another one for any other vocabulary."""
    return repr((tuple(_words().values()), other_lines()))


def felt_in(moods: Iterable[str]) -> Felt | None:
    """The mean place of words of mood; None where there is none."""
    found = [word for mood in moods if (word := picture_word(mood)) and word.kind == "mood"]
    if not found:
        return None
    count = len(found)
    return Felt(
        round(sum(word.valence or 0.0 for word in found) / count, 3),
        round(sum(word.arousal or 0.0 for word in found) / count, 3),
    )


@cache
def _words() -> dict[str, PictureWord]:
    return {
        word: PictureWord(word, kind, one.seen, one.valence, one.arousal, one.light, one.style)
        for kind in KINDS
        for word, one in _table()[kind].items()
    }


@dataclass(frozen=True)
class _Said:
    """A word as the table says it."""

    seen: tuple[str, ...]
    valence: float | None = None
    arousal: float | None = None
    light: Literal["dark", "bright"] | None = None
    style: str = ""


@cache
def _table() -> dict[str, dict[str, _Said]]:
    text = (resources.files(__package__) / "picture_words.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, dict[str, _Said]]).validate_python(tomllib.loads(text))
