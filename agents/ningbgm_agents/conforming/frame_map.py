"""Where each frame of an edit went in the next one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..timeline import Span
from .alignment import Stretch

_MUCH_LONGER = 2
"""What stands in the place of something half as long or shorter is something else."""


@dataclass(frozen=True)
class FrameMap:
    """Surviving frames in stretches; what does not survive is not in it."""

    stretches: tuple[Stretch, ...]
    """In the order of the old edit."""
    slots: tuple[Stretch, ...] = ()
    """Old frames of which nothing survives, with the new ones that stand in their place."""

    @classmethod
    def of(cls, stretches: tuple[Stretch, ...]) -> FrameMap:
        """The map of what `align` found."""
        return cls(
            tuple(s for s in stretches if s.kind != "slot"), tuple(s for s in stretches if s.kind == "slot")
        )

    def place(self, frame: int) -> int | None:
        """The new frame that shows what an old one showed, or None."""
        number = bisect_right(self._starts, frame) - 1
        if number < 0 or frame >= self.stretches[number].old.end:
            return None
        return placed(self.stretches[number], frame)

    def images(self, span: Span) -> tuple[Span, ...]:
        """The spans of new frames that show old frames of a span, in the old order."""
        return tuple(new for _, new in self.parts(span))

    def parts(self, span: Span) -> Iterator[tuple[Stretch, Span]]:
        """The stretches that a span of old frames has a part in, with the new frames of the part."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        for stretch in self.stretches[first:]:
            if stretch.old.start >= span.end:
                break
            inside = stretch.old.overlap(span)
            if inside is not None:
                start = placed(stretch, inside.start)
                yield stretch, Span(start, max(start + 1, placed(stretch, inside.end - 1) + 1))

    def stand_ins(self, span: Span) -> tuple[Span, ...]:
        """The new frames in the place of replaced ones, where about as many stand there now."""
        found = []
        for slot in self.slots:
            inside, lengths = slot.old.overlap(span), sorted((slot.old.duration, slot.new.duration))
            if inside is not None and lengths[1] <= _MUCH_LONGER * lengths[0]:
                start = placed(slot, inside.start)
                found.append(Span(start, max(start + 1, placed(slot, inside.end - 1) + 1)))
        return tuple(found)

    def first(self, span: Span) -> int | None:
        """The new frame of the first frame of a span that survives."""
        return next(iter(self.images(span)), Span(0, 0)).start if self.images(span) else None

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(stretch.old.start for stretch in self.stretches)


def placed(stretch: Stretch, frame: int) -> int:
    """The new frame of an old one inside a stretch."""
    return stretch.new.start + (frame - stretch.old.start) * stretch.new.duration // stretch.old.duration
