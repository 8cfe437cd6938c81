"""What is asked of a cue by hand, as it moves with the picture: each frame to where it is shown now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .. import document
from ..direction import NO_DIRECTION, Direction, HitDirection
from ..timeline import Edit, Span, joined
from .difference import Difference
from .pieces import counted_span

_MARK = 16
"""Letters of a fingerprint that tell directions apart."""


@dataclass(frozen=True)
class Carried:
    """A direction in a newer edit."""

    direction: Direction
    lost: tuple[str, ...] = ()
    """What could not come along, each as a clause that follows the cue's name."""


def asked(direction: Direction, edit: Edit) -> Direction:
    """A direction as it is asked now, told apart from every other one; in order."""
    if not direction:
        return NO_DIRECTION
    hits = tuple(sorted(direction.hits, key=lambda hit: hit.frame))
    plain = Direction(hits, tuple(sorted(direction.silences)))
    return replace(plain, asked=document.fingerprint(_Asked(edit, plain))[:_MARK])


@dataclass(frozen=True)
class _Asked:
    edit: Edit
    direction: Direction


def place_of(frame: int, difference: Difference, was: Edit) -> int | None:
    """Where the picture of a frame is now; a cut is where what is left of its shot begins."""
    counted = _counted(frame, difference, was)
    place = difference.frames.place(counted)
    if place is not None:
        return place
    shot = next((piece.record for piece in difference.before if piece.record.start == counted), None)
    return None if shot is None else difference.frames.first(shot)


def carried(direction: Direction, difference: Difference, was: Edit, within: Span) -> Carried:
    """A direction of a cue in the edit `was`, for that cue where it lies now."""
    if not direction:
        return Carried(direction)
    hits: dict[int, HitDirection] = {}
    lost: list[str] = []
    for hit in direction.hits:
        place = place_of(hit.frame, difference, was)
        if place is None or place not in within:
            lost.append(_lost(hit, place is None, was))
        elif place not in hits or hit.weight > hits[place].weight:
            hits[place] = replace(hit, frame=place)
    silences: list[Span] = []
    for silence in direction.silences:
        images = difference.frames.images(counted_span(silence, was.rate, difference.new.rate))
        inside = [image for span in images if (image := span.overlap(within))]
        silences += inside
        if not inside:
            lost.append(
                f"the silence that you asked for at {was.timecode(silence.start)} went with its picture"
            )
    kept = replace(direction, hits=tuple(hits[frame] for frame in sorted(hits)), silences=joined(silences))
    return Carried(kept if kept else NO_DIRECTION, tuple(lost))


def sentences(cue: str, lost: Sequence[str]) -> tuple[str, ...]:
    """What could not come along, each as a sentence."""
    return tuple(f"{cue}: {clause}." for clause in lost)


def _lost(hit: HitDirection, gone: bool, was: Edit) -> str:
    what = "the frame that you kept free" if hit.never else "the hit that you asked for"
    name = f" ({hit.name})" if hit.name else ""
    why = "went with its picture" if gone else "is shown outside the cue now and is left out"
    return f"{what} at {was.timecode(hit.frame)}{name} {why}"


def _counted(frame: int, difference: Difference, was: Edit) -> int:
    rate = difference.new.rate
    return frame if was.rate.fps == rate.fps else rate.frame_at(was.rate.seconds(frame))
