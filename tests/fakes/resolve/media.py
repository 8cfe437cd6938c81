"""Files on the discs of the fake: real WAVs, and footage that exists only by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .rate import Rate
from .wav_file import read_wav

Kind = Literal["video", "av", "audio", "still"]


@dataclass(frozen=True, slots=True)
class Media:
    """A file as Resolve finds it. Sound alone has no frame rate: that comes at import (`clip`)."""

    path: str
    kind: Kind
    rate: Rate | None = None
    frames: int = 0
    start_timecode: str = "00:00:00:00"
    sample_count: int = 0
    sample_rate: int = 48_000
    channels: int = 2

    @property
    def has_picture(self) -> bool:
        return self.kind != "audio"

    @property
    def has_sound(self) -> bool:
        return self.kind in ("av", "audio")


class Disc:
    """Where `ImportMedia` looks: files that the test named, and WAV files that really exist."""

    def __init__(self) -> None:
        self._named: dict[str, Media] = {}

    def __repr__(self) -> str:
        return "<Disc>"

    def put(self, media: Media) -> Media:
        self._named[media.path] = media
        return media

    def find(self, path: str) -> Media | None:
        """The file at the path, or None: not there, or nothing that Resolve can read."""
        if path in self._named:
            return self._named[path]
        head = read_wav(Path(path))
        if head is None:
            return None
        return Media(
            path,
            "audio",
            sample_count=head.sample_count,
            sample_rate=head.sample_rate,
            channels=head.channels,
        )
