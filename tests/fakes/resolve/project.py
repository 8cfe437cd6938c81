"""The open project."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

from .application import Film
from .face import Face
from .media_pool import MediaPoolState
from .rate import rate_named
from .sequence import Sequence
from .settings import settings_of


class Project(Face[Film]):
    """Project [R21.0.4]."""

    def GetName(self) -> str:
        return self.state.name

    def GetUniqueId(self) -> str:
        return self.state.id

    def GetMediaPool(self) -> MediaPoolState:
        return MediaPoolState(self.state)

    def GetTimelineCount(self) -> int:
        return len(self.state.sequences)

    def GetTimelineByIndex(self, idx: float) -> Sequence | None:
        """1-based; there is no lookup by name (AT "Timeline.GetTimelineByName")."""
        return self.state.sequences[int(idx) - 1] if 1 <= idx <= len(self.state.sequences) else None

    def GetCurrentTimeline(self) -> Sequence | None:
        return self.state.current

    def SetCurrentTimeline(self, timeline: Sequence) -> bool:
        """Switches, and moves the playhead: 01:00:00:00 was 00:59:59:23 after there and back (DB)."""
        if timeline not in self.state.sequences:
            return False
        if self.state.current is not None and self.state.current is not timeline:
            self.state.current.playhead -= 1
        self.state.current = timeline
        return True

    def GetSetting(self, settingName: str = "") -> object:
        """One setting, or all of them; None for a name that does not exist (AT "Subtitle track styling")."""
        settings = settings_of(self.app, self.state.rate)
        return settings.get(settingName) if settingName else settings

    def SetSetting(self, settingName: str, settingValue: object) -> bool:
        """Only the frame rate is modelled, and the playback rate, that never can be set (AT).

        The rate is free with media in the pool (AT: True, and the project did move) and locked once a
        timeline has clips (nle.md 1.3).
        """
        rate = rate_named(settingValue)
        if settingName != "timelineFrameRate" or rate is None:
            return False
        if any(True for sequence in self.state.sequences for _ in sequence.all_items()):
            return False
        self.state.rate = rate
        return True

    def GetSettings(self) -> dict[str, object]:
        """21.1's form (R21.1)."""
        return settings_of(self.app, self.state.rate)

    def SetSettings(self, settings: dict[str, object]) -> bool:
        return all(self.SetSetting(name, value) for name, value in settings.items())
