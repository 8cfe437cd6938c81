"""Where the notes of one instrument stand between left and right, where its samples do not say.

Mono samples put a whole drum kit, a string section or a grand piano into one point; recordings do not. A
kit is placed as the audience sees it, a section as it sits, a keyboard as its player hears it. Low notes and
single players stay where the mix puts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ningbgm_agents.score import Instrument

from .region import Region

_KIT: Mapping[int, float] = {
    37: -0.15, 39: 0.2, 41: 0.45, 42: -0.45, 43: 0.45, 44: -0.45, 45: 0.2, 46: -0.45, 47: 0.1, 48: -0.2,
    49: -0.5, 50: -0.3, 51: 0.5, 52: 0.5, 53: 0.5, 54: 0.55, 55: -0.35, 56: 0.3, 57: 0.55, 59: 0.5,
    60: -0.4, 61: -0.5, 62: 0.4, 63: 0.45, 64: 0.5, 69: -0.5, 70: 0.6, 75: -0.4, 76: -0.4, 77: -0.5,
    80: -0.55, 81: -0.55, 82: 0.6,
}  # fmt: skip
"""General MIDI drums; kick and snare stay in the middle."""
_KEYBOARDS = frozenset({0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 46, 108})
"""Pianos, mallets, harp and kalimba: low keys left, high keys right."""
_SECTIONS = frozenset({44, 48, 49, 50, 51, 61})
"""Strings and brass in numbers: high voices left, low voices right."""
_MIDDLE_KEY, _LOWEST_KEY = 60, 40
_KEYS_A_SIDE, _WIDEST = 30.0, 0.4


def seated(regions: tuple[Region, ...], instrument: Instrument, pitch: int) -> tuple[Region, ...]:
    """The regions of a note at its place; a recording that has sides of its own keeps them."""
    place = _place(instrument, pitch)
    if place == 0 or any(region.pan != 0 for region in regions):
        return regions
    return tuple(replace(region, pan=place) for region in regions)


def _place(instrument: Instrument, pitch: int) -> float:
    """-1 left to 1 right."""
    if instrument.kit:
        return _KIT.get(pitch, 0.0)
    if pitch < _LOWEST_KEY or instrument.samples:
        return 0.0
    side = 1 if instrument.program in _KEYBOARDS else -1 if instrument.program in _SECTIONS else 0
    return side * max(-_WIDEST, min(_WIDEST, (pitch - _MIDDLE_KEY) / _KEYS_A_SIDE * _WIDEST))
