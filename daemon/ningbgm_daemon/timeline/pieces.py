"""Pieces of picture or sound laid in time, before they are rounded to frames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ningbgm_agents.timeline import Media, TransitionKind


@dataclass(frozen=True)
class Piece:
    """A stretch of one source; `start` and `end` count (parts of) edit frames."""

    start: Fraction
    end: Fraction
    kind: Literal["clip", "title", "generator"]
    name: str
    media: Media | None
    source_start_s: Fraction = Fraction(0)
    source_per_frame_s: Fraction = Fraction(0)
    """Media seconds per edit frame; zero holds a frame."""
    transition_in: TransitionKind = "cut"
    transition_frames: Fraction = Fraction(0)
    fade_out_frames: Fraction = Fraction(0)
    """Frames that its fade to black takes, where black follows; it ends in the middle of it."""
    transparent: bool = False
    """True for titles and overlays, through which the picture below shows."""

    def within(self, start: Fraction, end: Fraction) -> Piece | None:
        """The part of it between two times, or None."""
        first, last = max(self.start, start), min(self.end, end)
        if first >= last:
            return None
        cut_short = first > self.start
        return replace(
            self,
            start=first,
            end=last,
            source_start_s=self.source_start_s + (first - self.start) * self.source_per_frame_s,
            transition_in="cut" if cut_short else self.transition_in,
            transition_frames=Fraction(0) if cut_short else self.transition_frames,
            fade_out_frames=self.fade_out_frames if last == self.end else Fraction(0),
        )


@dataclass(frozen=True)
class Note:
    """A marker laid in time."""

    frame: Fraction
    name: str
    note: str
    colour: str
    duration: Fraction = Fraction(0)


@dataclass(frozen=True)
class Layer:
    """What a track, a stack or a clip contributes, from its own zero to `length`."""

    pieces: tuple[Piece, ...]
    length: Fraction
    notes: tuple[Note, ...] = ()

    def window(self, start: Fraction, length: Fraction, speed: Fraction = Fraction(1)) -> Layer:
        """`length` frames of it from `start` on, played at a speed; what lies outside is gone."""
        if speed == 0:
            return self._held(start, length)
        used = length * abs(speed)
        pieces = (piece.within(start, start + used) for piece in self.pieces)
        moved = tuple(_played(piece, start, used, speed) for piece in pieces if piece is not None)
        notes = tuple(
            replace(note, frame=_position(note.frame, start, used, speed))
            for note in self.notes
            if start <= note.frame < start + used
        )
        return Layer(_filled(_ordered(moved), length), length, notes)

    def shifted(self, frames: Fraction) -> Layer:
        """The same, later."""
        return Layer(
            tuple(replace(p, start=p.start + frames, end=p.end + frames) for p in self.pieces),
            self.length + frames,
            tuple(replace(note, frame=note.frame + frames) for note in self.notes),
        )

    def _held(self, at: Fraction, length: Fraction) -> Layer:
        pieces = (piece.within(at, at + Fraction(1, 1000)) for piece in self.pieces)
        held = (
            replace(piece, start=Fraction(0), end=length, source_per_frame_s=Fraction(0))
            for piece in pieces
            if piece is not None
        )
        return Layer(tuple(held), length)


def over(below: Iterable[Piece], above: Iterable[Piece]) -> tuple[Piece, ...]:
    """The picture of two layers: the upper one hides the lower, unless it is transparent."""
    lower, upper = tuple(below), tuple(above)
    opaque = tuple(piece for piece in upper if not piece.transparent)
    seen = _dissolved(_minus(lower, opaque), opaque)
    # A title over a picture changes no shot; over black it is what there is to see.
    alone = _minus(tuple(p for p in upper if p.transparent), seen)
    return tuple(_ordered((*seen, *alone)))


def _dissolved(lower: tuple[Piece, ...], upper: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Both in order; fades of the upper over a picture of the lower are dissolves between the two."""
    ends, starts = {piece.end for piece in lower}, {piece.start for piece in lower}
    fades = {p.end: p.fade_out_frames for p in upper if p.fade_out_frames and p.end in starts}
    above = (
        replace(p, transition_in="dissolve") if p.transition_in == "fade_in" and p.start in ends else p
        for p in upper
    )
    shown = [replace(p, fade_out_frames=Fraction(0)) if p.end in fades else p for p in above]
    revealed = [
        replace(p, transition_in="dissolve", transition_frames=fades[p.start]) if p.start in fades else p
        for p in lower
    ]
    return tuple(_ordered((*revealed, *shown)))


def _minus(pieces: tuple[Piece, ...], hidden_by: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """What is left of `pieces` outside `hidden_by`; both in order and each free of overlaps."""
    left, first = [], 0
    for piece in _ordered(pieces):
        position = piece.start
        while first < len(hidden_by) and hidden_by[first].end <= position:
            first += 1
        index = first
        while index < len(hidden_by) and hidden_by[index].start < piece.end:
            left.append(piece.within(position, hidden_by[index].start))
            position = max(position, hidden_by[index].end)
            index += 1
        left.append(piece.within(position, piece.end))
    return tuple(part for part in left if part is not None)


def _filled(pieces: list[Piece], length: Fraction) -> tuple[Piece, ...]:
    """Pieces whose last holds to the end where a retime, rounded, left less than a frame open."""
    if pieces and 0 < length - pieces[-1].end < 1:
        pieces = [*pieces[:-1], replace(pieces[-1], end=length)]
    return tuple(pieces)


def _ordered(pieces: Iterable[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda piece: piece.start)


def _position(frame: Fraction, start: Fraction, used: Fraction, speed: Fraction) -> Fraction:
    return (frame - start) / speed if speed > 0 else (start + used - frame) / -speed


def _played(piece: Piece, start: Fraction, used: Fraction, speed: Fraction) -> Piece:
    """A piece at its place in a window that plays at a speed; backwards, its end comes first."""
    if speed > 0:
        first, last = piece.start, piece.end
        source = piece.source_start_s
    else:
        first, last = piece.end, piece.start
        source = piece.source_start_s + (piece.end - piece.start) * piece.source_per_frame_s
    return replace(
        piece,
        start=_position(first, start, used, speed),
        end=_position(last, start, used, speed),
        source_start_s=source,
        source_per_frame_s=piece.source_per_frame_s * speed,
        transition_frames=piece.transition_frames / abs(speed),
    )
