"""What lies under a cue: all that its music was written to, counted from its own first frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..timeline import Edit, Span
from .pieces import Piece

Lying = tuple[str, int, int, str]
"""What it is, from where to where, and all that tells it apart."""


@dataclass(frozen=True)
class Ground:
    """An edit as cues stand on it: picture, sound, markers, captions and wanted silences."""

    edit: Edit
    picture: tuple[Piece, ...]
    sound: tuple[Piece, ...]
    silences: tuple[Span, ...]

    def under(self, span: Span) -> tuple[Lying, ...]:
        """The content of a span: equal where the same music would be written, wherever the span lies."""
        return (
            *_pieces("picture", self.picture, span),
            *sorted(_pieces("sound", self.sound, span)),
            *sorted(
                ("marker", m.frame - span.start, m.duration, f"{m.name}|{m.note}|{m.colour}")
                for m in self.edit.markers
                if m.frame in span
            ),
            *sorted(
                ("caption", *_inside(c.record, span), f"{c.kind}|{c.text}")
                for c in self.edit.captions
                if c.record.overlap(span)
            ),
            *sorted(("silence", *_inside(s, span), "") for s in self.silences if s.overlap(span)),
        )

    def pieces(self, span: Span) -> tuple[Piece, ...]:
        """The picture inside a span."""
        return tuple(piece.part(span) for piece in self.picture if piece.record.overlap(span))


def _pieces(lane: str, pieces: Sequence[Piece], span: Span) -> list[Lying]:
    found: list[Lying] = []
    for piece in pieces:
        if piece.record.start >= span.end and lane == "picture":
            break
        if piece.record.overlap(span):
            part = piece.part(span)
            entry = part.entry if part.record.start > span.start else ""
            where = f"{part.source}|{part.speed}|{part.first}|{entry}"
            found.append((lane, part.record.start - span.start, part.record.end - span.start, where))
    return found


def _inside(record: Span, span: Span) -> tuple[int, int]:
    return max(record.start, span.start) - span.start, min(record.end, span.end) - span.start
