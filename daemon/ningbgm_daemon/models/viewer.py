"""Who looks at pictures: one describes them, one says which words fit them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ningbgm_agents.evidence import TagKind
from ningbgm_agents.thought import ModelFacts

Limit = Callable[[int], float]
"""Seconds that the next request, about so many pictures, may take; raises ModelError where none is left."""


@dataclass(frozen=True)
class PictureQuestion:
    """A picture to be described."""

    jpeg: bytes
    reason: str = ""
    """Why the last reply about it could not be used; empty for the first."""


@dataclass(frozen=True)
class PictureAnswer:
    """What was replied about a picture."""

    text: str
    """JSON, where the model kept to the form."""
    confidence: float
    """How sure the model was of its words, 0 to 1."""
    notes: tuple[str, ...] = ()
    """What had to be done to get it, as sentences: smaller batches, the processor instead of the GPU."""


@dataclass(frozen=True)
class FittingWord:
    """A word that fits a picture."""

    word: str
    kind: TagKind
    confidence: float


class Captioner(Protocol):
    """Describes pictures."""

    @property
    def facts(self) -> ModelFacts:
        """Which model it is."""
        ...

    def describe(self, questions: Sequence[PictureQuestion], limit_s: float) -> list[PictureAnswer]:
        """A reply for each picture, in their order.

        Raises:
            ModelError: it cannot, or not in time.
        """
        ...


class Tagger(Protocol):
    """Says which words of the vocabulary fit pictures."""

    @property
    def facts(self) -> ModelFacts:
        """Which model it is."""
        ...

    def tag(self, pictures: Sequence[bytes], limit_s: float) -> list[tuple[FittingWord, ...]]:
        """The words that fit each picture (JPEG), in their order.

        Raises:
            ModelError: it cannot, or not in time.
        """
        ...


@dataclass(frozen=True)
class Viewers:
    """Who was put to work on pictures; None for nobody."""

    captioner: Captioner | None = None
    tagger: Tagger | None = None

    @property
    def nobody(self) -> bool:
        """Whether nobody was."""
        return self.captioner is None and self.tagger is None


NOBODY = Viewers()
"""Nobody looks at pictures."""
