"""Markers of FCP7 XML, of sequences and of clips, with their colours as people call them."""

from __future__ import annotations

from fractions import Fraction
from xml.etree.ElementTree import Element

from . import limits
from .fcp7_values import frame, number, text
from .pieces import Note

_LONGEST_NOTE = 2_000
_COLOURS = {
    "green": (113, 134, 55), "red": (210, 44, 54), "purple": (175, 139, 177), "orange": (233, 111, 36),
    "yellow": (208, 161, 43), "white": (255, 255, 255), "blue": (66, 141, 252), "cyan": (25, 244, 214),
    "pink": (255, 105, 180), "black": (0, 0, 0),
}  # fmt: skip
"""Premiere's eight marker colours as it writes them, and two that FCP7 had as well."""


def markers_of(element: Element, per_frame: Fraction, zero: Fraction = Fraction(0)) -> tuple[Note, ...]:
    """The markers of a sequence or a clip, in edit frames from its start.

    `per_frame` is how many edit frames one of the element's frames takes, `zero` the frame of the
    element that is seen first. Markers that NingBGM wrote itself are left out.
    """
    notes = []
    for marker in element.findall("marker")[: limits.MAX_MARKERS]:
        first = frame(marker, "in")
        if first is None or "ningbgm" in text(marker, "comment").lower():
            continue
        last = frame(marker, "out")
        length = max(last - first, Fraction(0)) if last is not None else Fraction(0)
        notes.append(
            Note(
                (first - zero) * per_frame,
                text(marker, "name"),
                text(marker, "comment")[:_LONGEST_NOTE],
                _colour(marker),
                length * per_frame,
            )
        )
    return tuple(notes)


def _colour(marker: Element) -> str:
    """The nearest named colour: Premiere packs blue, green and red into one number, FCP7 lists them."""
    packed = number(marker, "pproColor")
    if packed is not None:
        value = int(packed) & 0xFFFFFF
        rgb = (value & 0xFF, value >> 8 & 0xFF, value >> 16)
    elif marker.find("color") is not None:
        found = [number(marker, f"color/{name}") for name in ("red", "green", "blue")]
        rgb = (int(found[0] or 0), int(found[1] or 0), int(found[2] or 0))
    else:
        return ""
    return min(_COLOURS, key=lambda name: sum((a - b) ** 2 for a, b in zip(_COLOURS[name], rgb, strict=True)))
