"""Mark in and mark out, and the calls that they share."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

_SIDES = ("video", "audio")


class Marks(dict[str, dict[str, int]]):
    """`{"video": {"in": 0, "out": 134}, "audio": {…}}`; what is not set has no key (nle.md 1.3, R21.0.4).

    A timeline's marks count from its start (R21.1 `MarkInOutRange`; AS adds GetStartFrame). Resolve stores
    whatever number a script sends: 10 reads back 10, 86410 reads back 86410 (AT "SetRenderSettings MarkIn").
    """

    def put(self, key: str, frame: int, kind: str = "all") -> None:
        for side in _sides(kind):
            self.setdefault(side, {})[key] = frame


class MarkCalls:
    """GetMarkInOut and its family, the same on Timeline and MediaPoolItem."""

    def _marks(self) -> Marks:
        raise NotImplementedError

    def GetMarkInOut(self) -> dict[str, dict[str, int]]:
        return {side: dict(values) for side, values in self._marks().items()}

    def SetMarkInOut(self, markIn: float, markOut: float, type: str = "all") -> bool:  # noqa: A002
        if type != "all" and type not in _SIDES:
            return False
        self._marks().put("in", int(markIn), type)
        self._marks().put("out", int(markOut), type)
        return True

    def ClearMarkInOut(self, type: str = "all") -> bool:  # noqa: A002
        if type != "all" and type not in _SIDES:
            return False
        for side in _sides(type):
            self._marks().pop(side, None)
        return True


def _sides(kind: str) -> tuple[str, ...]:
    return _SIDES if kind == "all" else (kind,)
