"""Free or Studio, 18.5 to 21.1: what each has and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Edition = Literal["free", "studio"]

PRODUCTS: dict[Edition, str] = {"free": "DaVinci Resolve", "studio": "DaVinci Resolve Studio"}
"""What `GetProductName` says (nle.md 1.1, AT "Studio-gated calls")."""

SINCE = {
    "MediaPool.GetSelectedClips": "19.0.2",  # PYBMD; absent from R19.0B
    "MediaPool.SetSelectedClip": "19.0.2",
    "MediaPoolItem.GetThirdPartyMetadata": "19.0.2",
    "MediaPoolItem.SetThirdPartyMetadata": "19.0.2",
    "TimelineItem.GetSourceStartFrame": "19.0.2",  # PYBMD; AT used them on 19.1.3.7
    "TimelineItem.GetSourceEndFrame": "19.0.2",
    "TimelineItem.GetSourceStartTime": "19.0.2",
    "TimelineItem.GetSourceEndTime": "19.0.2",
    "Timeline.GetMediaPoolItem": "19.1",  # PYBMD
    # nle.md 1.3 and AS #531 #532 #547: absent before 20. (PYBMD and AT saw them on 19.1; the stricter holds.)
    "Timeline.GetMarkInOut": "20.0",
    "Timeline.SetMarkInOut": "20.0",
    "Timeline.ClearMarkInOut": "20.0",
    "MediaPoolItem.GetMarkInOut": "20.0",
    "MediaPoolItem.SetMarkInOut": "20.0",
    "MediaPoolItem.ClearMarkInOut": "20.0",
    "MediaPoolItem.ReplaceClipPreserveSubClip": "20.0",  # nle.md 1.3, PYBMD
    # In R21.0.4, not in R18.5.1 nor R19.0B; the build between is not written down [inference].
    "Timeline.GetTrackSubType": "20.0",
    "TimelineItem.GetTrackTypeAndIndex": "20.0",
    "TimelineItem.GetLinkedItems": "20.0",
    "Timeline.GetVoiceIsolationState": "20.1",  # nle.md 1.3, PYBMD
    "Timeline.SetVoiceIsolationState": "20.1",
    "TimelineItem.GetVoiceIsolationState": "20.1",
    "TimelineItem.SetVoiceIsolationState": "20.1",
    "TimelineItem.SetName": "20.2",  # nle.md 1.3, PYBMD
    "MediaPoolItem.SetName": "20.2",
    "Timeline.GetSelectedClips": "21.0.4",  # nle.md 0.4
    "MediaPoolItem.GetTimeline": "21.0.4",
    "Resolve.GetCurrentProject": "21.1",  # R21.1, PYBMD
    "Resolve.GetCurrentTimeline": "21.1",
    "Resolve.GetMediaPool": "21.1",
    "Resolve.IsStudio": "21.1",  # nle.md 1.1; PYBMD calls it long-standing, newly documented
    "Project.GetSettings": "21.1",
    "Project.SetSettings": "21.1",
    "Timeline.GetSettings": "21.1",
    "Timeline.SetSettings": "21.1",
    "Timeline.NormalizeAudioLevel": "21.1",
    "Timeline.GetNormalizeAudioModes": "21.1",
    "TimelineItem.GetType": "21.1",
    "TimelineItem.GetProperties": "21.1",
    "TimelineItem.SetProperties": "21.1",
    "TimelineItem.GetFades": "21.1",
    "TimelineItem.SetFades": "21.1",
    "TimelineItem.GetSpeed": "21.1",
    "TimelineItem.SetSpeed": "21.1",
    "TimelineItem.AddTransition": "21.1",
}
"""The first version of a call; a call that is not named here is in all of them (R18.5.1)."""

STUDIO_ONLY = {
    "Timeline.CreateSubtitlesFromAudio",
    "MediaPoolItem.TranscribeAudio",
    "Folder.TranscribeAudio",
    "Timeline.SetVoiceIsolationState",
    "TimelineItem.SetVoiceIsolationState",
}
"""Calls that return False on the free edition and raise the modal (AT; R21.0.4 "Studio and AI")."""


@dataclass(frozen=True, order=True, slots=True)
class Version:
    """`21.0.4` or `21.1.0.17`."""

    major: int
    minor: int = 0
    patch: int = 0
    build: int = 0

    @classmethod
    def of(cls, text: str) -> Version:
        return cls(*(int(part) for part in text.split(".")))

    def has(self, call: str) -> bool:
        """Whether this version knows the call `Class.Method`."""
        return call not in SINCE or Version.of(SINCE[call]) <= self

    def before(self, text: str) -> bool:
        return self < Version.of(text)

    @property
    def fields(self) -> list[int | str]:
        """As `GetVersion` gives it: [major, minor, patch, build, suffix] (R21.0.4)."""
        return [self.major, self.minor, self.patch, self.build, ""]

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}.{self.build}"


def has_python(edition: Edition, version: Version) -> bool:
    """Whether Python is listed in Workspace > Scripts.

    From 21.1 the free edition has none at all (nle.md 0.1; samuelgursky/davinci-resolve-mcp #203 #219).
    """
    return edition == "studio" or version.before("21.1")


def has_external_scripting(edition: Edition) -> bool:
    """Whether `scriptapp` may answer a process outside Resolve: Studio only (nle.md 1.1)."""
    return edition == "studio"


def has_ui_manager(edition: Edition, version: Version) -> bool:
    """UIManager is Studio only since 19.1 (nle.md 1.2; AS #116 #125 #149)."""
    return edition == "studio" or version.before("19.1")
