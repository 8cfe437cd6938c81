"""AddTransition (21.1)."""

from __future__ import annotations

from fractions import Fraction

from .application import Application
from .item import Item

_LENGTH = 8
"""What 21.1.0.14 chose without `duration`, on one fixture; not a documented default (AT)."""


def add_transition(app: Application, item: Item, options: dict[str, object]) -> Item | None:
    """A transition at one edge of the item, or None and nothing changed.

    - without `alignment` it fails silently (DB);
    - on sound only `type: 'Cross Fade 0 dB', category: 'audio'` lands (DB);
    - a second one on the same edge fails (DB);
    - a centred one between two clips needs handles on both sides (AT: None with zero handles);
    - at a gap it lands half over the gap; `end` + `left` ends on the edge, a dissolve to black (DB).
    """
    track = item.track
    alignment, position = options.get("alignment"), options.get("position", "end")
    if track is None or alignment not in ("left", "center", "right") or position not in ("start", "end"):
        return None
    audio = options.get("category") == "audio" and options.get("type") == "Cross Fade 0 dB"
    if audio != (track.kind == "audio"):
        return None
    edge = item.end if position == "end" else item.start
    duration = options.get("duration")
    length = int(duration) if isinstance(duration, int | float) else _LENGTH
    before = {"left": length, "center": length // 2, "right": 0}[str(alignment)]
    if any(other.kind == "transition" and other.start <= edge <= other.end for other in track.items):
        return None
    if alignment == "center" and not _has_handles(item, edge, before, length - before):
        return None
    name = str(options.get("type", "Cross Dissolve"))
    made = Item(app.new_id(), name, "transition", None, edge - before, length, made_by="script")
    made.before_cut = before
    return track.put(made)


def _has_handles(item: Item, edge: int, before: int, after: int) -> bool:
    assert item.track is not None
    left = next((other for other in item.track.clips() if other.end == edge), None)
    right = next((other for other in item.track.clips() if other.start == edge), None)
    if left is None or right is None:
        return True
    return _tail(left) >= after and _head(right) >= before


def _tail(item: Item) -> Fraction | float:
    return item.right_offset if item.clip and item.clip.media.kind != "still" else float("inf")


def _head(item: Item) -> Fraction | float:
    return item.left_offset if item.clip and item.clip.media.kind != "still" else float("inf")
