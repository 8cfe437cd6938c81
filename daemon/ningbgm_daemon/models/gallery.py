"""The pictures of one file that are shown to models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ningbgm_daemon.media.key_frames import KeyFrame, choose_key_frames, read_key_pictures, still_picture
from ningbgm_daemon.media.memory import SensedPart, identity


@dataclass(frozen=True)
class Picture:
    """A picture, and the frames that it stands for."""

    place: KeyFrame
    jpeg: bytes


@dataclass(frozen=True)
class Gallery:
    """The key pictures of a part of a film, or a still image; nothing is read before it is looked at."""

    path: Path
    part: SensedPart | None = None
    """None for a still image beside the film."""

    @property
    def image(self) -> str:
        """The still image; empty for a part of a film."""
        return str(self.path) if self.part is None else ""

    @property
    def key(self) -> str:
        """What tells these pictures from any others.

        Raises:
            MediaError: the file cannot be opened.
        """
        span = (self.part.start_s, self.part.end_s) if self.part is not None else ()
        return repr((identity(self.path), span))

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures that can be decoded, in order.

        Raises:
            MediaError: the file cannot be read.
        """
        if self.part is None:
            return (Picture(KeyFrame(0, 0, 0), still_picture(self.path)),)
        places, rate = choose_key_frames(self.part.evidence), self.part.evidence.rate
        first_s = rate.seconds(rate.frame_at(self.part.start_s))
        times_s = [float(first_s + rate.seconds(place.frame)) for place in places]
        read = read_key_pictures(self.path, times_s)
        return tuple(Picture(place, jpeg) for place, jpeg in zip(places, read, strict=True) if jpeg)
