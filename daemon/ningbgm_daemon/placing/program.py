"""The editing program that asks, and what a person misses in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_MISSED: Mapping[str, str] = {
    "GetSelectedClips": "Selected clips cannot be read (21.0.4 can); use mark in and out.",
    "GetMarkInOut": "Mark in and out cannot be read (20 can); the whole timeline is scored.",
}
"""By calls of DaVinci Resolve's."""


@dataclass(frozen=True)
class Program:
    """One build of it."""

    name: str = ""
    """Its name and version, for people; empty where they are not told."""
    missing_calls: tuple[str, ...] = ()

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it cannot do, a sentence each."""
        return tuple(_MISSED[call] for call in self.missing_calls if call in _MISSED)
