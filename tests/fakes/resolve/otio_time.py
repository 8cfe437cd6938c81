"""Times of an export, as Resolve writes them: floats, and the rate by its short number."""

from __future__ import annotations

from fractions import Fraction

from .item import Item
from .rate import Rate

Piece = dict[str, object]


def time_value(frames: Fraction | int, rate: Rate) -> Piece:
    """A RationalTime; of 23.976 the rate is written so [inference: no real export of it was found]."""
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": rate.number, "value": float(frames)}


def time_range(start: Fraction | int, duration: Fraction | int, rate: Rate) -> Piece:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": time_value(duration, rate),
        "start_time": time_value(start, rate),
    }


def in_timeline(item: Item) -> Rate:
    assert item.track is not None
    return item.track.sequence.rate
