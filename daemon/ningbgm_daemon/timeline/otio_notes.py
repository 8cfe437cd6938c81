"""Markers of OTIO items, in the ways in which the editors write them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import opentimelineio as otio

from . import limits
from .pieces import Note

_LONGEST_NOTE = 2_000


def notes_of(
    item: otio.core.Item,
    frames: Callable[[otio.opentime.RationalTime], Fraction],
    zero: otio.opentime.RationalTime | None,
    speed: Fraction,
) -> tuple[Note, ...]:
    """The item's markers, in edit frames from its start.

    Markers of clips count in the time of the clip's source; `zero` is where the clip begins there.
    Markers that NingBGM wrote itself are not the editor's and are left out.
    """
    if not item.markers:
        return ()
    start = frames(zero) if zero is not None else Fraction(0)
    notes = []
    for marker in list(item.markers)[: limits.MAX_MARKERS]:
        if "ningbgm" in marker.metadata:
            continue
        offset = frames(marker.marked_range.start_time) - start
        notes.append(
            Note(
                offset / abs(speed) if speed else offset,
                marker.name or "",
                _text(marker)[:_LONGEST_NOTE],
                str(marker.color or "").lower(),
                max(frames(marker.marked_range.duration), Fraction(0)),
            )
        )
    return tuple(notes)


def _text(marker: otio.schema.Marker) -> str:
    """The comment, or where Resolve, Premiere's XML and Hiero keep the note."""
    if marker.comment:
        return str(marker.comment)
    for store, key in (("Resolve_OTIO", "Note"), ("fcp_xml", "comment")):
        inner = marker.metadata.get(store)
        if hasattr(inner, "get") and inner.get(key):
            return str(inner.get(key))
    return str(marker.metadata.get("note") or marker.metadata.get("Note") or "")
