"""Which kind of film it is by what a model saw in it: a hint for the choice of palettes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ..evidence import Evidence
from ..picture_words import picture_word
from .vocabulary import entry_named

_SURE = 0.4
"""Mean confidence over all pictures from which a category is believed."""


@dataclass(frozen=True)
class FilmKind:
    """A category of films, how sure it is, which model saw it, and the palettes that are usual with it."""

    category: str
    confidence: float
    source: str
    palettes: tuple[tuple[str, float], ...]
    """With their weights, 0 to 1."""

    @property
    def told(self) -> str:
        """The kind in words: 'food, 0.62 sure by clip-vit-base'."""
        return f"{self.category}, {self.confidence:.2f} sure by {self.source}"


def film_kind(evidence: Evidence | None) -> FilmKind | None:
    """The category that most of the film's pictures fit; None where no model saw one, or none fits well."""
    tags = [tag for tag in evidence.tags if tag.kind == "category"] if evidence is not None else []
    looked_at = {(tag.frame, tag.image) for tag in evidence.tags} if evidence is not None else set()
    shares: dict[str, float] = defaultdict(float)
    for tag in tags:
        shares[tag.word] += tag.confidence / len(looked_at)
    category = max(shares, key=lambda name: (shares[name], name), default="")
    word = picture_word(category)
    if word is None or shares[category] < _SURE:
        return None
    style = entry_named("style", word.style)
    names = style.palettes if style is not None else ()
    confidence = round(shares[category], 3)
    weights = tuple((name, round(confidence * (1.0 - 0.2 * n), 3)) for n, name in enumerate(names))
    source = next(tag.source for tag in tags if tag.word == category)
    return FilmKind(category, confidence, source, weights)
