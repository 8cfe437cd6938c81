"""The feeling of texts by a small lexicon, English and Chinese."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_TOKEN = re.compile(r"[a-z]+|[\u4e00-\u9fff]")
_LONGEST = 4
"""Tokens that a phrase of the lexicon may have."""
_SURE = 4
"""Words of feeling from which a text counts in full."""


@dataclass(frozen=True)
class Sentiment:
    """The feeling of a text, -1 to 1, how sure it is, and the words that it rests on."""

    valence: float
    arousal: float
    confidence: float
    words: tuple[str, ...]


def feel(text: str) -> Sentiment | None:
    """The feeling of a text, or None where no word of it is known."""
    tokens = _TOKEN.findall(text.lower())
    valences, arousals, words = [], [], []
    at = 0
    while at < len(tokens):
        phrase = _match(tokens, at)
        if phrase is None:
            at += 1
            continue
        denied = any(token in _table().negation for token in tokens[max(0, at - 2) : at])
        sign = -0.5 if denied else 1.0
        valences += [sign * v for v in _table().valence.get(phrase, ())]
        arousals += [sign * v for v in _table().arousal.get(phrase, ())]
        words.append("".join(phrase) if not phrase[0].isascii() else " ".join(phrase))
        at += len(phrase)
    if not words:
        return None
    return Sentiment(
        _mean(valences), _mean(arousals), min(1.0, len(words) / _SURE), tuple(dict.fromkeys(words))
    )


def setting(text: str) -> str | None:
    """'dark' or 'bright' where the text says only one of them, else None."""
    tokens = _TOKEN.findall(text.lower())
    said = {
        name
        for name, phrases in _table().setting.items()
        if any(tuple(tokens[i : i + len(p)]) == p for p in phrases for i in range(len(tokens)))
    }
    return said.pop() if len(said) == 1 else None


def until_words(kind: str) -> tuple[str, ...]:
    """Words that name what ends a silence: 'sounding', 'speaking' or 'cutting'."""
    return _table().until[kind]


@dataclass(frozen=True)
class _Table:
    valence: dict[tuple[str, ...], tuple[float, ...]]
    arousal: dict[tuple[str, ...], tuple[float, ...]]
    setting: dict[str, tuple[tuple[str, ...], ...]]
    negation: frozenset[str]
    until: dict[str, tuple[str, ...]]


@cache
def _table() -> _Table:
    file = resources.files(__package__) / "lexicon.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return _Table(
        _by_phrase(table["valence"]),
        _by_phrase(table["arousal"]),
        {name: tuple(map(_key, words)) for name, words in table["setting"].items()},
        frozenset(table["negation"]["words"]),
        {kind: tuple(words) for kind, words in table["until"].items()},
    )


def _by_phrase(groups: dict[str, list[str]]) -> dict[tuple[str, ...], tuple[float, ...]]:
    found: dict[tuple[str, ...], tuple[float, ...]] = {}
    for number, words in groups.items():
        for word in words:
            found[_key(word)] = (float(number),)
    return found


def _key(word: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(word.lower()))


def _match(tokens: list[str], at: int) -> tuple[str, ...] | None:
    """The longest phrase of the lexicon that starts here."""
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        phrase = tuple(tokens[at : at + length])
        if phrase in _table().valence or phrase in _table().arousal:
            return phrase
    return None


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0
