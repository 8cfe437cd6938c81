"""What tells a theme from all others of its film: its rhythms, its contour and its form, dealt and not drawn.

Drawing at random, two of thirty seeds would share a rhythm soon. A film shuffles each of its decks once and
deals from them in order: a rhythm comes back only when all the others have had their turn.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from .contours import CONTOURS
from .rhythms import Rhythm, motif_rhythms, reply_rhythms

T = TypeVar("T")


@dataclass(frozen=True)
class Form:
    """What stands in the bars of a theme beside its motif, its replies, its highest note and its close."""

    third: str
    """What follows the first reply: 'again', 'sequence', 'mirrored', 'contrast' or 'turned'."""
    fifth: str
    """What leads to the highest note: 'pressed' (the head, twice as often), or one of these."""
    seventh: str
    """The rhythm in which it falls: the 'motif's, the 'reply's, or 'contrast'."""


FORMS = (
    Form("sequence", "pressed", "motif"),
    Form("contrast", "again", "motif"),
    Form("again", "contrast", "motif"),
    Form("sequence", "mirrored", "reply"),
    Form("mirrored", "again", "contrast"),
    Form("turned", "pressed", "reply"),
    Form("again", "mirrored", "reply"),
    Form("turned", "contrast", "motif"),
    Form("contrast", "pressed", "reply"),
    Form("sequence", "sequence", "contrast"),
    Form("mirrored", "pressed", "motif"),
    Form("again", "turned", "contrast"),
)
"""Sentence, period, song form, and what lies between them."""


@dataclass(frozen=True)
class Traits:
    """What one theme is made of."""

    motif: Rhythm
    reply: Rhythm
    contrast: Rhythm
    contour: str
    form: Form


def deal(film: object, number: int, place: int, lively: bool, pushed: bool) -> Traits:
    """The traits of the first (0) or second (1) theme of the piece with this number among a film's.

    Two pieces share the rhythm of a motif only where half a deck lies between their numbers: 57 to 174.
    """
    return Traits(
        _dealt(film, "motif", motif_rhythms(lively, pushed), 2 * number + place),
        _dealt(film, f"reply {place}", reply_rhythms(lively), number),
        _dealt(film, f"contrast {place}", reply_rhythms(not lively), number),
        _dealt(film, f"contour {place}", tuple(CONTOURS), number),
        _dealt(film, f"form {place}", FORMS, number),
    )


def drawn(lively: bool, dice: random.Random) -> Traits:
    """The traits of a theme that belongs to no film."""
    return deal(dice.random(), dice.randrange(1_000_000), 0, lively, True)


def _dealt(film: object, deck: str, cards: Sequence[T], number: int) -> T:
    order = list(range(len(cards)))
    random.Random(f"{film}:{deck}").shuffle(order)
    return cards[order[number % len(order)]]
