"""Speed that varies: a graph of source time over played time, as stretches of one speed each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Points = Sequence[tuple[Fraction, Fraction]]
"""Played time and the source time that is seen then, in order of the first; at least two."""
_STILL = Fraction(1, 1000)
"""Slower than this is a held frame that rounding moved."""


@dataclass(frozen=True)
class Played:
    """A stretch of a clip at one speed; times in any one unit."""

    start: Fraction
    """From the clip's first frame."""
    end: Fraction
    source: Fraction
    """Source time that is seen at `start`."""
    speed: Fraction
    """Source time for played time; negative plays backwards, zero holds."""


def source_at(points: Points, when: Fraction) -> Fraction:
    """The source time seen at a played time; before and after the graph it runs on as it ended."""
    for (t0, v0), (t1, v1) in pairwise(points):
        if when < t1 or t1 == points[-1][0]:
            return v0 + (when - t0) * (v1 - v0) / (t1 - t0)
    return points[0][1]


def played_at(points: Points, source: Fraction) -> Fraction | None:
    """The first played time at which a source time is seen, or None where it never is."""
    for (t0, v0), (t1, v1) in pairwise(points):
        if min(v0, v1) <= source <= max(v0, v1):
            return t0 if v0 == v1 else t0 + (source - v0) * (t1 - t0) / (v1 - v0)
    return None


def stretches(points: Points, first: Fraction, length: Fraction) -> tuple[Played, ...]:
    """The part of a graph from a played time on, for a length."""
    turns = [when for when, _ in points[1:-1] if first < when < first + length]
    found = []
    for start, end in pairwise([first, *turns, first + length]):
        source = source_at(points, start)
        speed = (source_at(points, end) - source) / (end - start)
        speed = Fraction(0) if abs(speed) < _STILL else speed
        found.append(Played(start - first, end - first, max(source, Fraction(0)), speed))
    return tuple(found)
