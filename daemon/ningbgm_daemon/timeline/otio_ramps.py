"""Ramps of speed in OTIO, where an editor spells them out in the metadata of a `TimeEffect`."""

from __future__ import annotations

import math
from fractions import Fraction

import opentimelineio as otio

from .speed_map import Points

_MOST = 500


def ramp_of(item: otio.core.Item) -> Points:
    """Played and source seconds of the item's ramp; empty where it has none that is spelled out.

    Resolve writes `Key Frames` of seven numbers, the first two of which are the retimed and the source
    time in seconds, from the media's first frame (measured by others; the rest are curves, read as
    straight lines).
    """
    for effect in item.effects:
        if type(effect) is not otio.schema.TimeEffect:
            continue
        points = sorted(filter(None, map(_point, _keys(effect))))
        distinct = dict(points)
        if len(distinct) > 1:
            return tuple(distinct.items())
    return ()


def untold(item: otio.core.Item) -> bool:
    """Whether an item changes its speed in a way that its metadata do not tell."""
    kinds = [effect for effect in item.effects if type(effect) is otio.schema.TimeEffect]
    return any("lookup" not in effect.metadata for effect in kinds) and not ramp_of(item)


def _keys(effect: otio.schema.TimeEffect) -> list[object]:
    store = effect.metadata.get("Resolve_OTIO")
    keys = store.get("Key Frames") if hasattr(store, "get") else None
    return (
        [] if keys is None or isinstance(keys, str) or not hasattr(keys, "__iter__") else list(keys)[:_MOST]
    )


def _point(key: object) -> tuple[Fraction, Fraction] | None:
    values = list(key)[:2] if hasattr(key, "__iter__") and not isinstance(key, str) else []
    if len(values) < 2 or not all(isinstance(v, (int, float)) and math.isfinite(v) for v in values):
        return None
    played, source = (Fraction(value).limit_denominator(10**6) for value in values)
    return (played, source) if 0 <= played < 10**6 and 0 <= source < 10**6 else None
