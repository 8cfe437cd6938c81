"""A small film in the fake Resolve, for its own tests: two shots, their sound, a song of the user's."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from fakes.resolve.edition import Edition
from fakes.resolve.world import World


class Stage:
    """A world with one timeline, and the handles that every script fetches first."""

    def __init__(
        self,
        edition: Edition = "studio",
        version: str = "21.0.4",
        rate: str = "24",
        start: str = "01:00:00:00",
        **more: Any,
    ) -> None:
        self.world = World(edition, version, rate, **more)
        hands = self.world.hands
        self.sequence = hands.timeline("Cut 1", start)
        self.picture = self.sequence.tracks["video"][0]
        self.sound = self.sequence.tracks["audio"][0]
        self.footage = hands.footage("/rushes/a.mov", 5000)
        self.first = hands.place(self.picture, self.footage, 0, 96, source=240, sound_on=self.sound)
        self.second = hands.place(self.picture, self.footage, 96, 144, source=1000)
        self.resolve: Any = self.world.resolve
        self.project: Any = self.resolve.GetProjectManager().GetCurrentProject()
        self.pool: Any = self.project.GetMediaPool()
        self.timeline: Any = self.project.GetCurrentTimeline()

    def stem(self, seconds: float = 2, path: str = "/stems/drums.wav") -> Any:
        """A WAV in the pool, as scripts hold it."""
        return self.world.switchboard.wrap(self.world.hands.sound(path, seconds))

    def item(self, kind: str, track: int, index: int = 0) -> Any:
        return self.timeline.GetItemListInTrack(kind, track)[index]

    def append(self, clip: Any, record: float | None, track: int = 2, **more: Any) -> Any:
        """Places sound the way a plugin does; the pool has a clip selected, as older builds need it."""
        self.world.app.film.selection = [self.footage]
        info = {"mediaPoolItem": clip, "mediaType": 2, "trackIndex": track, "recordFrame": record, **more}
        return self.pool.AppendToTimeline([{key: value for key, value in info.items() if value is not None}])

    def stereo_track(self) -> None:
        self.timeline.AddTrack("audio", "stereo")


def write_wav(path: Path, seconds: float, rate: int = 48_000, channels: int = 2) -> Path:
    """A silent 16-bit WAV."""
    data = bytes(int(seconds * rate) * channels * 2)
    head = struct.pack("<HHIIHH", 1, channels, rate, rate * channels * 2, channels * 2, 16)
    body = (
        b"WAVE"
        + b"fmt "
        + struct.pack("<I", len(head))
        + head
        + b"data"
        + struct.pack("<I", len(data))
        + data
    )
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    return path
