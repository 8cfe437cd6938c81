"""What is asked of a cue by hand: checked on its way in, told on its way out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ningbgm.v1 import cue_pb2, plan_pb2
from ningbgm_agents.direction import MUST, NEVER, Direction, HitDirection
from ningbgm_agents.errors import InputError
from ningbgm_agents.timeline import Span

from . import checks, limits
from .plans import span_to_proto


def direction_from_proto(given: cue_pb2.CueDirection) -> Direction:
    """A direction, in order; whether its frames lie in the cue is looked at where the cue is known.

    Raises:
        InputError: a field that cannot be used, a frame said twice, or silences that touch.
    """
    return Direction(_hits(given.hits), _silences(given.silences))


def direction_to_proto(direction: Direction) -> cue_pb2.CueDirection:
    """A direction as a message."""
    return cue_pb2.CueDirection(
        hits=[cue_pb2.HitDirection(frame=h.frame, weight=h.weight, name=h.name) for h in direction.hits],
        silences=[span_to_proto(span) for span in direction.silences],
    )


def _hits(given: Sequence[cue_pb2.HitDirection]) -> tuple[HitDirection, ...]:
    checks.at_most(given, "direction.hits", limits.MAX_DIRECTED_HITS)
    hits = sorted((_hit(one, f"direction.hits[{at}]") for at, one in enumerate(given)), key=lambda h: h.frame)
    for before, hit in pairwise(hits):
        if before.frame == hit.frame:
            raise InputError(
                f"direction.hits has frame {hit.frame} twice; say once what is to be there",
                field="direction.hits",
            )
    return tuple(hits)


def _hit(given: cue_pb2.HitDirection, field: str) -> HitDirection:
    return HitDirection(
        checks.whole(given.frame, f"{field}.frame", 0, limits.LAST_FRAME),
        checks.number(given.weight, f"{field}.weight", NEVER, MUST),
        checks.line(given.name, f"{field}.name", limits.MAX_HIT_NAME_CHARS).strip(),
    )


def _silences(given: Sequence[plan_pb2.FrameSpan]) -> tuple[Span, ...]:
    checks.at_most(given, "direction.silences", limits.MAX_DIRECTED_SILENCES)
    spans = sorted(_span(one, f"direction.silences[{at}]") for at, one in enumerate(given))
    for before, span in pairwise(spans):
        if span.start <= before.end:
            raise InputError(
                f"direction.silences: {before.start} to {before.end} and {span.start} to {span.end} touch;"
                " give them as one",
                field="direction.silences",
            )
    return tuple(spans)


def _span(given: plan_pb2.FrameSpan, field: str) -> Span:
    start = checks.whole(given.start, f"{field}.start", 0, limits.LAST_FRAME)
    end = checks.whole(given.end, f"{field}.end", 0, limits.LAST_FRAME)
    if end <= start:
        raise InputError(
            f"{field} goes from {start} to {end}; its end is the frame after its last, so above its start",
            field=field,
        )
    return Span(start, end)
