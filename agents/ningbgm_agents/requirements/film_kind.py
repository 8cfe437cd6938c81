"""Which kind of film it is, by what a model saw or by what is said: a hint for the choice of palettes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ..evidence import Evidence
from ..picture_words import picture_word
from ..spoken_lines import spoken_text
from ..topics import topic_of
from .vocabulary import entry_named

_SURE = 0.4
"""Mean confidence over all pictures from which a category is believed."""


@dataclass(frozen=True)
class FilmKind:
    """A category of films, how sure it is, who says so, and the palettes that are usual with it."""

    category: str
    confidence: float
    source: str
    """The model that saw it, or the words that were heard."""
    palettes: tuple[tuple[str, float], ...]
    """With their weights, 0 to 1."""

    @property
    def told(self) -> str:
        """The kind in words: 'food, 0.62 sure by clip-vit-base'."""
        return f"{self.category}, {self.confidence:.2f} sure by {self.source}"


def film_kind(evidence: Evidence | None) -> FilmKind | None:
    """The category that most pictures fit, else the one that the speech is about; None without either."""
    return (_seen(evidence) or _heard(evidence)) if evidence is not None else None


def _seen(evidence: Evidence) -> FilmKind | None:
    """By the pictures; None where no model saw a category, or none fits well."""
    tags = [tag for tag in evidence.tags if tag.kind == "category"]
    looked_at = {(tag.frame, tag.image) for tag in evidence.tags}
    shares: dict[str, float] = defaultdict(float)
    for tag in tags:
        shares[tag.word] += tag.confidence / len(looked_at)
    category = max(shares, key=lambda name: (shares[name], name), default="")
    if shares[category] < _SURE:
        return None
    return _kind(category, shares[category], next(tag.source for tag in tags if tag.word == category))


def _heard(evidence: Evidence) -> FilmKind | None:
    """By what is said; None where nobody wrote it down, or it is about nothing in particular."""
    topic = topic_of(spoken_text(evidence))
    if topic is None:
        return None
    return _kind(topic.category, topic.confidence, f"what is said: {', '.join(topic.words[:3])}")


def _kind(category: str, confidence: float, source: str) -> FilmKind | None:
    word = picture_word(category)
    if word is None:
        return None
    style = entry_named("style", word.style)
    names = style.palettes if style is not None else ()
    confidence = round(confidence, 3)
    weights = tuple((name, round(confidence * (1.0 - 0.2 * n), 3)) for n, name in enumerate(names))
    return FilmKind(category, confidence, source, weights)
