"""What is asked of a cue by hand, as values: frames to hit or to leave alone, and silences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ningbgm.v1 import cue_pb2, plan_pb2

from .values import FrameSpan


@dataclass(frozen=True)
class HitDirection:
    """What is asked of one frame of the edit, counted from its first."""

    frame: int
    weight: float = 1.0
    """1: is hit, whatever else is not; between: competes with what the picture offers; 0: never hit."""
    name: str = ""
    """What happens there, for people."""


@dataclass(frozen=True)
class CueDirection:
    """What is asked of one cue by hand; it stays with the cue and moves with the picture."""

    hits: Sequence[HitDirection] = ()
    silences: Sequence[FrameSpan] = ()
    """Frames inside the cue without music."""

    def __bool__(self) -> bool:
        return bool(self.hits or self.silences)


def read_direction(message: cue_pb2.CueDirection) -> CueDirection:
    """A direction."""
    return CueDirection(
        tuple(HitDirection(hit.frame, hit.weight, hit.name) for hit in message.hits),
        tuple(FrameSpan(span.start, span.end) for span in message.silences),
    )


def direction_message(direction: CueDirection) -> cue_pb2.CueDirection:
    """A direction, ready to be sent."""
    return cue_pb2.CueDirection(
        hits=[cue_pb2.HitDirection(frame=h.frame, weight=h.weight, name=h.name) for h in direction.hits],
        silences=[plan_pb2.FrameSpan(start=span.start, end=span.end) for span in direction.silences],
    )
