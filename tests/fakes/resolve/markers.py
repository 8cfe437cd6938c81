"""Markers of a timeline, an item or a pool clip, and the calls that they share."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

from dataclasses import dataclass

from .colours import MARKER_COLOURS


@dataclass(slots=True)
class Marker:
    color: str
    name: str
    note: str
    duration: int
    custom: str = ""
    made_by: str = "user"

    @property
    def shown(self) -> dict[str, object]:
        """As `GetMarkers` shows it; the duration is a float, as in the README's example (R21.0.4)."""
        return {
            "color": self.color,
            "duration": float(self.duration),
            "note": self.note,
            "name": self.name,
            "customData": self.custom,
        }


class MarkerBook(dict[int, Marker]):
    """Markers by frame: one a frame (R21.0.4: `GetMarkers` is a dict by frameId).

    The frame of a timeline's marker is an offset from the timeline's start, not an absolute one (nle.md 1.3;
    samuelgursky/davinci-resolve-mcp PR #66). Any number is stored and read back; far from the picture it is
    merely never seen.
    """

    def with_custom(self, custom: str) -> int | None:
        """The frame of the first marker with this customData."""
        return next((frame for frame in sorted(self) if self[frame].custom == custom), None)


class MarkerCalls:
    """AddMarker and its family, the same on Timeline, TimelineItem and MediaPoolItem (R21.0.4)."""

    def _book(self) -> MarkerBook:
        raise NotImplementedError

    def AddMarker(
        self, frameId: float, color: str, name: str, note: str, duration: float, customData: str = ""
    ) -> bool:
        """Only marker colours are taken (nle.md 1.3), and only a free frame (one marker a frame)."""
        frame = int(frameId)
        if color not in MARKER_COLOURS or frame in self._book():
            return False
        self._book()[frame] = Marker(color, name, note, int(duration), customData or "", made_by="script")
        return True

    def GetMarkers(self) -> dict[float, dict[str, object]]:
        return {float(frame): marker.shown for frame, marker in sorted(self._book().items())}

    def GetMarkerByCustomData(self, customData: str) -> dict[str, object]:
        """The marker's values, without its frame; empty where none matches [inference: empty, not None]."""
        frame = self._book().with_custom(customData)
        return {} if frame is None else self._book()[frame].shown

    def UpdateMarkerCustomData(self, frameId: float, customData: str) -> bool:
        if int(frameId) not in self._book():
            return False
        self._book()[int(frameId)].custom = customData
        return True

    def GetMarkerCustomData(self, frameId: float) -> str:
        marker = self._book().get(int(frameId))
        return marker.custom if marker else ""

    def DeleteMarkerAtFrame(self, frameNum: float) -> bool:
        return self._book().pop(int(frameNum), None) is not None

    def DeleteMarkersByColor(self, color: str) -> bool:
        """`"All"` deletes every marker (R21.0.4): the user's, too."""
        if color != "All" and color not in MARKER_COLOURS:
            return False
        for frame in [f for f, marker in self._book().items() if color in ("All", marker.color)]:
            del self._book()[frame]
        return True

    def DeleteMarkerByCustomData(self, customData: str) -> bool:
        """Deletes the first match only (nle.md 1.3)."""
        frame = self._book().with_custom(customData)
        return frame is not None and self._book().pop(frame) is not None
