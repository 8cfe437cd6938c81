"""What 21.1 gave to items: type, levels, fades, speed, transitions."""
# Named as in Resolve's API:
# ruff: noqa: N802, N803

from __future__ import annotations

from fractions import Fraction

from .face import Face
from .item import Item
from .ripple import ripple_speed
from .transitions import add_transition

LEVELS: dict[str, tuple[float, float]] = {
    "AudioVolume": (-100.0, 30.0),
    "AudioPan": (-100.0, 100.0),
    "AudioPitchSemiTones": (-24.0, 24.0),
    "AudioPitchCents": (-100.0, 100.0),
    "AudioVoiceIsolationAmount": (0, 100),
    "AudioDialogueLevelerOutputGain": (0.0, 6.0),
}
"""Ranges of `SetProperties` (R21.1 `TimelineItemProperties`)."""

SWITCHES = frozenset(
    f"Audio{part}Enabled" for part in ("Volume", "Pan", "Pitch", "VoiceIsolation", "DialogueLeveler")
)


class NewCalls(Face[Item]):
    """R21.1, nle.md 1.3 "21.1 only"."""

    def GetType(self) -> str:
        """'video', 'audio', 'generator' or 'transition' (R21.1). A title is a generator [inference]."""
        if self.state.kind in ("transition", "generator", "title"):
            return "transition" if self.state.kind == "transition" else "generator"
        assert self.state.track is not None
        return self.state.track.kind

    def GetProperties(self) -> dict[str, object]:
        levels: dict[str, object] = {"AudioVolumeEnabled": True, "AudioVolume": 0.0, "AudioPan": 0.0}
        return {**levels, **self.state.levels} if self.GetType() == "audio" else dict(self.state.levels)

    def SetProperties(self, properties: dict[str, object]) -> bool:
        """All or nothing (nle.md 1.3). A value out of range refuses the lot [inference]."""
        if not properties or not all(_allowed(key, value) for key, value in properties.items()):
            return False
        self.state.levels.update(properties)
        return True

    def GetFades(self) -> dict[str, float]:
        return dict(self.state.fades)

    def SetFades(self, fades: dict[str, float]) -> bool:
        """In frames; reads back floats; a partial dict keeps the other side (DB)."""
        if not fades or not set(fades) <= {"FadeIn", "FadeOut"} or self.state.kind == "transition":
            return False
        self.state.fades.update({side: float(frames) for side, frames in fades.items()})
        return True

    def GetSpeed(self) -> dict[str, object]:
        return {"Percentage": float(self.state.speed * 100)}

    def SetSpeed(self, speedOptions: dict[str, object]) -> bool:
        """Without ripple the item keeps its span (DB: 50 %, nothing moves). With it, see `ripple`."""
        percentage = speedOptions.get("Percentage")
        if not isinstance(percentage, int | float) or percentage <= 0 or self.state.clip is None:
            return False
        speed = Fraction(percentage) / 100
        if speedOptions.get("RippleTimeline"):
            ripple_speed(self.app, self.state, speed)
        self.state.speed = speed
        return True

    def AddTransition(self, transitionOptions: dict[str, object]) -> Item | None:
        return add_transition(self.app, self.state, transitionOptions)


def _allowed(key: str, value: object) -> bool:
    if key in SWITCHES:
        return isinstance(value, bool)
    low, high = LEVELS.get(key, (1.0, 0.0))
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
