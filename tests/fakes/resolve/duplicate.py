"""A timeline twice."""

from __future__ import annotations

from dataclasses import replace

from .application import Application
from .item import Item
from .markers import MarkerBook
from .marks import Marks
from .sequence import Sequence


def duplicate(app: Application, sequence: Sequence, name: str) -> Sequence | None:
    """A copy under another name, with ids of its own; made by a script."""
    names = {other.name for other in app.film.sequences}
    name = name or f"{sequence.name} copy"
    if name in names:
        return None
    copy = Sequence(app.new_id(), name, sequence.rate, sequence.start, "script", sequence.playhead)
    copies: dict[Item, Item] = {}
    for track in sequence.all_tracks():
        made = copy.add_track(track.kind, track.sub_type, name=track.given_name, made_by="script")
        made.enabled, made.locked = track.enabled, track.locked
        for item in track.items:
            copies[item] = made.put(
                replace(
                    item,
                    id=app.new_id(),
                    made_by="script",
                    links=[],
                    markers=_copy(item.markers),
                    takes=list(item.takes),
                    fades=dict(item.fades),
                    levels=dict(item.levels),
                    properties=dict(item.properties),
                )
            )
    for item, made_item in copies.items():
        made_item.links = [copies[other] for other in item.links if other in copies]
    copy.markers = _copy(sequence.markers)
    copy.marks = Marks({side: dict(values) for side, values in sequence.marks.items()})
    app.film.sequences.append(copy)
    return copy


def _copy(book: MarkerBook) -> MarkerBook:
    return MarkerBook({frame: replace(marker) for frame, marker in book.items()})
