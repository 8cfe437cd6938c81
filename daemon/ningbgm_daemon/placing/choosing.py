"""Which frames of a timeline are to be scored: what is selected, else what is marked, else all."""

from __future__ import annotations

from dataclasses import dataclass

from ningbgm_agents.errors import RangeError
from ningbgm_agents.timeline import Span


@dataclass(frozen=True)
class Chosen:
    """What is to be scored, and where that comes from."""

    span: Span | None
    """None for all of it."""
    source: str
    """For people: `the selected clips`."""


def chosen(selected: tuple[Span, ...], marked: Span | None, length: int) -> Chosen:
    """The frames to score, none of them outside the timeline; a `length` of 0 is one that was not told.

    Raises:
        RangeError: there are none.
    """
    if not selected and marked is None:
        return Chosen(None, "the whole timeline")
    source = "the selected clips" if selected else "mark in to mark out"
    spans = selected or (marked or Span(0, 0),)
    start = max(min(span.start for span in spans), 0)
    end = max(span.end for span in spans)
    if length:
        end = min(end, length)
    if start >= end:
        raise RangeError(f"there is nothing to score in the range ({source})")
    return Chosen(Span(start, end), source)
