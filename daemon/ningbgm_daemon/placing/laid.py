"""A timeline as it lies in an editing program: clips of sound, and markers that may be ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ningbgm_agents.timeline import FrameRate

TRACK_PREFIX = "NingBGM "
"""A stem's track is named so; nothing on a track that is named so is listened to when an edit is read."""


@dataclass(frozen=True)
class LaidClip:
    """A clip of sound; frames count from the timeline's first."""

    id: str
    """The caller's own."""
    track: str
    """Name of its track."""
    start: int
    frames: int
    source: str
    """What the program knows the sound by."""
    name: str = ""
    ours: bool = False
    """Whether the sound lies in a bin of ours."""

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + self.frames


@dataclass(frozen=True)
class LaidMarker:
    """A marker and what a program wrote into it."""

    frame: int
    data: str = ""
    name: str = ""
    note: str = ""
    colour: str = ""
    frames: int = 1


@dataclass(frozen=True)
class LaidTimeline:
    """All of it."""

    rate: FrameRate
    clips: tuple[LaidClip, ...] = ()
    markers: tuple[LaidMarker, ...] = ()
    playhead: int | None = None
    """The frame under the playhead, where the caller says it."""

    @cached_property
    def by_source(self) -> Mapping[str, Sequence[LaidClip]]:
        """The clips of each sound."""
        found: defaultdict[str, list[LaidClip]] = defaultdict(list)
        for clip in self.clips:
            found[clip.source].append(clip)
        return dict(found)
