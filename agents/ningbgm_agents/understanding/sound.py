"""The sound expert: what is heard beside the voice, and how it moves."""

from __future__ import annotations

import numpy as np

from ..evidence import Evidence
from ..scene import Support
from ..timeline import Edit, Span
from .bench import Described
from .signals import Signals, window

UNHEARD = "no sound was recorded"
_LEVELS = (
    (-50.0, "almost silent"),
    (-36.0, "very quiet"),
    (-27.0, "quiet"),
    (-18.0, "of middle loudness"),
    (-11.0, "loud"),
    (1.0, "very loud"),
)
"""Upper ends of loudness in LUFS and their names."""
_MOVE_LU = 5.0
"""Loudness that has to change over a record before it swells or fades."""


def listen(
    edit: Edit, evidence: Evidence, signals: Signals, spans: tuple[Span, ...]
) -> tuple[Described, ...]:
    """The background sound of each record; it never overrides what is seen."""
    if signals.get("loudness") is None and evidence.loudness_lufs is None:
        return tuple(_unheard() for _ in spans)
    return tuple(_heard(edit, evidence, signals, span) for span in spans)


def loudness(signals: Signals, evidence: Evidence, start_s: float, end_s: float) -> float:
    """Mean loudness in LUFS; the whole film's where no curve is there."""
    mean = signals.mean("loudness", start_s, end_s)
    return mean if mean is not None else evidence.loudness_lufs or -70.0


def _heard(edit: Edit, evidence: Evidence, signals: Signals, span: Span) -> Described:
    start, end = float(edit.rate.seconds(span.start)), float(edit.rate.seconds(span.end))
    level = loudness(signals, evidence, start, end)
    content = _content(signals, level, start, end)
    return Described(
        content,
        f"{_level(level)}, {_movement(signals, start, end)}",
        (
            Support("background_sound", "sound", 0.6, _why(signals, start, end, level)),
            Support(
                "background_sound_style",
                "sound",
                0.7,
                f"mean loudness {level:.0f} LUFS and its course",
            ),
        ),
    )


def _content(signals: Signals, level: float, start: float, end: float) -> str:
    def mean(name: str) -> float:
        return signals.mean(name, start, end) or 0.0

    if level < _LEVELS[0][0]:
        return "silence"
    spoken = mean("speech") > 0.5
    if mean("music") > 0.5:
        return "sound like music behind the voice" if spoken else "sound like music"
    if spoken:
        return "little besides the voice"
    if mean("onsets") > 4:
        return "many short sounds"
    if signals.get("tonality") is not None and mean("tonality") > 0.6:
        return "tones without a beat"
    return "single sounds over noise" if mean("onsets") > 1 else "steady noise or room tone"


def _level(level: float) -> str:
    return next(name for end, name in _LEVELS if level < end or end > 0)


def _movement(signals: Signals, start: float, end: float) -> str:
    curve = signals.get("loudness")
    if curve is None:
        return "even"
    first, last = window(start, end, signals.seconds)
    part = curve[first:last]
    half = max(len(part) // 2, 1)
    change = float(part[half:].mean() - part[:half].mean()) if len(part) > 1 else 0.0
    if change > _MOVE_LU:
        return "swelling"
    if change < -_MOVE_LU:
        return "fading"
    if len(part) > 2 and float(np.abs(np.diff(part)).max()) > 2 * _MOVE_LU:
        return "with sudden peaks"
    return "even"


def _why(signals: Signals, start: float, end: float, level: float) -> str:
    known = [name for name in ("music", "speech", "onsets", "tonality") if signals.get(name) is not None]
    values = [f"{name} {signals.mean(name, start, end) or 0.0:.1f}" for name in known]
    return ", ".join([f"loudness {level:.0f} LUFS", *values])


def _unheard() -> Described:
    why = "the film has no sound"
    return Described(
        UNHEARD,
        "none",
        (
            Support("background_sound", "none", 1.0, why),
            Support("background_sound_style", "none", 1.0, why),
        ),
    )
