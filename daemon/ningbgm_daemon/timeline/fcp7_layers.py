"""Flattens sequences, tracks and clips of FCP7 XML into layers of pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal
from xml.etree.ElementTree import Element

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Media

from . import limits
from .fcp7_items import Item, Transition, items_of
from .fcp7_markers import markers_of
from .fcp7_values import is_true, rate_of, text
from .joining import joined, stretched
from .looks import is_adjustment, is_overlay, is_title
from .media_path import MediaFinder
from .pieces import Layer, Note, Piece, over

Medium = Literal["video", "audio"]
_PLAIN = re.compile(r"black( video)?|slug|colou?r|matte|solid|bars|gradient|noise|counting leader", re.I)


@dataclass
class Fcp7Flattener:
    """Walks the sequences of one file; knows its media and what its ids stand for."""

    media: MediaFinder
    named: Mapping[str, Element]
    """Files and sequences by tag and id; later mentions carry the id only."""
    items: int = field(default=0, init=False)
    _laid: dict[tuple[int, Medium, Fraction], Layer] = field(default_factory=dict, init=False)

    def picture(self, sequence: Element, fps: Fraction, depth: int = 0) -> Layer:
        """What a sequence shows: the upper tracks hide the lower; with the sequence's own markers."""
        pieces: tuple[Piece, ...] = ()
        notes: list[Note] = list(markers_of(sequence, Fraction(1)))
        for layer in self.tracks(sequence, "video", fps, depth):
            pieces = over(pieces, layer.pieces)
            notes.extend(layer.notes)
        return Layer(pieces, _end(pieces), tuple(notes))

    def tracks(self, sequence: Element, medium: Medium, fps: Fraction, depth: int = 0) -> list[Layer]:
        """The layers of a sequence's tracks of one kind; those switched off are empty."""
        return [
            self._track(track, medium, fps, depth) if is_true(track, "enabled") else Layer((), Fraction(0))
            for track in sequence.findall(f"media/{medium}/track")
        ]

    def _track(self, track: Element, medium: Medium, fps: Fraction, depth: int) -> Layer:
        pieces: list[Piece] = []
        notes: list[Note] = []
        pending: Transition | None = None
        for item in items_of(track, fps):
            self._count(depth)
            if not is_true(item.element, "enabled"):
                continue
            layer = self._item(item, medium, fps, depth).shifted(item.start)
            notes.extend(layer.notes)
            if not layer.pieces:
                continue
            if pending is not None and item.before != pending:
                _fade(pieces, pending)
            if item.before is not None:
                layer = _meet(pieces, layer, item.before)
            _end_at(pieces, layer.pieces[0].start)
            pieces.extend(layer.pieces)
            pending = item.after
        if pending is not None:
            _fade(pieces, pending)
        return Layer(tuple(pieces), _end(pieces), tuple(notes))

    def _item(self, item: Item, medium: Medium, fps: Fraction, depth: int) -> Layer:
        """One clip from its own first frame on."""
        element, length = item.element, item.end - item.start
        marks = markers_of(element, item.per_frame, item.first)
        notes = tuple(note for note in marks if 0 <= note.frame < length)
        nested = self._resolved(element.find("sequence"))
        if nested is not None:
            inner = self._nested(nested, item, medium, fps, depth)
            return replace(inner, notes=(*inner.notes, *notes))
        if is_adjustment(text(element, "name")):
            return Layer((), length, notes)
        return Layer(self._pieces(item, medium, fps), length, notes)

    def _nested(self, sequence: Element, item: Item, medium: Medium, fps: Fraction, depth: int) -> Layer:
        inner_fps = rate_of(sequence) or fps
        whole = self._whole(sequence, medium, inner_fps, depth + 1)
        parts: list[Piece] = []
        notes: list[Note] = []
        scale = item.per_frame * inner_fps / fps
        for stretch in item.stretches:
            length = (stretch.end - stretch.start) * item.per_frame
            # Frames of the clip count at the clip's rate, those of the sequence inside at its own.
            first = stretch.source * scale
            speed = stretch.speed * inner_fps / fps
            low = max(first + min(speed, Fraction(0)) * length, Fraction(0))
            # Titles and some nests count from a timecode of their own, an hour by default.
            part = whole.window(low if low < whole.length else Fraction(0), length, speed)
            part = part.shifted(stretch.start * item.per_frame)
            parts.extend(part.pieces)
            notes.extend(part.notes)
        return Layer(tuple(parts), item.end - item.start, tuple(notes))

    def _whole(self, sequence: Element, medium: Medium, fps: Fraction, depth: int) -> Layer:
        """All of a nested sequence; laid once, however often it is used."""
        place = (id(sequence), medium, fps)
        if place not in self._laid:
            if medium == "video":
                self._laid[place] = self.picture(sequence, fps, depth)
            else:
                layers = self.tracks(sequence, "audio", fps, depth)
                pieces = tuple(dict.fromkeys(piece for layer in layers for piece in layer.pieces))
                self._laid[place] = Layer(pieces, _end(pieces))
        self._count(depth, len(self._laid[place].pieces))
        return self._laid[place]

    def _pieces(self, item: Item, medium: Medium, fps: Fraction) -> tuple[Piece, ...]:
        element, own_fps = item.element, fps / item.per_frame
        media, kind = self._source(element)
        if medium == "audio" and media is None:
            return ()
        transparent = kind == "title" or is_overlay(media)
        return tuple(
            Piece(
                stretch.start * item.per_frame,
                stretch.end * item.per_frame,
                kind,
                text(element, "name"),
                media,
                stretch.source / own_fps,
                stretch.speed / fps,
                transparent=transparent,
            )
            for stretch in item.stretches
        )

    def _source(self, element: Element) -> tuple[Media | None, Literal["clip", "title", "generator"]]:
        name = text(element, "name")
        file = self._resolved(element.find("file"))
        if file is None:
            file = self._resolved(_active_angle(element))
        if element.tag == "generatoritem" or file is None:
            said = f"{text(element, 'effect/effectid')} {text(element, 'effect/name')} {name}"
            if element.tag == "generatoritem" or not name:
                return None, "title" if is_title(said) else "generator"
            return Media(name, offline=True), "clip"
        url = text(file, "pathurl")
        if not url:
            # Premiere writes its old titles as `Slug` too; only the name tells them from black video.
            return None, "generator" if _PLAIN.search(f"{name} {text(file, 'name')}") else "title"
        return self.media.find(url), "clip"

    def _resolved(self, element: Element | None) -> Element | None:
        if element is None:
            return None
        if len(element):
            return element
        return self.named.get(f"{element.tag} {element.get('id', '')}", element)

    def _count(self, depth: int, items: int = 1) -> None:
        self.items += items
        if depth > limits.MAX_NESTING:
            raise TimelineError(f"the timeline nests more than {limits.MAX_NESTING} sequences")
        if self.items > limits.MAX_ITEMS:
            raise TimelineError(f"the timeline has more than {limits.MAX_ITEMS} items")


def _active_angle(element: Element) -> Element | None:
    """The file of the angle that a multicam clip shows."""
    angles = element.findall("multiclip/angle")
    for angle in angles:
        if is_true(angle, "activevideoangle", otherwise=False):
            return angle.find(".//file")
    return angles[0].find(".//file") if angles else None


def _meet(pieces: list[Piece], layer: Layer, transition: Transition) -> Layer:
    """What follows a transition; both sides are cut in its middle, black before it makes a fade in."""
    left = pieces[-1] if pieces and pieces[-1].end >= transition.start and not transition.black else None
    right = layer.pieces[0]
    length = transition.end - transition.start
    if left is None:
        return joined([], layer, right.start, Fraction(0), length, transition.said)[1]
    middle = (transition.start + transition.end) / 2
    if not left.start < middle < right.end:
        return layer
    before = [stretched(left, left.start, middle)]
    after = replace(layer, pieces=(stretched(right, middle, right.end), *layer.pieces[1:]))
    pieces[-1:], layer = joined(before, after, middle, length / 2, length / 2, transition.said)
    return layer


def _fade(pieces: list[Piece], transition: Transition) -> None:
    """End the last piece in the middle of its fade to black."""
    if pieces and transition.start < pieces[-1].end <= transition.end:
        length = transition.end - transition.start
        nothing = Layer((), Fraction(0))
        pieces[-1:] = joined(pieces[-1:], nothing, pieces[-1].end, length, Fraction(0), transition.said)[0]


def _end_at(pieces: list[Piece], start: Fraction) -> None:
    """End the pieces of one track where the next begins: a later clip on a track wins."""
    while pieces and pieces[-1].start >= start:
        pieces.pop()
    if pieces and pieces[-1].end > start:
        pieces[-1] = replace(pieces[-1], end=start)


def _end(pieces: Iterable[Piece]) -> Fraction:
    return max((piece.end + piece.fade_out_frames / 2 for piece in pieces), default=Fraction(0))
