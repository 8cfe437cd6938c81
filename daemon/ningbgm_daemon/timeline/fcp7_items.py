"""Clips and transitions of one FCP7 track, with their places made whole where a transition hides them.

Beside a transition an item's start or end is written as -1. Final Cut and Premiere then count its in
and out points to the far end of the transition, Resolve to the cut; which of both tells the item's
length. Premiere's ticks are sharper than its frames and hold where its frames do not: in exploded
stereo tracks the first channel's in and out run to the ends of the transition, its ticks to the cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from . import limits
from .fcp7_speed import played
from .fcp7_values import frame, number, rate_of, text, ticks_s
from .speed_map import Played

ITEMS = ("clipitem", "generatoritem")
_ZERO = Fraction(0)


@dataclass(frozen=True)
class Transition:
    """A transition, in frames of the sequence."""

    start: Fraction
    end: Fraction
    cut: Fraction
    said: str
    black: str
    """Where it goes to or comes from black: 'start', 'end' or nothing."""


@dataclass(frozen=True)
class Item:
    """A clip or generator at its place, in frames of the sequence."""

    element: Element
    start: Fraction
    end: Fraction
    first: Fraction
    """Its in point, in its own frames."""
    stretches: tuple[Played, ...]
    """How it plays its source; in its own frames."""
    per_frame: Fraction
    """Frames of the sequence that one of its own takes."""
    before: Transition | None = None
    after: Transition | None = None


def items_of(track: Element, fps: Fraction) -> tuple[Item, ...]:
    """What lies on a track, in order of time; things without a place or a length are left out."""
    children = [child for child in track if child.tag in (*ITEMS, "transitionitem")]
    items: list[Item] = []
    for position, child in enumerate(children):
        if child.tag == "transitionitem":
            continue
        before = _transition(children[position - 1]) if position else None
        after = _transition(children[position + 1]) if position + 1 < len(children) else None
        item = _item(child, fps, before, after, items[-1].end if items else _ZERO)
        if item is not None:
            items.append(item)
    return tuple(sorted(items, key=lambda item: item.start))


def _transition(element: Element) -> Transition | None:
    if element.tag != "transitionitem":
        return None
    start, end = frame(element, "start"), frame(element, "end")
    if start is None or end is None or end < start:
        return None
    alignment = text(element, "alignment").lower()
    cut = (start + end) / 2
    if alignment.startswith("start"):
        cut = start
    elif alignment.startswith("end"):
        cut = end
    black = alignment.removesuffix("-black") if alignment.endswith("-black") else ""
    return Transition(start, end, cut, text(element, "effect/name") or text(element, "name"), black)


def _item(
    element: Element, fps: Fraction, before: Transition | None, after: Transition | None, earlier: Fraction
) -> Item | None:
    per_frame = fps / (rate_of(element) or fps)
    first = frame(element, "in") or _ZERO
    last = frame(element, "out")
    if last is None:
        last = first + (number(element, "duration") or _ZERO)
    retimed = element.find("filter/effect[effectid='timeremap']") is not None
    first_s, last_s = ticks_s(element, "pproTicksIn"), ticks_s(element, "pproTicksOut")
    if not retimed and first_s is not None and last_s is not None and last_s > first_s:
        first, last = first_s * fps / per_frame, last_s * fps / per_frame
    used = max(last - first, _ZERO)
    start, end = frame(element, "start"), frame(element, "end")
    whole = _whole(start, end, used * per_frame, before, after, earlier)
    if whole is None:
        return None
    start, end = whole
    if not retimed and first_s is not None and used > 0 and end - start > used * per_frame + 1:
        end = start + used * per_frame
    stretches = played(element, first, used, (end - start) / per_frame)
    if before is not None and (before.black == "end" or start > before.end):
        before = None
    if after is not None and (after.black == "start" or end < after.start):
        after = None
    return Item(element, start, end, first, stretches, per_frame, before, after)


def _whole(
    start: Fraction | None,
    end: Fraction | None,
    length: Fraction,
    before: Transition | None,
    after: Transition | None,
    earlier: Fraction,
) -> tuple[Fraction, Fraction] | None:
    """Start and end, worked out from the length and the transitions where they are not written."""
    if start is None and end is None:
        starts = (before.start, before.cut) if before else (earlier, earlier)
        ends = (after.end, after.cut) if after else (starts[0] + length, starts[1] + length)
        wide = abs(ends[0] - starts[0] - length) <= abs(ends[1] - starts[1] - length)
        start, end = (starts[0], ends[0]) if wide else (starts[1], ends[1])
    elif start is None and end is not None:
        start = end - length
        if before is not None:
            start = min(max(start, before.start), before.end)
    elif end is None and start is not None:
        end = start + length
        if after is not None:
            end = min(max(end, after.start), after.end)
    if start is None or end is None or end <= start or end > limits.MAX_DURATION_S * limits.MAX_RATE:
        return None
    return start, end
