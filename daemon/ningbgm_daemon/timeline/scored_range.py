"""Positions and ranges as people write them: timecode, seconds or frames."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from ningbgm_agents.errors import RangeError, TimelineError
from ningbgm_agents.timeline import Edit, Span, Timecode

_FRAMES = re.compile(r"^([0-9]{1,9})\s*(?:f|frames?)$", re.I)
_SECONDS = re.compile(r"^([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(?:s|sec|seconds)?$", re.I)


SHORTEST_RANGE_S = 0.5
"""No range of an edit shorter than this is scored."""


def parse_position(text: str, edit: Edit) -> int:
    """The frame of the edit that is meant, from 0 to its duration.

    '01:00:05:00' is the edit's own timecode where it lies inside the edit, else counted from the
    edit's first frame; '300f' are frames; '12.5s' and '12.5' are seconds.

    Raises:
        RangeError: not a position, or outside the edit; the sentence says the edit's bounds.
    """
    said = text.strip()
    frame = _frame(said, edit)
    if frame is None:
        raise RangeError(
            f"{text[:40]!r} is not a position; write a timecode ({edit.timecode(0)}), seconds"
            " (12.5s) or frames (300f)",
            position=text,
        )
    if not 0 <= frame <= edit.duration:
        raise RangeError(f"{text[:40]!r} lies outside the edit, {_bounds(edit)}", position=text)
    return frame


def with_range(edit: Edit, start: str | None, end: str | None) -> Edit:
    """The edit with a range to score; None is the edit's own start or end.

    Raises:
        RangeError: a position that is none, outside the edit, or an empty range.
    """
    first = parse_position(start, edit) if start else 0
    last = parse_position(end, edit) if end else edit.duration
    if last <= first:
        raise RangeError(
            f"the range from {edit.timecode(first)} to {edit.timecode(last)} is empty; the edit"
            f" {_bounds(edit)}",
            start=first,
            end=last,
        )
    if last - first < edit.rate.frame_at(SHORTEST_RANGE_S) and (first, last) != (0, edit.duration):
        raise RangeError(
            f"the range from {edit.timecode(first)} to {edit.timecode(last)} is shorter than"
            f" {SHORTEST_RANGE_S:g} seconds; music needs more",
            start=first,
            end=last,
        )
    return replace(edit, scored=Span(first, last))


def with_length(edit: Edit, duration_s: float) -> Edit:
    """An edit of one still image, or without picture, made as long as was asked for.

    Raises:
        RangeError: a length of nothing.
    """
    duration = edit.rate.frame_at(Fraction(duration_s))
    if duration <= 0:
        raise RangeError(f"a length of {duration_s:g} seconds is less than a frame")
    whole = Span(0, duration)
    shots = tuple(replace(shot, record=whole) for shot in edit.shots[:1])
    return replace(edit, duration=duration, shots=shots, scored=None)


def _frame(said: str, edit: Edit) -> int | None:
    frames, seconds = _FRAMES.match(said), _SECONDS.match(said)
    if frames is not None:
        return int(frames.group(1))
    if seconds is not None:
        return edit.rate.frame_at(Fraction(seconds.group(1)))
    try:
        count = Timecode.parse(said, edit.rate).frame
    except TimelineError:
        return None
    absolute = count - edit.start_frame
    inside = 0 <= absolute <= edit.duration
    return absolute if inside or count > edit.duration else count


def _bounds(edit: Edit) -> str:
    seconds = float(edit.rate.seconds(edit.duration))
    return (
        f"which runs from {edit.timecode(0)} to {edit.timecode(edit.duration)}"
        f" ({edit.duration} frames, {seconds:.2f} seconds)"
    )
