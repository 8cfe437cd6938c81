"""What the user asks of one cue by hand, beside words: frames to hit or to leave alone, and silences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from .timeline import Span

MUST = 1.0
"""Weight of a frame that is hit, whatever else is not."""
NEVER = 0.0
"""Weight of a frame on which no hit is put."""


@dataclass(frozen=True)
class HitDirection:
    """What is asked of one frame."""

    frame: int
    """Frame of the edit."""
    weight: float
    """1: is hit, whatever else is not; between: competes with what the picture offers; 0: never hit."""
    name: str = ""
    """What happens there, for people: 'the door'."""

    @property
    def must(self) -> bool:
        """Whether it is hit, whatever else is not."""
        return self.weight >= MUST

    @property
    def never(self) -> bool:
        """Whether no hit may be put there."""
        return self.weight <= NEVER


@dataclass(frozen=True)
class Direction:
    """What is asked of one cue, in the frames of the edit in which the cue lies."""

    hits: tuple[HitDirection, ...] = ()
    """In order, each frame once."""
    silences: tuple[Span, ...] = ()
    """Frames without music inside the cue, in order, none touching another."""
    asked: str = ""
    """Tells it from every other direction, wherever its frames lie now; empty where nothing is asked."""

    @property
    def wanted(self) -> tuple[HitDirection, ...]:
        """The frames to hit."""
        return tuple(hit for hit in self.hits if not hit.never)

    @property
    def forbidden(self) -> tuple[int, ...]:
        """The frames to leave alone."""
        return tuple(hit.frame for hit in self.hits if hit.never)

    def __bool__(self) -> bool:
        return bool(self.hits or self.silences)

    def placed(self, place: Callable[[int], int]) -> Direction:
        """The same with each of its frames at another place."""
        hits = tuple(replace(hit, frame=place(hit.frame)) for hit in self.hits)
        silences = tuple(Span(place(span.start), place(span.end)) for span in self.silences)
        return replace(self, hits=hits, silences=silences)


NO_DIRECTION = Direction()
"""Nothing is asked by hand."""
