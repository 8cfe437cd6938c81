"""Media that were exported again or renamed: known again by the looks and lengths of their shots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..evidence import Evidence, Look, Shown
from ..timeline import Span
from .alignment import heaviest_chain
from .pieces import Piece

_ALIKE = 0.06
"""Largest difference of looks between two codings of one shot; other shots mostly differ by more."""
_LONGER = 0.02
"""Share by which two lengths may differ and still be those of one shot, trimmed by nothing but rounding."""


@dataclass(frozen=True)
class _Sight:
    """A shot as it was seen, and the piece that it belongs to."""

    piece: Piece
    look: Look
    motion: float


def recognised(
    old: Sequence[Piece], new: Sequence[Piece], was: Evidence | None, now: Evidence | None
) -> tuple[Piece, ...]:
    """The new pieces, those of unknown sources renamed to the old ones that they show again.

    Only whole shots that look the same, last as long and come in the same order are taken for the same.
    """
    if was is None or now is None:
        return tuple(new)
    known, still = {piece.source for piece in old}, {piece.source for piece in new}
    before = _sights([p for p in old if p.source not in still and p.lasting], was.shots)
    after = _sights([p for p in new if p.source not in known and p.lasting], now.shots)
    pairs = [
        (i, j, a.piece.record.duration)
        for i, a in enumerate(before)
        for j, b in enumerate(after)
        if _same(a, b)
    ]
    again = {after[j].piece.record: before[i].piece for i, j in heaviest_chain(pairs)}
    renamed = [part for piece in new for part in _renamed(piece, again)]
    return tuple(renamed)


def _sights(pieces: Sequence[Piece], shots: Sequence[Shown]) -> list[_Sight]:
    sights = []
    for piece in pieces:
        for shown in shots:
            if shown.start_frame < shown.end_frame:
                inside = Span(shown.start_frame, shown.end_frame).overlap(piece.record)
                if inside is not None:
                    sights.append(_Sight(piece.part(inside), shown.look, shown.motion))
    return sorted(sights, key=lambda sight: sight.piece.record)


def _same(a: _Sight, b: _Sight) -> bool:
    lengths = a.piece.record.duration, b.piece.record.duration
    if abs(lengths[0] - lengths[1]) > max(1, _LONGER * min(lengths)) or a.piece.speed != b.piece.speed:
        return False
    one, other = a.look, b.look
    apart = max(
        abs(one.brightness - other.brightness),
        abs(one.saturation - other.saturation),
        abs(one.warmth - other.warmth) / 2,
        abs(one.contrast - other.contrast),
        abs(a.motion - b.motion),
    )
    return apart <= _ALIKE


def _renamed(piece: Piece, again: dict[Span, Piece]) -> list[Piece]:
    """A piece in parts, each as the old piece that it shows again, or as itself."""
    inside = sorted(span for span in again if piece.record.overlap(span) == span)
    parts, position = [], piece.record.start
    for span in inside:
        if span.start > position:
            parts.append(piece.part(Span(position, span.start)))
        was, part = again[span], piece.part(span)
        parts.append(Piece(span, was.source, was.speed, was.first, part.entry, part.name))
        position = span.end
    if position < piece.record.end:
        parts.append(piece.part(Span(position, piece.record.end)))
    return parts
