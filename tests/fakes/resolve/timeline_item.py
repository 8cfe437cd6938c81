"""TimelineItem: what scripts see of an item. Its 21.1 calls are in `new_calls`, takes in `take_calls`."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

import math
from fractions import Fraction

from .clip import Clip
from .colours import CLIP_COLOURS
from .item import Item
from .markers import MarkerBook, MarkerCalls
from .new_calls import NewCalls
from .take_calls import TakeCalls

_PICTURE = {"Pan": 0.0, "Tilt": 0.0, "ZoomX": 1.0, "ZoomY": 1.0, "Opacity": 100.0, "RetimeProcess": 0}


class TimelineItem(NewCalls, TakeCalls, MarkerCalls):
    """TimelineItem [R21.0.4]. There is no trim, move, split, insert or overwrite (AT, nle.md 1.3)."""

    def answer(self, name: str, arguments: tuple[object, ...], named: dict[str, object]) -> object:
        """An unreal item has an empty id and None for the rest (nle.md 1.4.5, AT "null-id timeline items").

        So answers a handle whose item is deleted [inference].
        """
        if self.state.track is None:
            return "" if name == "GetUniqueId" else None
        return super().answer(name, arguments, named)

    def _book(self) -> MarkerBook:
        """Frames count from the clip's first frame, record-side, not from the item's.

        AYON sets its marker at GetLeftOffset + half; in `qt_embedded_tc.json` 32 + 22 is exported as media
        start + 54. (R21.0.4 says "clip offset".)
        """
        return self.state.markers

    def GetName(self) -> str:
        """A cross-fade of sound has none (AT, 19.1.3.7)."""
        sound = self.state.track is not None and self.state.track.kind == "audio"
        return "" if sound and self.state.kind == "transition" else self.state.name

    def SetName(self, name: str) -> bool:
        self.state.name = name
        return True

    def GetUniqueId(self) -> str:
        return self.state.id

    def GetStart(self, subframe_precision: bool = False) -> float:
        """Absolute (nle.md 1.3)."""
        return _exact(Fraction(self.state.start), subframe_precision)

    def GetEnd(self, subframe_precision: bool = False) -> float:
        """Absolute and exclusive (AT: start 59, end 83, duration 24)."""
        return _exact(Fraction(self.state.end), subframe_precision)

    def GetDuration(self, subframe_precision: bool = False) -> float:
        return _exact(Fraction(self.state.duration), subframe_precision)

    def GetLeftOffset(self, subframe_precision: bool = False) -> float:
        return _exact(self.state.left_offset, subframe_precision)

    def GetRightOffset(self, subframe_precision: bool = False) -> float:
        return _exact(self.state.right_offset, subframe_precision)

    def GetSourceStartFrame(self) -> int:
        return self.state.source_start_frame

    def GetSourceEndFrame(self) -> int:
        return self.state.source_end_frame

    def GetSourceStartTime(self) -> float:
        """Seconds in the media's TIMECODE space: its start timecode is in them (AT, issue #147)."""
        return self._seconds(self.state.source)

    def GetSourceEndTime(self) -> float:
        return self._seconds(self.state.source + self.state.source_span)

    def GetMediaPoolItem(self) -> Clip | None:
        """None for transitions, titles and generators (nle.md 1.3, AT)."""
        return self.state.clip

    def GetTrackTypeAndIndex(self) -> list[object]:
        assert self.state.track is not None
        return [self.state.track.kind, self.state.track.index]

    def GetLinkedItems(self) -> list[Item]:
        return list(self.state.links)

    def GetClipEnabled(self) -> bool:
        return self.state.enabled

    def SetClipEnabled(self, enabled: bool) -> bool:
        self.state.enabled = bool(enabled)
        return True

    def GetClipColor(self) -> str:
        return self.state.color

    def SetClipColor(self, colorName: str) -> bool:
        """The 16 clip colours, anything else is False (nle.md 1.3, AT).

        On a title or generator True is a lie: nothing is kept (AT "SetClipColor on generator/title items").
        """
        if colorName not in CLIP_COLOURS:
            return False
        if self.state.kind == "clip":
            self.state.color = colorName
        return True

    def ClearClipColor(self) -> bool:
        self.state.color = ""
        return True

    def GetProperty(self, propertyKey: str = "") -> object:
        """An empty dict for a transition, None for a generator, picture keys for a clip (AT)."""
        if self.state.kind == "transition":
            return {}
        if self.state.kind != "clip":
            return None
        values = {**_PICTURE, **self.state.properties}
        return values.get(propertyKey) if propertyKey else values

    def SetProperty(self, propertyKey: str, propertyValue: object) -> bool:
        """Picture only: volume and speed are False (AT "Fairlight audio levels", "Clip speed / retime")."""
        if self.state.kind != "clip" or propertyKey not in _PICTURE:
            return False
        self.state.properties[propertyKey] = propertyValue
        return True

    def GetVoiceIsolationState(self) -> dict[str, object]:
        return {"isEnabled": False, "amount": 0}

    def SetVoiceIsolationState(self, state: dict[str, object]) -> bool:
        """Studio only: on the free edition `calls` refuses it before it gets here."""
        return True

    def _seconds(self, source: Fraction) -> float:
        clip = self.state.clip
        return float(clip.start_s + source / clip.rate.fps) if clip else 0.0


def _exact(frames: Fraction, subframe_precision: bool) -> float:
    """An int, or fractional frames where those were asked for (R21.0.4)."""
    return float(frames) if subframe_precision else math.floor(frames)
