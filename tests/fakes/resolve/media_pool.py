"""The media pool: folders, imports, and the one way to place anything."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .application import Application, Film
from .bin import Bin
from .clip import Clip
from .face import Face, NotModelledError
from .item import Item
from .media import Disc
from .placing import append
from .rate import RATES
from .sequence import Sequence


@dataclass(frozen=True, slots=True)
class MediaPoolState:
    film: Film

    def __repr__(self) -> str:
        return "<Media pool>"


class MediaPool(Face[MediaPoolState]):
    """MediaPool [R21.0.4]."""

    def GetRootFolder(self) -> Bin:
        return self.state.film.root

    def GetCurrentFolder(self) -> Bin:
        return self.state.film.bin

    def SetCurrentFolder(self, folder: Bin) -> bool:
        if folder not in list(self.state.film.root.all_bins()):
            return False
        self.state.film.bin = folder
        return True

    def AddSubFolder(self, folder: Bin, name: str) -> Bin | None:
        """A name twice in one folder gives None [inference: the README is silent]."""
        if any(inner.name == name for inner in folder.bins):
            return None
        made = Bin(self.app.new_id(), name, folder, made_by="script")
        folder.bins.append(made)
        return made

    def DeleteFolders(self, subfolders: list[Bin]) -> bool:
        for folder in subfolders:
            if folder.parent is None or folder not in folder.parent.bins:
                return False
            folder.parent.bins.remove(folder)
            if self.state.film.bin in list(folder.all_bins()):
                self.state.film.bin = self.state.film.root
        return bool(subfolders)

    def ImportMedia(self, items: list[object]) -> list[Clip]:
        """Paths, or `{"FilePath": path}` (canonical in 21.1), always into the CURRENT folder.

        Sources: nle.md 1.3, AT "MediaPool.ImportMedia (current-folder destination only)". What cannot be read
        is left out [inference]. Nothing gets selected by it [inference].
        """
        paths = [item.get("FilePath") if isinstance(item, dict) else item for item in items]
        return import_paths(self.app, paths)

    def DeleteClips(self, clips: list[Clip]) -> bool:
        """Takes clips out of the pool, and their items off every timeline [inference: as on screen]."""
        known = set(self.state.film.root.all_clips())
        if not clips or any(clip not in known for clip in clips):
            return False
        for clip in clips:
            clip.bin.clips.remove(clip)
            for sequence in self.state.film.sequences:
                for item in [item for item in sequence.all_items() if item.clip is clip]:
                    assert item.track is not None
                    item.track.drop(item)
        return True

    def MoveClips(self, clips: list[Clip], targetFolder: Bin) -> bool:
        for clip in clips:
            clip.bin.clips.remove(clip)
            targetFolder.clips.append(clip)
            clip.bin = targetFolder
        return bool(clips)

    def GetSelectedClips(self) -> list[Clip] | None:
        """None, not an empty list, with nothing selected (DB)."""
        return list(self.state.film.selection) or None

    def SetSelectedClip(self, mediaPoolItem: Clip) -> bool:
        self.state.film.selection = [mediaPoolItem]
        return True

    def AppendToTimeline(self, *clips: object) -> list[Item] | None:
        """Clips, a list of clips, or a list of clipInfos, on the current timeline (`placing`)."""
        infos = clips[0] if len(clips) == 1 and isinstance(clips[0], list) else list(clips)
        return append(self.app, infos)

    def CreateEmptyTimeline(self, name: str) -> Sequence | None:
        """A new timeline at 01:00:00:00 that becomes current [inference]; None where the name is taken."""
        film = self.state.film
        if any(sequence.name == name for sequence in film.sequences):
            return None
        start = film.rate.frame("01:00:00:00")
        sequence = Sequence(self.app.new_id(), name, film.rate, start, made_by="script")
        sequence.add_track("video", made_by="script")
        sequence.add_track("audio", "stereo", made_by="script")
        film.sequences.append(sequence)
        film.current = sequence
        return sequence

    def DeleteTimelines(self, timelines: list[Sequence]) -> bool:
        for sequence in timelines:
            if sequence not in self.state.film.sequences:
                return False
            self.state.film.sequences.remove(sequence)
            if self.state.film.current is sequence:
                self.state.film.current = next(iter(self.state.film.sequences), None)
        return bool(timelines)

    def ImportTimelineFromFile(
        self, filePath: str, importOptions: dict[str, object] | None = None
    ) -> Sequence:
        raise NotModelledError(
            "placing goes through AppendToTimeline, never through an import (nle.md 1.4.12)"
        )

    def GetUniqueId(self) -> str:
        return f"pool of {self.state.film.id}"


class MediaStorage(Face[Disc]):
    """MediaStorage [R21.0.4]."""

    def AddItemListToMediaPool(self, *items: object) -> list[Clip]:
        """Paths, a list of them, or of `{"media", "startFrame", "endFrame"}`; into the current folder."""
        listed: Iterable[object] = items[0] if len(items) == 1 and isinstance(items[0], list) else items
        return import_paths(self.app, [i.get("media") if isinstance(i, dict) else i for i in listed])


def import_paths(app: Application, paths: Iterable[object], made_by: str = "script") -> list[Clip]:
    """Clips of the files that can be read, in the current folder; sound takes the project's rate (`clip`)."""
    made = []
    for path in paths:
        media = app.disc.find(str(path))
        if media is not None:
            rate = media.rate or RATES[app.film.rate.name]
            clip = Clip(app.new_id(), media, rate, app.film.bin, made_by=made_by)
            app.film.bin.clips.append(clip)
            made.append(clip)
    return made
