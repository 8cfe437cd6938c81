"""Contours: the ways in which a handful of notes can go, as signs that dice fill with sizes."""

from __future__ import annotations

import random
from itertools import pairwise

CONTOURS: dict[str, dict[int, tuple[str, ...]]] = {
    "arch": {2: ("L-", "+-"), 3: ("+L-", "L--"), 4: ("+L--", "++L-"), 5: ("++L--", "L+---")},
    "bowl": {2: ("J+", "-+"), 3: ("-J+", "J++"), 4: ("-J++", "--J+"), 5: ("--J++", "J-+++")},
    "ascent": {2: ("+L", "L+"), 3: ("+l+", "=+l"), 4: ("+l++", "+=+l"), 5: ("++l++", "+-+l+")},
    "descent": {2: ("-J", "J-"), 3: ("-j-", "=-j"), 4: ("-j--", "-=-j"), 5: ("--j--", "-+-j-")},
    "wave": {2: ("+J", "-L"), 3: ("+J+", "-L-"), 4: ("+-L-", "-+J+"), 5: ("+-+L-", "-+-J+")},
    "pedal": {2: ("=L", "=J"), 3: ("==L", "=L-"), 4: ("=L-=", "==J+"), 5: ("==L--", "=+=L-")},
    "leap and fill": {2: ("W-", "V+"), 3: ("W--", "V++"), 4: ("W---", "V+++"), 5: ("W---+", "V+++-")},
    "turn": {2: ("+j", "-l"), 3: ("+-L", "-+J"), 4: ("+--L", "-++J"), 5: ("+--+L", "-++-J")},
}
"""Of every contour, by how many moves it has: a step (+ -), a note again (=), a small leap (l j), one that is
meant to be heard (L J), and a wide one (W V); the second of each pair goes down."""

_SIZES = {"+": (1, 1, 1, 2), "l": (2, 2, 3), "L": (2, 3, 3, 4, 5), "W": (4, 5, 5, 7)}
_DOWN = {"-": "+", "j": "l", "J": "L", "V": "W"}
_STARTS = {"descent": (4, 4, 5, 7), "bowl": (2, 4, 4), "ascent": (0, 0, -3), "leap and fill": (0, 0, 2, 4)}
_ANY_START = (0, 0, 2, 4)
_TRIES = 12


def degrees_of(contour: str, count: int, dice: random.Random) -> tuple[int, ...]:
    """So many scale degrees along a contour: the least dull of some tries."""
    return min((_drawn(contour, count, dice) for _ in range(_TRIES)), key=_dullness)


def _drawn(contour: str, count: int, dice: random.Random) -> tuple[int, ...]:
    degrees = [dice.choice(_STARTS.get(contour, _ANY_START))]
    for sign in dice.choice(CONTOURS[contour][count - 1]):
        size = 0 if sign == "=" else dice.choice(_SIZES[_DOWN.get(sign, sign)])
        degrees.append(degrees[-1] + (-size if sign in _DOWN else size))
    return tuple(degrees)


def _dullness(degrees: tuple[int, ...]) -> float:
    """How much a row of degrees strays from where one sings, or swings back and forth."""
    steps = [b - a for a, b in pairwise(degrees)]
    span = max(degrees) - min(degrees)
    swings = sum(a == -b and abs(a) > 1 for a, b in pairwise(steps))
    return (
        2.0 * (len(set(degrees)) < min(3, len(degrees)))
        + 1.0 * swings
        + 0.8 * max(0, span - 7)
        + 1.0 * max(0, -3 - min(degrees))
        + 0.8 * max(0, max(degrees) - 7)
        + 0.5 * (span < 2)
    )
