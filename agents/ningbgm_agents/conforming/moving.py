"""A cue in another place, its performance untouched."""

from __future__ import annotations

from dataclasses import replace

from ..score import Cue, HitPoint, Take
from ..timeline import Edit, Span


def moved(cue: Cue, was: Edit, start: int, edit: Edit, length: int | None = None) -> Cue:
    """The cue as it lies in `edit` from a frame on, with the take that it had in `was`.

    A take's length in samples belongs to where it was made: at 29.97 frames per second a frame has 1601.6
    samples, so the same frames are a sample longer here and shorter there. It keeps its own length, and its
    hits their places in it, which puts them at most one sample beside their frames. Back where it was made,
    the cue is the same value again.
    """
    take = cue.take or _natural(was, cue.span)
    span = Span(start, start + (length or cue.span.duration))
    first, origin = edit.sample(span.start), was.sample(cue.span.start)
    hits = tuple(_carried(hit, cue.span, origin, span, first, was, edit) for hit in cue.hits)
    stays = take == _natural(edit, span)

    def place(frame: int) -> int:
        if was.rate.fps == edit.rate.fps:
            return frame + span.start - cue.span.start
        return edit.rate.frame_of_sample(first + was.sample(frame) - origin)

    direction = cue.direction.placed(place)
    return replace(cue, span=span, hits=hits, take=None if stays else take, direction=direction)


def _natural(edit: Edit, span: Span) -> Take:
    first = edit.sample(span.start)
    return Take(first, edit.sample(span.end) - first)


def _carried(hit: HitPoint, old: Span, origin: int, new: Span, first: int, was: Edit, edit: Edit) -> HitPoint:
    sample = first + hit.sample - origin
    frame = hit.frame + new.start - old.start
    return replace(
        hit,
        frame=frame if was.rate.fps == edit.rate.fps else edit.rate.frame_of_sample(sample),
        sample=sample,
    )
