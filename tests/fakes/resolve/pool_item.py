"""MediaPoolItem: a clip of the pool as scripts see it."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

import ntpath

from .clip import Clip
from .colours import CLIP_COLOURS
from .face import Face
from .markers import MarkerBook, MarkerCalls
from .marks import MarkCalls, Marks
from .sequence import Sequence

_TYPES = {"video": "Video", "av": "Video + Audio", "audio": "Audio", "still": "Still"}


class MediaPoolItem(MarkerCalls, MarkCalls, Face[Clip]):
    """MediaPoolItem [R21.0.4]."""

    def _book(self) -> MarkerBook:
        return self.state.markers

    def _marks(self) -> Marks:
        return self.state.marks

    def GetName(self) -> str:
        return self.state.name

    def SetName(self, name: str) -> bool:
        self.state.name = name
        return True

    def GetUniqueId(self) -> str:
        return self.state.id

    def GetMediaId(self) -> str:
        return f"media {self.state.id}"

    def GetTimeline(self) -> Sequence | None:
        return self.state.sequence

    def GetClipProperty(self, propertyName: str = "") -> object:
        """One property, or all; `FPS` is the clip's frozen rate (nle.md 1.4.3: read it, never assume).

        Values are strings but for FPS, a number (R21.1 `ClipProperties`); an unknown name gives "".
        """
        properties = self._properties()
        return properties.get(propertyName, "") if propertyName else properties

    def SetClipProperty(self, propertyName: str, propertyValue: str) -> bool:
        """Read-only here but for the clip's name [inference for the rest]."""
        return propertyName == "Clip Name" and self.SetName(propertyValue)

    def GetMetadata(self, metadataType: str = "") -> object:
        return self.state.metadata.get(metadataType, "") if metadataType else dict(self.state.metadata)

    def SetMetadata(self, metadataType: str | dict[str, str], metadataValue: str = "") -> bool:
        return _keep(self.state.metadata, metadataType, metadataValue)

    def GetThirdPartyMetadata(self, metadataType: str = "") -> object:
        return self.state.third_party.get(metadataType, "") if metadataType else dict(self.state.third_party)

    def SetThirdPartyMetadata(self, metadataType: str | dict[str, str], metadataValue: str = "") -> bool:
        return _keep(self.state.third_party, metadataType, metadataValue)

    def GetClipColor(self) -> str:
        return self.state.color

    def SetClipColor(self, colorName: str) -> bool:
        """The 16 clip colours; anything else, marker colours too, is False (nle.md 1.3, AT)."""
        if colorName not in CLIP_COLOURS:
            return False
        self.state.color = colorName
        return True

    def ClearClipColor(self) -> bool:
        self.state.color = ""
        return True

    def ReplaceClip(self, filePath: str) -> bool:
        """Another file under the same clip (R21.0.4); it keeps the clip's rate [inference]."""
        media = self.app.disc.find(filePath)
        if media is None:
            return False
        self.state.media = media
        self.state.name = ntpath.basename(filePath)
        return True

    def ReplaceClipPreserveSubClip(self, filePath: str) -> bool:
        """As ReplaceClip; items on timelines keep their extents (R21.0.4)."""
        return self.ReplaceClip(filePath)

    def TranscribeAudio(self, useSpeakerDetection: bool | None = None) -> bool:
        """Studio only (AT): on the free edition `calls` refuses it before it gets here."""
        return True

    def _properties(self) -> dict[str, object]:
        clip = self.state
        sound = clip.media.has_sound
        return {
            "Clip Name": clip.name,
            "File Name": ntpath.basename(clip.media.path),
            "File Path": "" if clip.sequence else clip.media.path,
            "Type": "Timeline" if clip.sequence else _TYPES[clip.media.kind],
            "FPS": self.app.number(clip.rate),
            "Frames": str(clip.frames),
            "Start": "0",
            "Start TC": clip.rate.timecode(clip.start_frame),
            "End TC": clip.rate.timecode(clip.start_frame + clip.frames),
            "Duration": clip.rate.timecode(clip.frames) if not clip.rate.drop else str(clip.frames),
            "Drop frame": "1" if clip.rate.drop else "0",
            "Sample Rate": str(clip.media.sample_rate) if sound else "",
            "Audio Ch": str(clip.media.channels) if sound else "0",
            "Clip Color": clip.color,
        }


def _keep(store: dict[str, str], key: str | dict[str, str], value: str) -> bool:
    """`(key, value)` or one dict (R21.0.4)."""
    store.update(key if isinstance(key, dict) else {key: value})
    return True
