"""The difference of two edits: what happened to every shot, and to what lies beside the picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..evidence import Evidence
from ..timeline import Edit, Span
from .alignment import Stretch, align
from .frame_map import FrameMap
from .pieces import EMPTY, Piece, at_rate, pictures, sounds
from .recognition import recognised

ChangeKind = Literal["unchanged", "moved", "trimmed", "replaced", "inserted", "deleted", "retimed"]
Lane = Literal["shot", "sound", "marker", "caption"]


@dataclass(frozen=True)
class Change:
    """What happened to one shot, sound, marker or caption."""

    lane: Lane
    kind: ChangeKind
    name: str
    before: Span | None
    """Its frames in the old edit (counted at the new one's rate)."""
    after: Span | None
    """Its frames in the new edit."""
    head: int = 0
    """Frames that it lost at its beginning; negative where it was lengthened."""
    tail: int = 0
    """Frames that it lost at its end; negative where it was lengthened."""


@dataclass(frozen=True)
class Difference:
    """Two edits compared."""

    old: Edit
    """The old edit, counted at the new one's rate."""
    new: Edit
    frames: FrameMap
    before: tuple[Piece, ...]
    """The old picture."""
    after: tuple[Piece, ...]
    """The new picture, its sources named as in the old one where they are recognised."""
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()
    """What concerns the whole, each as a sentence."""

    @property
    def none(self) -> bool:
        """Whether nothing at all changed."""
        return not self.notes and all(change.kind == "unchanged" for change in self.changes)

    def told(self) -> str:
        """The difference in words, a line for everything that changed."""
        return "\n".join([*self.notes, *self._lines()]) or "Nothing changed."

    def _lines(self) -> Iterator[str]:
        shifts: dict[int, int] = {}
        for change in self.changes:
            if change.kind == "moved" and change.lane == "shot" and change.before and change.after:
                shift = change.after.start - change.before.start
                shifts[shift] = shifts.get(shift, 0) + 1
            elif change.kind != "unchanged":
                yield told(change, self.old, self.new)
        for shift, count in shifts.items():
            shots = "1 shot" if count == 1 else f"{count} shots"
            yield f"{shots}: unchanged, {_frames(abs(shift))} {'later' if shift > 0 else 'earlier'}"


def compare(
    old: Edit,
    new: Edit,
    old_sources: Mapping[str, str] | None = None,
    new_sources: Mapping[str, str] | None = None,
    was: Evidence | None = None,
    now: Evidence | None = None,
) -> Difference:
    """Compare two edits.

    The sources tell the content of media by path (a hash), where it is known; media of unknown content count
    as the same where their paths are. `was` and `now` is what was sensed of either edit: by it media are
    recognised that were exported again.
    """
    counted = at_rate(old, new.rate)
    ours, theirs = shared_sources(old_sources or {}, new_sources or {})
    before = pictures(counted, ours)
    after = recognised(before, pictures(new, theirs), was if old.rate.fps == new.rate.fps else None, now)
    stretches = align(before, after, new.rate)
    frames = FrameMap.of(stretches)
    heard = align(sounds(counted, ours), sounds(new, theirs), new.rate)
    changes = (
        *_shot_changes(before, after, frames),
        *_sound_changes(sounds(counted, ours), sounds(new, theirs), FrameMap.of(heard), frames),
        *_note_changes(counted, new, frames),
    )
    return Difference(counted, new, frames, before, after, changes, _notes(old, new))


def shared_sources(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Both tables, each with what only the other one knows."""
    return {**new, **old}, {**old, **new}


def told(change: Change, old: Edit, new: Edit) -> str:
    """A change as a sentence with its place."""
    where = new.timecode(change.after.start) if change.after else old.timecode(change.before.start)  # type: ignore[union-attr]  # one of both is there
    name = f" {change.name!r}" if change.name else ""
    return f"{where} {change.lane}{name}: {words(change)}"


def words(change: Change) -> str:
    """What happened, without a name: 'lost 12 frames at its end'."""
    if change.kind == "trimmed":
        parts = [_trim(n, end) for n, end in ((change.head, "beginning"), (change.tail, "end")) if n]
        return " and ".join(parts) or "is cut apart"
    if change.kind == "moved" and change.before and change.after:
        shift = change.after.start - change.before.start
        return f"moved by {_frames(abs(shift))} {'later' if shift > 0 else 'earlier'}"
    return {"retimed": "runs at another speed"}.get(change.kind, change.kind)


def _trim(frames: int, end: str) -> str:
    return f"{'lost' if frames > 0 else 'gained'} {_frames(abs(frames))} at its {end}"


def _frames(count: int) -> str:
    return f"{count} frame{'' if count == 1 else 's'}"


def _notes(old: Edit, new: Edit) -> tuple[str, ...]:
    notes = []
    if old.rate != new.rate:
        notes.append(
            f"The edit runs at {new.rate} frames per second instead of {old.rate}; compared by time."
        )
    if old.timecode(0).frame != new.timecode(0).frame and old.rate == new.rate:
        notes.append(f"The edit starts at {new.timecode(0)} instead of {old.timecode(0)}.")
    if (old.scored or new.scored) and old.span != new.span and old.rate == new.rate:
        now = f"{new.timecode(new.span.start)} to {new.timecode(new.span.end)}"
        notes.append(f"The range to score is {now}.")
    return tuple(notes)


def _shot_changes(before: tuple[Piece, ...], after: tuple[Piece, ...], frames: FrameMap) -> Iterator[Change]:
    """Every old shot, then every new one that is not there in place of an old one."""
    used: set[Span] = set()
    for piece in before:
        match = _best(piece, after, frames)
        if match is None:
            slot = next((s for s in frames.slots if s.old.overlap(piece.record)), None)
            stand_in = slot and next(
                (p for p in after if p.record.overlap(slot.new) and p.record not in used), None
            )
            if stand_in:
                used.add(stand_in.record)
            if piece.source != EMPTY or stand_in:
                kind: ChangeKind = "replaced" if stand_in else "deleted"
                yield Change("shot", kind, piece.name, piece.record, stand_in.record if stand_in else None)
        else:
            used.add(match.record)
            yield _matched("shot", piece, match)
    shown = {image for stretch in frames.stretches for image in (stretch.new,)}
    for piece in after:
        new = piece.record not in used and not any(piece.record.overlap(image) for image in shown)
        if new and piece.source != EMPTY:
            yield Change("shot", "inserted", piece.name, None, piece.record)


def _best(piece: Piece, after: tuple[Piece, ...], frames: FrameMap) -> Piece | None:
    """The new piece that shows most of an old one."""
    images = frames.images(piece.record)
    if not images:
        return None
    largest = max(images, key=lambda image: (image.duration, -image.start))
    return next(other for other in after if other.record.start <= largest.start < other.record.end)


def _matched(lane: Lane, piece: Piece, match: Piece) -> Change:
    if piece.speed != match.speed:
        return Change(lane, "retimed", piece.name, piece.record, match.record)
    head, tail = match.first - piece.first, piece.last - match.last
    if not piece.lasting:
        head, tail = 0, piece.record.duration - match.record.duration
    kind: ChangeKind = "trimmed" if head or tail else "unchanged" if piece.record == match.record else "moved"
    return Change(lane, kind, match.name or piece.name, piece.record, match.record, head, tail)


def _sound_changes(
    before: tuple[Piece, ...], after: tuple[Piece, ...], heard: FrameMap, frames: FrameMap
) -> Iterator[Change]:
    """Sounds that are gone, came, were trimmed, or moved against the picture."""
    used: set[tuple[Span, str]] = set()
    for piece in before:
        match = _best(piece, after, heard)
        if match is None:
            yield Change("sound", "deleted", piece.name, piece.record, None)
            continue
        used.add((match.record, match.source))
        change = _matched("sound", piece, match)
        with_picture = frames.place(piece.record.start) == match.record.start
        if change.kind != "moved" or not with_picture:
            yield change
    for piece in after:
        if (piece.record, piece.source) not in used and not _shown(piece, heard):
            yield Change("sound", "inserted", piece.name, None, piece.record)


def _shown(piece: Piece, heard: FrameMap) -> bool:
    return any(_covers(stretch, piece) for stretch in heard.stretches)


def _covers(stretch: Stretch, piece: Piece) -> bool:
    return stretch.new.overlap(piece.record) is not None


def _note_changes(old: Edit, new: Edit, frames: FrameMap) -> Iterator[Change]:
    """Markers and captions that are gone, came, or moved against the picture."""
    yield from _pointed(
        "marker",
        [(f"{m.name} {m.note}".strip(), Span(m.frame, m.frame + 1)) for m in old.markers],
        [(f"{m.name} {m.note}".strip(), Span(m.frame, m.frame + 1)) for m in new.markers],
        frames,
    )
    yield from _pointed(
        "caption",
        [(c.text, c.record) for c in old.captions],
        [(c.text, c.record) for c in new.captions],
        frames,
    )


def _pointed(
    lane: Lane, before: list[tuple[str, Span]], after: list[tuple[str, Span]], frames: FrameMap
) -> Iterator[Change]:
    left = list(after)
    for name, span in before:
        place = frames.place(span.start)
        same = sorted((s for n, s in left if n == name), key=lambda s: abs(s.start - (place or span.start)))
        if not same:
            yield Change(lane, "deleted", name, span, None)
            continue
        left.remove((name, same[0]))
        if same[0].start != place:
            yield Change(lane, "moved", name, span, same[0])
    for name, span in left:
        yield Change(lane, "inserted", name, None, span)
