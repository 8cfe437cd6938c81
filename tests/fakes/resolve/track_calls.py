"""The calls of a timeline that speak of tracks."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

from .face import Face
from .item import Item
from .sequence import Sequence
from .track import SUB_TYPES

_KINDS = ("video", "audio", "subtitle")


class TrackCalls(Face[Sequence]):
    """Indexes are 1-based (R21.0.4)."""

    def GetTrackCount(self, trackType: str) -> int:
        return len(self.state.tracks[trackType]) if trackType in _KINDS else 0  # type: ignore[index]  # checked

    def GetItemListInTrack(self, trackType: str, index: float) -> list[Item]:
        """Everything on the track, transitions included (nle.md 1.3, DB, AT); empty for no such track."""
        track = self.state.track(trackType, index)
        return track.sorted_items() if track else []

    def AddTrack(self, trackType: str, options: object = None) -> bool:
        """Sound is MONO unless told otherwise; an index skipped or out of bounds appends (R21.0.4).

        The dict came after R19.0B, which has the string alone; before 20 it is refused [inference].
        """
        if trackType not in _KINDS:
            return False
        if isinstance(options, dict):
            if self.app.version.before("20.0"):
                return False
            sub_type, index = options.get("audioType"), options.get("index")
        else:
            sub_type, index = options, None
        sub_type = (sub_type or "mono") if trackType == "audio" else ""
        if trackType == "audio" and sub_type not in SUB_TYPES:
            return False
        place = None if index is None else int(index)
        self.state.add_track(trackType, str(sub_type), place, made_by="script")  # type: ignore[arg-type]  # checked
        return True

    def DeleteTrack(self, trackType: str, trackIndex: float) -> bool:
        """Takes the track away with all that lies on it (R21.0.4)."""
        track = self.state.track(trackType, trackIndex)
        if track is None:
            return False
        for item in list(track.items):
            track.drop(item)
        self.state.tracks[track.kind].remove(track)
        return True

    def GetTrackSubType(self, trackType: str, trackIndex: float) -> str:
        """The format of a sound track, blank for others (R21.0.4)."""
        track = self.state.track(trackType, trackIndex)
        return track.sub_type if track else ""

    def GetTrackName(self, trackType: str, trackIndex: float) -> str:
        track = self.state.track(trackType, trackIndex)
        return track.name if track else ""

    def SetTrackName(self, trackType: str, trackIndex: float, name: str) -> bool:
        track = self.state.track(trackType, trackIndex)
        if track is None:
            return False
        track.given_name = name
        return True

    def GetIsTrackLocked(self, trackType: str, trackIndex: float) -> bool:
        """False, whatever is true, for a timeline that is not current (nle.md 1.4.8, DB ADR 0004)."""
        track = self.state.track(trackType, trackIndex)
        return bool(track and track.locked and self.is_current())

    def SetTrackLock(self, trackType: str, trackIndex: float, locked: bool) -> bool:
        track = self.state.track(trackType, trackIndex)
        if track is None:
            return False
        track.locked = bool(locked)
        return True

    def GetIsTrackEnabled(self, trackType: str, trackIndex: float) -> bool:
        """False, whatever is true, for a timeline that is not current (nle.md 1.4.8, DB ADR 0004)."""
        track = self.state.track(trackType, trackIndex)
        return bool(track and track.enabled and self.is_current())

    def SetTrackEnable(self, trackType: str, trackIndex: float, enabled: bool) -> bool:
        track = self.state.track(trackType, trackIndex)
        if track is None:
            return False
        track.enabled = bool(enabled)
        return True

    def GetVoiceIsolationState(self, trackIndex: float) -> dict[str, object]:
        return {"isEnabled": False, "amount": 0}

    def SetVoiceIsolationState(self, trackIndex: float, state: dict[str, object]) -> bool:
        """Studio only: on the free edition `calls` refuses it before it gets here."""
        return self.state.track("audio", trackIndex) is not None

    def is_current(self) -> bool:
        return self.app.film.current is self.state
