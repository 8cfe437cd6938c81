"""Takes: several clips in one place."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

from fractions import Fraction

from .clip import Clip
from .face import Face
from .item import Item, Take


class TakeCalls(Face[Item]):
    """Takes of an item [R21.0.4]."""

    def AddTake(self, mediaPoolItem: Clip, startFrame: float = 0, endFrame: float | None = None) -> bool:
        """Half-open, stored as given (DB ADR 0005). The item's own clip becomes take 1 [inference]."""
        item = self.state
        if item.clip is None:
            return False
        if not item.takes:
            end = int(item.source + item.source_span)
            item.takes.append(Take(item.clip, int(item.source), end))
            item.take = 1
        end = mediaPoolItem.frames if endFrame is None else int(endFrame)
        item.takes.append(Take(mediaPoolItem, int(startFrame), end))
        return True

    def GetTakesCount(self) -> int:
        """0, whatever is true, on a timeline that is not current (nle.md 1.4.8, DB ADR 0004)."""
        track = self.state.track
        current = track is not None and track.sequence is self.app.film.current
        return len(self.state.takes) if current else 0

    def GetSelectedTakeIndex(self) -> int:
        return self.state.take

    def GetTakeByIndex(self, idx: float) -> dict[str, object] | None:
        if not 1 <= idx <= len(self.state.takes):
            return None
        take = self.state.takes[int(idx) - 1]
        return {"startFrame": take.start, "endFrame": take.end, "mediaPoolItem": take.clip}

    def SelectTakeByIndex(self, idx: float) -> bool:
        if not 1 <= idx <= len(self.state.takes):
            return False
        take = self.state.takes[int(idx) - 1]
        self.state.take, self.state.clip, self.state.source = int(idx), take.clip, Fraction(take.start)
        return True

    def FinalizeTake(self) -> bool:
        if not self.state.takes:
            return False
        self.state.takes, self.state.take = [], 0
        return True
