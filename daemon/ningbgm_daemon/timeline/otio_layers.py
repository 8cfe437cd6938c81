"""Flattens OTIO tracks, nested stacks, transitions and speed effects into layers of pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

import opentimelineio as otio

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import FrameRate

from . import limits
from .joining import joined
from .looks import is_adjustment, is_overlay
from .media_path import MediaFinder
from .otio_media import OtioSources
from .otio_notes import notes_of
from .otio_ramps import ramp_of, untold
from .otio_time import available_range, seconds, source_offset_s
from .pieces import Layer, Note, Piece, over
from .speed_map import played_at, stretches

Medium = Literal["Video", "Audio"]


@dataclass
class Flattener:
    """Walks one OTIO tree; knows the edit's rate, where its media is and its dialect."""

    rate: FrameRate
    media: MediaFinder
    premiere: bool
    """Premiere counts retimed source ranges in source frames, all others in record frames."""
    media_start_s: Callable[[str], Fraction]
    """Start timecode inside a media file, in seconds; asked where the timeline says no range."""
    items: int = field(default=0, init=False)
    untold: int = field(default=0, init=False)
    """Clips whose changes of speed the timeline does not spell out."""
    sources: OtioSources = field(init=False)

    def __post_init__(self) -> None:
        self.sources = OtioSources(self.media)

    def notes(self) -> Iterator[str]:
        """What could not be honoured, in sentences; known after all is laid."""
        if self.untold:
            clips = "clip changes its" if self.untold == 1 else "clips change their"
            way = "in a way that the timeline does not spell out"
            yield f"{self.untold} {clips} speed {way}: read at one speed."
        here = [name for name, found in self.sources.sequences.items() if found]
        away = [name for name, found in self.sources.sequences.items() if not found]
        if here:
            seen = "their cuts count, their pictures are not seen"
            yield f"Image sequences are not played; {seen}: {_some(here)}."
        if away:
            yield f"Image sequences that are not on this machine: {_some(away)}."

    def lay(self, item: otio.core.Item, medium: Medium, depth: int = 0) -> Layer:
        """What an item shows or sounds, from its own first frame on.

        Raises:
            TimelineError: nested too deep, too many items, or times that are none.
        """
        self._count(depth)
        if isinstance(item, otio.schema.Clip):
            return self._clip(item)
        if isinstance(item, otio.schema.Track):
            whole = self._track(item, medium, depth)
        elif isinstance(item, otio.schema.Stack):
            whole = self._stack(item, medium, depth)
        else:
            return Layer((), self._length(item))
        whole = Layer(whole.pieces, whole.length, (*whole.notes, *self._notes(item)))
        return self._trimmed(item, whole)

    def _track(self, track: otio.schema.Track, medium: Medium, depth: int) -> Layer:
        pieces: list[Piece] = []
        notes: list[Note] = []
        position = Fraction(0)
        pending: otio.schema.Transition | None = None
        for child in track:
            if isinstance(child, otio.schema.Transition):
                self._count(depth)
                pending = child
                continue
            layer = self.lay(child, medium, depth + 1) if child.enabled else self._absent(child)
            arriving = layer.shifted(position)
            if pending is not None:
                pieces, arriving = self._joined(pieces, arriving, pending, position)
            pieces.extend(arriving.pieces)
            notes.extend(arriving.notes)
            position, pending = position + layer.length, None
            if position > limits.MAX_DURATION_S * self.rate.fps:
                raise TimelineError("the timeline is longer than 24 hours")
        if pending is not None:
            pieces, _ = self._joined(pieces, Layer((), Fraction(0)), pending, position)
        return Layer(tuple(pieces), position, tuple(notes))

    def _stack(self, stack: otio.schema.Stack, medium: Medium, depth: int) -> Layer:
        layers = [
            self.lay(child, medium, depth + 1)
            for child in stack
            if child.enabled and getattr(child, "kind", medium) == medium
        ]
        pieces: tuple[Piece, ...] = ()
        for layer in layers:
            pieces = over(pieces, layer.pieces) if medium == "Video" else (*pieces, *layer.pieces)
        length = max((layer.length for layer in layers), default=Fraction(0))
        return Layer(pieces, length, tuple(note for layer in layers for note in layer.notes))

    def _clip(self, clip: otio.schema.Clip) -> Layer:
        speed, length = _speed(clip), self._length(clip)
        notes = self._notes(clip, speed)
        if is_adjustment(clip.name or ""):
            return Layer((), length, notes)
        media, kind = self.sources.of(clip)
        available = available_range(clip)
        start = clip.source_range.start_time if clip.source_range else None
        source = source_offset_s(start, available) if start is not None else Fraction(0)
        if available is None and source > 0 and media is not None and not media.offline:
            zero = self.media_start_s(media.path)
            source -= zero if source >= zero else 0
        per_frame = speed / self.rate.fps
        if speed < 0:
            # The range names what is used; played backwards, its end is seen first.
            source -= length * per_frame
            if available is not None:
                source = min(source, seconds(available.duration))
        piece = Piece(
            Fraction(0),
            length,
            kind,
            clip.name or "",
            media,
            max(source, Fraction(0)),
            per_frame,
            transparent=kind == "title" or is_overlay(media),
        )
        return Layer(self._ramped(clip, piece) if length > 0 else (), length, notes)

    def _ramped(self, clip: otio.schema.Clip, piece: Piece) -> tuple[Piece, ...]:
        """The piece in parts of one speed each, where the clip's speed varies."""
        points, fps = ramp_of(clip), self.rate.fps
        self.untold += untold(clip)
        first = played_at(points, piece.source_start_s) if points else None
        if first is None:
            return (piece,)
        return tuple(
            replace(
                piece,
                start=part.start * fps,
                end=part.end * fps,
                source_start_s=part.source,
                source_per_frame_s=part.speed / fps,
            )
            for part in stretches(points, first, piece.end / fps)
        )

    def _trimmed(self, item: otio.core.Item, whole: Layer) -> Layer:
        speed = _speed(item)
        if item.source_range is None:
            return whole if speed == 1 else whole.window(Fraction(0), whole.length, speed)
        start = self._frames(item.source_range.start_time)
        if start >= whole.length:
            # Nested sequences that count from their own timecode.
            start = Fraction(0)
        return whole.window(start, self._length(item), speed)

    def _length(self, item: otio.core.Item) -> Fraction:
        given = item.source_range
        if given is None and isinstance(item, otio.schema.Clip):
            given = available_range(item)
        if given is None:
            raise TimelineError(f"{item.name or 'a clip'!r} in the timeline has no length")
        length = self._frames(given.duration)
        if length < 0:
            raise TimelineError(f"{item.name or 'a clip'!r} in the timeline has a negative length")
        speed = _speed(item)
        return length / abs(speed) if self.premiere and speed != 0 else length

    def _absent(self, item: otio.core.Item) -> Layer:
        """The hole that a disabled item leaves."""
        return Layer((), self.lay(item, "Video", limits.MAX_NESTING - 1).length)

    def _joined(
        self, before: list[Piece], after: Layer, transition: otio.schema.Transition, cut: Fraction
    ) -> tuple[list[Piece], Layer]:
        lead = self._frames(transition.in_offset or otio.opentime.RationalTime(0, 24))
        tail = self._frames(transition.out_offset or otio.opentime.RationalTime(0, 24))
        said = f"{transition.transition_type or ''} {transition.name or ''}"
        return joined(before, after, cut, lead, tail, said)

    def _notes(self, item: otio.core.Item, speed: Fraction = Fraction(1)) -> tuple[Note, ...]:
        counts_in_source = isinstance(item, otio.schema.Clip) and item.source_range is not None
        zero = item.source_range.start_time if counts_in_source else None
        return notes_of(item, self._frames, zero, speed)

    def _frames(self, time: otio.opentime.RationalTime) -> Fraction:
        """A length in (parts of) edit frames, free of the noise of floats."""
        frames = seconds(time) * self.rate.fps
        whole = Fraction(round(frames))
        return whole if abs(frames - whole) < Fraction(1, 500) else frames.limit_denominator(10**6)

    def _count(self, depth: int) -> None:
        self.items += 1
        if depth > limits.MAX_NESTING:
            raise TimelineError(f"the timeline nests more than {limits.MAX_NESTING} sequences")
        if self.items > limits.MAX_ITEMS:
            raise TimelineError(f"the timeline has more than {limits.MAX_ITEMS} items")


def _speed(item: otio.core.Item) -> Fraction:
    speed = Fraction(1)
    for effect in item.effects:
        if isinstance(effect, otio.schema.FreezeFrame):
            return Fraction(0)
        if isinstance(effect, otio.schema.LinearTimeWarp):
            scalar = effect.time_scalar
            if not abs(scalar) <= 1000:
                raise TimelineError(f"{item.name or 'a clip'!r} has a speed of {scalar}")
            speed *= Fraction(scalar).limit_denominator(100_000)
    return speed


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
