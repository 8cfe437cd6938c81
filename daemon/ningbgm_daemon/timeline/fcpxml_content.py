"""What a part of an FCPXML story shows, sounds and says, laid in time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from .fcpxml_time import Stretch
from .joining import stretched
from .pieces import Layer, Note, Piece

Depth = tuple[int, ...]
"""What lies over what: the lanes that lead to a clip; connected clips over or under the storyline."""
_EMPTY = Layer((), Fraction(0))


@dataclass(frozen=True)
class Content:
    """Pictures by depth, sounds by role, words and markers, in frames of the edit."""

    pictures: tuple[tuple[Depth, Layer], ...] = ()
    sounds: tuple[tuple[str, Layer], ...] = ()
    """The role that each sound plays, 'dialogue.boom', and the sound."""
    words: Layer = _EMPTY
    """Titles and captions: the text is the piece's name, captions are of the kind 'clip'."""
    notes: tuple[Note, ...] = ()

    def shifted(self, frames: Fraction) -> Content:
        """The same, later."""
        return Content(
            tuple((depth, layer.shifted(frames)) for depth, layer in self.pictures),
            tuple((role, layer.shifted(frames)) for role, layer in self.sounds),
            self.words.shifted(frames),
            tuple(replace(note, frame=note.frame + frames) for note in self.notes),
        )

    def played(self, shown: Sequence[Stretch], heard: Sequence[Stretch], fps: Fraction) -> Content:
        """What a clip plays of it, from the clip's start; the picture flattened to one depth."""
        picture = played_layer(Layer(self.seen(), Fraction(0), self.notes), shown, fps)
        sounds = ((role, played_layer(layer, heard, fps)) for role, layer in self.sounds)
        return Content(
            (((), replace(picture, notes=())),) if picture.pieces else (),
            tuple((role, layer) for role, layer in sounds if layer.pieces),
            played_layer(self.words, shown, fps),
            picture.notes,
        )

    def seen(self) -> tuple[Piece, ...]:
        """The picture as the viewer sees it."""
        return seen([(depth, piece) for depth, layer in self.pictures for piece in layer.pieces])

    def piece_count(self) -> int:
        """How much there is of it."""
        layers = (*self.pictures, *self.sounds)
        return sum(len(layer.pieces) for _, layer in layers) + len(self.words.pieces) + len(self.notes)

    def only(self, picture: bool, sound: bool) -> Content:
        """The same without its picture, without its sound, or without both."""
        return Content(
            self.pictures if picture else (),
            self.sounds if sound else (),
            self.words if picture else _EMPTY,
            self.notes if picture or sound else (),
        )

    def with_roles(self, roles: Sequence[str]) -> Content:
        """The same with all its sounds in these roles."""
        layers = dict.fromkeys(layer for _, layer in self.sounds)
        return replace(self, sounds=tuple((role, layer) for role in roles for layer in layers))

    def without_roles(self, muted: Callable[[str], bool]) -> Content:
        """The same without the sounds whose roles are switched off."""
        return replace(self, sounds=tuple(sound for sound in self.sounds if not muted(sound[0])))

    def under(self, lane: int) -> Content:
        """The same in a lane of what it is connected to."""
        return replace(self, pictures=tuple(((lane, *depth), layer) for depth, layer in self.pictures))

    def see_through(self) -> Content:
        """The same with a picture that hides nothing."""
        pictures = tuple((depth, _transparent(layer)) for depth, layer in self.pictures)
        return replace(self, pictures=pictures)


def merged(contents: Iterable[Content]) -> Content:
    """Several as one, each at its place and depth."""
    parts = tuple(contents)
    return Content(
        tuple(picture for part in parts for picture in part.pictures),
        tuple(sound for part in parts for sound in part.sounds),
        Layer(tuple(piece for part in parts for piece in part.words.pieces), Fraction(0)),
        tuple(note for part in parts for note in part.notes),
    )


def played_layer(layer: Layer, stretches: Sequence[Stretch], fps: Fraction) -> Layer:
    """The parts of a layer that a clip plays, one after another."""
    pieces: list[Piece] = []
    notes: list[Note] = []
    for part in stretches:
        length = (part.end_s - part.start_s) * fps
        start = part.content_s * fps
        if part.speed < 0:
            start -= length * -part.speed
        laid = layer.window(start, length, part.speed).shifted(part.start_s * fps)
        pieces.extend(laid.pieces)
        notes.extend(laid.notes)
    return Layer(tuple(pieces), Fraction(0), tuple(notes))


def seen(placed: Sequence[tuple[Depth, Piece]]) -> tuple[Piece, ...]:
    """The topmost opaque picture at every moment; a transparent one where there is nothing else.

    A picture that fades in over another, or out to it, dissolves: it begins in the middle of that.
    """
    if len(placed) < 2:
        return tuple(piece for _, piece in placed)
    laid: list[Piece] = []
    below: Piece | None = None
    for start, end, piece in _topmost([(depth, index, piece) for index, (depth, piece) in enumerate(placed)]):
        part = piece.within(start, end)
        if part is None:
            continue
        before = laid[-1] if laid and laid[-1].end == start else None
        if before is not None and below is not None and below.end > start and part.transition_in == "fade_in":
            middle = min(start + part.transition_frames / 2, end, below.end)
            laid[-1] = stretched(before, before.start, middle)
            part = replace(stretched(part, middle, end), transition_in="dissolve")
        elif before is not None and before.fade_out_frames and piece.start < start:
            part = replace(part, transition_in="dissolve", transition_frames=before.fade_out_frames)
        laid.append(part)
        below = piece
    return tuple(piece for piece in laid if piece.start < piece.end)


def _topmost(placed: list[tuple[Depth, int, Piece]]) -> list[tuple[Fraction, Fraction, Piece]]:
    """A sweep over all starts and ends, with what is there now on a heap, topmost first."""
    waiting = sorted(placed, key=lambda item: item[2].start, reverse=True)
    times = sorted({time for _, _, piece in placed for time in (piece.start, piece.end)})
    now: list[tuple[bool, tuple[int, ...], int, Piece]] = []
    top: list[tuple[Fraction, Fraction, Piece]] = []
    for start, end in pairwise(times):
        while waiting and waiting[-1][2].start <= start:
            depth, index, piece = waiting.pop()
            heapq.heappush(now, (piece.transparent, _below(depth), -index, piece))
        while now and now[0][3].end <= start:
            heapq.heappop(now)
        if not now:
            continue
        piece = now[0][3]
        if top and top[-1][2] is piece and top[-1][1] == start:
            top[-1] = (top[-1][0], end, piece)
        else:
            top.append((start, end, piece))
    return top


def _below(depth: Depth) -> tuple[int, ...]:
    """A depth that sorts the topmost first, however long; the storyline itself is lane 0."""
    return tuple(-lane for lane in depth) + (0,) * (32 - len(depth))


def _transparent(layer: Layer) -> Layer:
    return replace(layer, pieces=tuple(replace(piece, transparent=True) for piece in layer.pieces))
