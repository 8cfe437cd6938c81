"""Who sings: the four voices with their ranges, as players of a palette."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from ...lyrics import VOICE_STEM, VoiceName
from ...palette import Player


@cache
def singer_of(voice: VoiceName) -> Player:
    """The singer of a voice, who carries the theme and breathes."""
    said = tomllib.loads((resources.files(__package__) / "voices.toml").read_text(encoding="utf-8"))
    return Player(
        VOICE_STEM,
        "melody",
        "line",
        family="voice",
        breath=True,
        reverb=0.24,
        high_pass_hz=110.0,
        velocity=88,
        **said[voice],
    )
