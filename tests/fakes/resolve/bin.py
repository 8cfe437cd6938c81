"""A folder of the media pool, and its calls."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .clip import Clip
from .face import Face


@dataclass(eq=False, slots=True, repr=False)
class Bin:
    id: str
    name: str
    parent: Bin | None = None
    made_by: str = "user"
    bins: list[Bin] = field(default_factory=list)
    clips: list[Clip] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Bin {self.path}>"

    def all_clips(self) -> Iterator[Clip]:
        """The clips here and below."""
        yield from self.clips
        for inner in self.bins:
            yield from inner.all_clips()

    def all_bins(self) -> Iterator[Bin]:
        yield self
        for inner in self.bins:
            yield from inner.all_bins()

    @property
    def path(self) -> str:
        return f"{self.parent.path}/{self.name}" if self.parent else self.name


class Folder(Face[Bin]):
    """Folder [R21.0.4]."""

    def GetName(self) -> str:
        return self.state.name

    def GetClipList(self) -> list[Clip]:
        return list(self.state.clips)

    def GetSubFolderList(self) -> list[Bin]:
        return list(self.state.bins)

    def GetUniqueId(self) -> str:
        return self.state.id

    def GetIsFolderStale(self) -> bool:
        return False

    def TranscribeAudio(self, useSpeakerDetection: bool | None = None) -> bool:
        """Studio only (AT): on the free edition `calls` refuses it before it gets here."""
        return True
