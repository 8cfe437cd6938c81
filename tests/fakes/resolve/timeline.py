"""Timeline: what scripts see of a timeline. Its tracks are in `track_calls`."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

from .clip import Clip
from .duplicate import duplicate
from .export import export
from .item import Item
from .markers import MarkerBook, MarkerCalls
from .marks import MarkCalls, Marks
from .rate import rate_named
from .sequence import Sequence
from .settings import settings_of
from .track_calls import TrackCalls

_PAGES_WITH_PLAYHEAD = ("cut", "edit", "color", "fairlight", "deliver")


class Timeline(TrackCalls, MarkerCalls, MarkCalls):
    """Timeline [R21.0.4]."""

    def _book(self) -> MarkerBook:
        return self.state.markers

    def _marks(self) -> Marks:
        return self.state.marks

    def GetName(self) -> str:
        return self.state.name

    def SetName(self, timelineName: str) -> bool:
        if any(sequence.name == timelineName for sequence in self.app.film.sequences):
            return False
        self.state.name = timelineName
        return True

    def GetUniqueId(self) -> str:
        return self.state.id

    def GetMediaPoolItem(self) -> Clip | None:
        return self.state.clip

    def GetStartFrame(self) -> int:
        """Absolute: the start timecode's frame (nle.md 1.3)."""
        return self.state.start

    def GetEndFrame(self) -> int:
        return self.state.end

    def GetStartTimecode(self) -> str:
        return self.state.rate.timecode(self.state.start)

    def SetStartTimecode(self, timecode: str) -> bool:
        try:
            self.state.move_start(self.state.rate.frame(timecode))
        except ValueError:
            return False
        return True

    def GetCurrentTimecode(self) -> str:
        """The viewer's playhead, whichever timeline is asked (DB ADR 0004); five pages show one (R21.0.4)."""
        shown = self.app.film.current or self.state
        return shown.rate.timecode(shown.playhead) if self.app.page in _PAGES_WITH_PLAYHEAD else ""

    def SetCurrentTimecode(self, timecode: str) -> bool:
        if self.app.page not in _PAGES_WITH_PLAYHEAD or self.app.film.current is not self.state:
            return False
        try:
            self.state.playhead = self.state.rate.frame(timecode)
        except ValueError:
            return False
        return True

    def GetSetting(self, settingName: str = "") -> object:
        settings = settings_of(self.app, self.state.rate)
        return settings.get(settingName) if settingName else settings

    def SetSetting(self, settingName: str, settingValue: object) -> bool:
        """The rate, `"29.97 DF"` for drop-frame; locked once there are clips (nle.md 1.3)."""
        rate = rate_named(settingValue)
        if settingName != "timelineFrameRate" or rate is None or any(True for _ in self.state.all_items()):
            return False
        timecode = self.state.rate.timecode(self.state.start)
        self.state.rate = rate
        self.state.move_start(rate.frame(timecode))
        return True

    def GetSettings(self) -> dict[str, object]:
        return settings_of(self.app, self.state.rate)

    def SetSettings(self, settings: dict[str, object]) -> bool:
        return all(self.SetSetting(name, value) for name, value in settings.items())

    def GetSelectedClips(self) -> list[Item]:
        """From 21.0.4; empty with nothing selected (nle.md 1.3, DB)."""
        return [item for item in self.state.selection if item.track is not None]

    def DeleteClips(self, timelineItems: list[Item], ripple: bool = False) -> bool:
        """Only on the Edit page: on Fairlight it is False for ever and deletes nothing (AT, nle.md 1.4.7).

        Fairlight was measured; the other pages are refused alike, as AT's heading has it. Linked items stay
        (nle.md 1.4.7). A locked track or a dead item among them: False and nothing done [inference].
        """
        if self.app.page != "edit" or not timelineItems:
            return False
        if any(item.track is None or item.track.locked for item in timelineItems):
            return False
        for item in timelineItems:
            track, start, duration = item.track, item.start, item.duration
            assert track is not None
            track.drop(item)
            if ripple:
                for later in track.items:
                    later.start -= duration if later.start >= start else 0
        return True

    def SetClipsLinked(self, timelineItems: list[Item], linked: bool) -> bool:
        for item in timelineItems:
            item.links = [other for other in timelineItems if linked and other is not item]
        return bool(timelineItems)

    def DuplicateTimeline(self, timelineName: str = "") -> Sequence | None:
        """A copy; None where the name is taken. The current timeline stays [inference]."""
        return duplicate(self.app, self.state, timelineName)

    def Export(self, fileName: str, exportType: object, exportSubtype: object = None) -> bool:
        return export(self.app, self.state, fileName, exportType)

    def CreateSubtitlesFromAudio(self, autoCaptionSettings: dict[object, object] | None = None) -> bool:
        """Studio only (AT): on the free edition `calls` refuses it before it gets here."""
        return True

    def NormalizeAudioLevel(
        self, timelineItems: list[Item], normalizeAudioOptions: dict[str, object] | None = None
    ) -> bool:
        """21.1 (R21.1); that it ran is all that is kept."""
        for item in timelineItems:
            item.levels["normalized"] = True
        return bool(timelineItems)

    def GetNormalizeAudioModes(self) -> list[str]:
        return ["Sample Peak Program"]
