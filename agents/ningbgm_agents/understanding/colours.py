"""Colours by name."""

from __future__ import annotations

import colorsys

from ..evidence import Colour

_HUES = (
    (15, "red"),
    (40, "orange"),
    (68, "yellow"),
    (160, "green"),
    (200, "turquoise"),
    (255, "blue"),
    (290, "purple"),
    (335, "pink"),
    (361, "red"),
)
"""Upper ends of the hues in degrees."""


def name_of(colour: Colour) -> str:
    """The everyday name of a colour."""
    red, green, blue = (min(max(v, 0), 255) / 255 for v in (colour.red, colour.green, colour.blue))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if value < 0.12:
        return "black"
    if saturation < 0.13:
        return "white" if value > 0.85 else "grey"
    name = next(name for end, name in _HUES if hue * 360 < end)
    return "brown" if name in ("orange", "red") and value < 0.5 and saturation < 0.85 else name


def names_of(palette: tuple[Colour, ...], count: int = 2) -> tuple[str, ...]:
    """The names that fill most of the picture, at most `count`."""
    shares: dict[str, float] = {}
    for colour in palette:
        shares[name_of(colour)] = shares.get(name_of(colour), 0.0) + max(colour.share, 0.0)
    ranked = sorted(shares, key=lambda name: (-shares[name], name))
    return tuple(ranked[:count])
