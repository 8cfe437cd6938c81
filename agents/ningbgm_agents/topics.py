"""What a film talks about: one of the ten categories of short films, by the words that are said."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pydantic import TypeAdapter

_TOKEN = re.compile(r"[a-z]+|[\u4e00-\u9fff]+")
_LEAST = 3
"""Different words of a category that have to be said before it is believed."""
_LEAD = 2
"""How many times more of them than of any other category."""
_EACH, _MOST = 0.1, 0.6
"""Confidence a word, and at most: words that are said are a hint, pictures and wishes are more."""


@dataclass(frozen=True)
class Topic:
    """What is talked about."""

    category: str
    """One of the ten categories of `picture_words`."""
    words: tuple[str, ...]
    """The words that say so, the most frequent first."""
    confidence: float

    @property
    def told(self) -> str:
        """The topic in words: 'food (oven, butter, recipe)'."""
        return f"{self.category} ({', '.join(self.words[:3])})"


def topic_of(text: str) -> Topic | None:
    """The category that what is said belongs to; None where nothing speaks clearly for one."""
    found: dict[str, Counter[str]] = {}
    for category, words in _table().items():
        said = Counter(word for token in _TOKEN.findall(text.lower()) for word in _named(token, words))
        if said:
            found[category] = said
    ranked = sorted(found, key=lambda category: (-len(found[category]), category))
    if not ranked:
        return None
    best = found[ranked[0]]
    second = len(found[ranked[1]]) if len(ranked) > 1 else 0
    if len(best) < _LEAST or len(best) < _LEAD * second:
        return None
    frequent = tuple(sorted(best, key=lambda word: (-best[word], word)))
    return Topic(ranked[0], frequent, round(min(_MOST, _EACH * len(best)), 3))


def _named(token: str, words: frozenset[str]) -> list[str]:
    """The words of a category in a token: the token itself or its singular, or Chinese words inside it."""
    if not token.isascii():
        return [word for word in words if word in token]
    singular = token[:-1] if token.endswith("s") and len(token) > 3 else token
    return [word for word in (token, singular) if word in words][:1]


@cache
def _table() -> dict[str, frozenset[str]]:
    text = (resources.files(__package__) / "topics.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, frozenset[str]]).validate_python(tomllib.loads(text))
