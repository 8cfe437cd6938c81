"""A clip of the media pool: a file, as it was at its import."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from .markers import MarkerBook
from .marks import Marks
from .media import Media
from .rate import Rate

if TYPE_CHECKING:
    from .bin import Bin
    from .sequence import Sequence


@dataclass(eq=False, slots=True, repr=False)
class Clip:
    """The clip's own rate never changes after import.

    Sound takes the PROJECT's rate at import and keeps it for ever, whatever the project becomes: one 400 s
    WAV is 9600 frames at 24, 11988 at 29.97 (AT "a WAV freezes the PROJECT rate at import"; nle.md 1.4.3).
    """

    id: str
    media: Media
    rate: Rate
    bin: Bin
    name: str = ""
    color: str = ""
    made_by: str = "user"
    sequence: Sequence | None = None
    """The timeline that this entry of the pool stands for, or None."""
    markers: MarkerBook = field(default_factory=MarkerBook)
    marks: Marks = field(default_factory=Marks)
    metadata: dict[str, str] = field(default_factory=dict)
    third_party: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Clip {self.name}>"

    def __post_init__(self) -> None:
        self.name = self.name or PureWindowsPath(self.media.path).name

    @property
    def frames(self) -> int:
        """Its length in its own frames; a broken last frame does not count [inference]."""
        if self.sequence is not None:
            return self.sequence.end - self.sequence.start
        if self.media.kind == "audio":
            seconds = Fraction(self.media.sample_count, self.media.sample_rate)
            return math.floor(seconds * self.rate.fps)
        return self.media.frames

    @property
    def start_frame(self) -> int:
        """Its first timecode as a frame number of its own rate."""
        return self.rate.frame(self.media.start_timecode)

    @property
    def start_s(self) -> Fraction:
        return self.start_frame / self.rate.fps
