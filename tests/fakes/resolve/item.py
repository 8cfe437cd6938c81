"""An item on a track, in exact frames."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from .clip import Clip
from .markers import MarkerBook

if TYPE_CHECKING:
    from .track import Track

Kind = Literal["clip", "title", "generator", "transition"]

_MEASURED_SLIPS = frozenset({103, 104, 107, 108, 109, 112, 113})
_MEASURED = range(100, 115)


@dataclass(slots=True)
class Take:
    clip: Clip
    start: int
    end: int


@dataclass(eq=False, slots=True, repr=False)
class Item:
    """Start and duration are absolute frames of the timeline; `source` is where the clip is entered.

    Transitions are items, too, and stand in the track's list (AT "Transition create", DB).
    """

    id: str
    name: str
    kind: Kind
    track: Track | None
    start: int
    duration: int
    clip: Clip | None = None
    source: Fraction = Fraction(0)
    """Frames of the clip's own rate from the clip's head, at the item's first frame."""
    speed: Fraction = Fraction(1)
    enabled: bool = True
    color: str = ""
    made_by: str = "user"
    durable: bool = True
    """False for what an errored append left behind: seen by every call, and gone at the next save (AT)."""
    before_cut: int = 0
    """Of a transition: its frames before the cut."""
    links: list[Item] = field(default_factory=list)
    markers: MarkerBook = field(default_factory=MarkerBook)
    takes: list[Take] = field(default_factory=list)
    take: int = 0
    fades: dict[str, float] = field(default_factory=lambda: {"FadeIn": 0.0, "FadeOut": 0.0})
    levels: dict[str, object] = field(default_factory=dict)
    properties: dict[str, object] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Item {self.name} {self.start}+{self.duration}>"

    @property
    def end(self) -> int:
        """Exclusive: GetStart 59, GetEnd 83, GetDuration 24 (AT "Transition create")."""
        return self.start + self.duration

    @property
    def rate_fps(self) -> Fraction:
        assert self.track is not None
        return self.track.sequence.rate.fps

    @property
    def mixed(self) -> bool:
        """Whether the clip's rate is not the timeline's."""
        return self.clip is not None and self.clip.rate.fps != self.rate_fps

    @property
    def source_span(self) -> Fraction:
        """Frames of the clip that it plays, in the clip's rate."""
        if self.clip is None:
            return Fraction(0)
        return self.duration * self.clip.rate.fps / self.rate_fps * self.speed

    @property
    def left_offset(self) -> Fraction:
        """`GetLeftOffset`: record-side, position / speed, in the timeline's rate.

        Exact where rates agree (DB ADR 0005); at 200 % 911 for source 1822 (AT "WITNESS CALIBRATION"); on
        sound at the timeline's rate (AT, the ZOOM0028.WAV entry). A still answers with the timeline's own
        clock (DB ADR 0005: 86313 for source frame 27).
        """
        if self.clip is None:
            return Fraction(0)
        if self.clip.media.kind == "still":
            return Fraction(self.start)
        return self.source / self.clip.rate.fps * self.rate_fps / abs(self.speed)

    @property
    def right_offset(self) -> Fraction:
        """`GetRightOffset`: what is left of the clip behind the item, record-side.

        R21.0.4 "maximum extension by frame for clip from right side"; DB: 15025 behind a shot, 7512 at 200 %.
        """
        if self.clip is None:
            return Fraction(0)
        rest = self.clip.frames - self.source - abs(self.source_span)
        return rest / self.clip.rate.fps * self.rate_fps / abs(self.speed)

    @property
    def source_start_frame(self) -> int:
        """`GetSourceStartFrame`: off by 0 or -1, the same each time (DB ADR 0005, nle.md 1.4.9)."""
        return math.floor(self.source) + _slip(math.floor(self.source))

    @property
    def source_end_frame(self) -> int:
        """`GetSourceEndFrame`: exclusive, with the same slip, where rates agree (DB ADR 0005).

        Where they differ it is inclusive, one less (AT, 12 items on 19.1.3.7).
        """
        end = math.floor(self.source + self.source_span)
        return end - 1 if self.mixed else end + _slip(end)

    def covers(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


def _slip(frame: int) -> int:
    """0 or -1: the measured row for 100 to 114 (DB ADR 0005); beyond it a like pattern [inference].

    0, 48 and 72 are fixed points of the real one.
    """
    if frame in _MEASURED:
        return -1 if frame in _MEASURED_SLIPS else 0
    return -1 if frame > _MEASURED.stop and frame % 5 in (3, 4) else 0
