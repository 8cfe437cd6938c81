"""A name for a feeling, from a table that people can edit."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


def mood_name(valence: float, arousal: float, tension: float) -> str:
    """The name whose place lies nearest; tension counts half."""

    def distance(place: tuple[float, float, float]) -> float:
        v, a, t = place
        return (v - valence) ** 2 + (a - arousal) ** 2 + 0.5 * (t - tension) ** 2

    return min(_places(), key=lambda named: (distance(named[1]), named[0]))[0]


@cache
def _places() -> tuple[tuple[str, tuple[float, float, float]], ...]:
    file = resources.files(__package__) / "moods.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple((mood["name"], tuple(mood["place"])) for mood in table["mood"])
