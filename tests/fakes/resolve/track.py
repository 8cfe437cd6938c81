"""A track of a timeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .item import Item

if TYPE_CHECKING:
    from .sequence import Sequence

TrackKind = Literal["video", "audio", "subtitle"]

SUB_TYPES = frozenset(
    ["mono", "stereo", "lrc", "lcr", "lrcs", "lcrs", "quad"]
    + ["5.0", "5.0film", "5.1", "5.1film", "7.0", "7.0film", "7.1", "7.1film"]
    + [f"adaptive{count}" for count in range(1, 37)]
)
"""What `AddTrack` takes for sound (R21.0.4)."""


@dataclass(eq=False, slots=True, repr=False)
class Track:
    kind: TrackKind
    sequence: Sequence
    sub_type: str = ""
    given_name: str = ""
    enabled: bool = True
    locked: bool = False
    made_by: str = "user"
    items: list[Item] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Track {self.name}>"

    @property
    def index(self) -> int:
        """1-based (R21.0.4)."""
        return self.sequence.tracks[self.kind].index(self) + 1

    @property
    def name(self) -> str:
        """The given name, or the one that Resolve gives by place: Audio 2 (OTIO exports)."""
        return self.given_name or f"{self.kind.capitalize()} {self.index}"

    def sorted_items(self) -> list[Item]:
        """Everything on it in order of time, transitions among the rest (DB: 13 entries became 14)."""
        return sorted(self.items, key=lambda item: (item.start, item.kind == "transition", item.end))

    def clips(self) -> list[Item]:
        return [item for item in self.sorted_items() if item.kind != "transition"]

    def is_free(self, start: int, end: int) -> bool:
        return not any(item.covers(start, end) for item in self.clips())

    def put(self, item: Item) -> Item:
        item.track = self
        self.items.append(item)
        return item

    def drop(self, item: Item) -> None:
        """Takes the item off and forgets its links."""
        self.items.remove(item)
        item.track = None
        for other in item.links:
            other.links = [linked for linked in other.links if linked is not item]
        item.links = []
