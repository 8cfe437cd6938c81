"""Strips of small pictures: how many there are, and how large."""

from __future__ import annotations

from fractions import Fraction

from ningbgm_agents.timeline import Edit

PICTURES = 16
"""Pictures of a strip, side by side."""
WIDTH = 160
"""Width of a picture in pixels."""
MOST_LEVEL = 12
"""Coarsest level: a picture in more than an hour."""


def strip_count(edit: Edit, level: int) -> int:
    """How many strips a level has, each picture `2 ** level` seconds after the last; the end may be black."""
    step = Fraction(PICTURES * 2**level)
    return max(1, -(-edit.rate.seconds(edit.duration) // step))
