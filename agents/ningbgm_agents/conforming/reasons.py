"""Why a cue is treated as it is, in one sentence that an editor understands."""

from __future__ import annotations

from collections.abc import Iterator

from ..direction import Direction
from ..revision import CueOrder
from ..timeline import Edit, Span
from .difference import Change, Difference, words

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip
_ELSEWHERE = "lies elsewhere"
_MOST = 2
"""More reasons than this do not make a sentence clearer."""


def stays(cue: str, shift: int, revision: int | None) -> str:
    """A cue whose files stay; `revision` where they come from an earlier one than the last."""
    place = f", {frames(abs(shift))} {'later' if shift > 0 else 'earlier'}" if shift else ""
    if revision is not None:
        return f"{cue} is as it was in revision {revision} again{place}."
    return f"{cue} stays as it is{place}."


def retimed(cue: str, changes: str) -> str:
    """A cue whose notes follow the picture."""
    return f"{cue} keeps its notes and its tempo follows the picture: {changes}."


def rescored(cue: str, changes: str, refusal: str) -> str:
    """A cue that is written again; the refusal says why its notes could not stay."""
    more = f" and {refusal}" if refusal and "no longer the same" not in refusal else ""
    return f"{cue} is scored again: {changes}{more}."


def ordered(cue: str, order: CueOrder, direction: Direction | None = None) -> str:
    """A cue that is written again because it was asked for; `direction` where one is asked for now."""
    asked = [f"seed {order.seed}"] if order.seed is not None else []
    asked += [f"{order.wish!r}"] if order.wish else []
    asked += [_directed(direction)] if direction is not None else []
    return f"{cue} is scored again as you asked: {', '.join(asked) or 'once more'}."


def _directed(direction: Direction) -> str:
    """What is asked by hand, counted."""
    counts = (
        (len(direction.wanted), "hit", "hits"),
        (len(direction.forbidden), "frame kept free", "frames kept free"),
        (len(direction.silences), "silence", "silences"),
    )
    told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return f"{' and '.join(told)} by hand" if told else "nothing more by hand"


def added(cue: str, span: Span, edit: Edit) -> str:
    """A new cue."""
    length = float(edit.rate.seconds(span.duration))
    return f"{cue} is new: {length:.1f} s of picture from {edit.timecode(span.start)} had no music."


def what_changed(difference: Difference, before: Span, after: Span | None) -> str:
    """What happened under a cue, as a clause: 'its second shot lost 12 frames at its end'."""
    found = list(dict.fromkeys(_clauses(difference, before, after)))
    elsewhere = [clause for clause in found if clause.endswith(_ELSEWHERE)]
    if len(elsewhere) > 1:
        found = [*(c for c in found if c not in elsewhere), f"{len(elsewhere)} of its shots lie elsewhere"]
    if not found:
        return "its shots no longer all follow each other"
    more = f" and {len(found) - _MOST} more changes" if len(found) > _MOST else ""
    return (", ".join(found[:_MOST]) if more else " and ".join(found[:_MOST])) + more


def frames(count: int) -> str:
    """A number of frames in words."""
    return f"{count} frame{'' if count == 1 else 's'}"


def _clauses(difference: Difference, before: Span, after: Span | None) -> Iterator[str]:
    shots = [p.record for p in difference.before if p.record.overlap(before)]
    for change in difference.changes:
        old = change.before is not None and change.before.overlap(before) is not None
        new = after is not None and change.after is not None and change.after.overlap(after) is not None
        if change.kind == "unchanged" or not (old or new):
            continue
        if change.lane == "shot":
            yield from _shot(change, shots if old else [], difference)
        elif change.kind != "moved" or old:
            yield f"a {change.lane} {_named(change)}{_past(change)}"


def _shot(change: Change, shots: list[Span], difference: Difference) -> Iterator[str]:
    if change.before in shots:
        which = f"its {_ordinal(shots.index(change.before))} shot"
    else:
        which = f"a shot {_named(change)}".rstrip()
    if change.kind == "moved":
        if _reordered(change, difference):
            yield f"{which} {_ELSEWHERE}"
        return
    yield f"{which} {_past(change)}"


def _reordered(change: Change, difference: Difference) -> bool:
    """Whether a shot that moved did so against the others, not along with them."""
    inside = (s for s in difference.frames.stretches if change.before and s.old.overlap(change.before))
    return any(stretch.kind == "reordered" for stretch in inside)


def _past(change: Change) -> str:
    plain = {"deleted": "is gone", "inserted": "was added", "replaced": "was replaced"}
    return plain.get(change.kind) or words(change)


def _named(change: Change) -> str:
    return f"{change.name[:40]!r} " if change.name else ""


def _ordinal(number: int) -> str:
    return _ORDINALS[number] if number < len(_ORDINALS) else f"{number + 1}th"
