"""Joins what lies on both sides of a transition: the cut moves to the transition's middle."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from ningbgm_agents.timeline import TransitionKind

from .pieces import Layer, Piece

_WIPE = re.compile(r"wipe|slide|push|iris|clock|barn|split|swap|\bw\d{3}\b", re.I)


def joined(
    before: list[Piece], after: Layer, cut: Fraction, lead: Fraction, tail: Fraction, said: str = ""
) -> tuple[list[Piece], Layer]:
    """Both sides of a transition that begins `lead` frames before the cut and ends `tail` after it.

    `before` is what a track showed so far, `after` what follows at its place; `said` is the name of
    the effect. Black on one side makes it a fade.
    """
    left = before[-1] if before and before[-1].end == cut else None
    right = after.pieces[0] if after.pieces and after.pieces[0].start == cut else None
    middle = cut + (tail - lead) / 2 if left is not None else cut
    if left is not None and left.start < middle:
        fades = lead + tail if right is None else Fraction(0)
        before = [*before[:-1], replace(stretched(left, left.start, middle), fade_out_frames=fades)]
    if right is None or middle >= right.end:
        return before, after
    kind = transition_kind(said) if left is not None else "fade_in"
    moved = replace(stretched(right, middle, right.end), transition_in=kind, transition_frames=lead + tail)
    return before, replace(after, pieces=(moved, *after.pieces[1:]))


def transition_kind(said: str) -> TransitionKind:
    """Wipe or dissolve, by the name of the effect."""
    return "wipe" if _WIPE.search(said) else "dissolve"


def stretched(piece: Piece, start: Fraction, end: Fraction) -> Piece:
    """A piece that begins and ends elsewhere, with the picture in the same place."""
    source = piece.source_start_s + (start - piece.start) * piece.source_per_frame_s
    return replace(piece, start=start, end=end, source_start_s=max(source, Fraction(0)))
