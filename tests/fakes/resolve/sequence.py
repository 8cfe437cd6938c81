"""A timeline, as it really is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .clip import Clip
from .item import Item
from .markers import MarkerBook
from .marks import Marks
from .rate import Rate
from .track import Track, TrackKind


@dataclass(eq=False, slots=True, repr=False)
class Sequence:
    """Frames are absolute: 01:00:00:00 at 24 is frame 86400 (nle.md 1.3)."""

    id: str
    name: str
    rate: Rate
    start: int
    made_by: str = "user"
    playhead: int = 0
    clip: Clip | None = None
    """Its entry in the media pool."""
    tracks: dict[TrackKind, list[Track]] = field(
        default_factory=lambda: {"video": [], "audio": [], "subtitle": []}
    )
    markers: MarkerBook = field(default_factory=MarkerBook)
    marks: Marks = field(default_factory=Marks)
    selection: list[Item] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Sequence {self.name}>"

    def __post_init__(self) -> None:
        self.playhead = self.playhead or self.start

    @property
    def end(self) -> int:
        """One past the last frame (DB: a shot that ends on the last frame ends at the timeline's end)."""
        return max([self.start, *(item.end for item in self.all_items())])

    def all_tracks(self) -> Iterator[Track]:
        for tracks in self.tracks.values():
            yield from tracks

    def all_items(self) -> Iterator[Item]:
        for track in self.all_tracks():
            yield from track.items

    def track(self, kind: str, index: float) -> Track | None:
        """The track at a 1-based index, or None."""
        tracks = self.tracks.get(kind, [])  # type: ignore[call-overload]  # scripts send any string
        return tracks[int(index) - 1] if 1 <= index <= len(tracks) else None

    def add_track(
        self,
        kind: TrackKind,
        sub_type: str = "",
        index: int | None = None,
        *,
        name: str = "",
        made_by: str = "user",
    ) -> Track:
        """A new track; an index that is skipped or out of bounds appends it (R21.0.4 `AddTrack`)."""
        track = Track(kind, self, sub_type, name, made_by=made_by)
        tracks = self.tracks[kind]
        at = index - 1 if index is not None and 1 <= index <= len(tracks) else len(tracks)
        tracks.insert(at, track)
        return track

    def move_start(self, start: int) -> None:
        """Gives the timeline another start timecode; everything on it goes along [inference]."""
        shift = start - self.start
        self.start = start
        self.playhead += shift
        for item in self.all_items():
            item.start += shift
