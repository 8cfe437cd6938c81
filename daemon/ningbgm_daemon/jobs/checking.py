"""What can be seen of an order before it is accepted."""

from __future__ import annotations

from pathlib import Path

from ningbgm_agents.direction import Direction
from ningbgm_agents.errors import (
    InputError,
    MediaError,
    NotFoundError,
    RangeError,
    StateError,
    WishError,
)
from ningbgm_agents.palette import load_palette
from ningbgm_daemon.delivery.folder import check_replaceable
from ningbgm_daemon.palette_file import checked_text
from ningbgm_daemon.records.order import Order, RegenerateOrder, ReviseOrder, ScoreOrder
from ningbgm_daemon.records.score import CueRecord
from ningbgm_daemon.store.store import Store

_LONGEST_TITLE = 80


def check_files(order: Order) -> None:
    """Look whether the files and folders of an order are there.

    Raises:
        MediaError: a file is not there.
        NotFoundError: an unknown palette.
        InputError: a palette of the user's own that cannot be played.
        DeliveryError: the output folder holds something of the user's.
        WishError: what a revision cannot change is asked for.
    """
    source = None if isinstance(order, RegenerateOrder) else order.source
    paths = [source.path] if source is not None and source.path else []
    if isinstance(order, ScoreOrder):
        paths += [*order.images, *(text.path for text in order.texts if text.path)]
        paths += [path for path in (order.soundfont, order.like) if path]
        if order.request.palette_text:
            checked_text(order.request.palette_text, order.request.palette or "of your own")
        elif order.request.palette:
            load_palette(order.request.palette)
    if isinstance(order, ReviseOrder) and order.request is not None:
        raise WishError("a revision keeps the stems, loudness and ducking of its score; leave them out")
    for path in paths:
        if not Path(path).exists():
            raise MediaError(f"there is no file {path}", path=path)
    if order.folder:
        check_replaceable(Path(order.folder))


def check_score(store: Store, order: Order) -> None:
    """Look whether the score of an order is there, and its cues.

    Raises:
        NotFoundError: no such score or cue.
        StateError: the cue is locked.
        InputError: the folder holds an earlier revision.
        RangeError: a frame that is asked for by hand lies outside the cue.
    """
    if isinstance(order, ScoreOrder):
        return
    present = store.scores.get(order.score_id).revision
    names = (order.cue,) if isinstance(order, RegenerateOrder) else order.keep
    for name in names:
        if not any(cue.name == name for cue in present.cues):
            known = ", ".join(cue.name for cue in present.cues)
            raise NotFoundError(f"there is no cue {name!r}; this score has {known}", cue=name)
    if isinstance(order, RegenerateOrder):
        if order.cue in present.locked:
            raise StateError(f"{order.cue} is locked; unlock it first", cue=order.cue)
        if order.direction is not None:
            check_direction(order.direction, next(cue for cue in present.cues if cue.name == order.cue))
    earlier = set(store.scores.folders(order.score_id)) - {present.folder}
    if order.folder and str(Path(order.folder).resolve()) in earlier:
        raise InputError(
            f"{order.folder} holds an earlier revision of this score; name another folder",
            path=order.folder,
        )


def check_direction(direction: Direction, cue: CueRecord) -> None:
    """Look whether all that is asked by hand lies in its cue, and leaves some of it to be played.

    Raises:
        RangeError: it does not.
    """
    span, name = cue.span, cue.name
    own = f"{name} has the frames {span.start} to {span.end - 1}"
    for hit in direction.hits:
        if hit.frame not in span:
            raise RangeError(f"a hit at frame {hit.frame} lies outside {name}; {own}", cue=name)
    for silence in direction.silences:
        if silence.overlap(span) != silence:
            raise RangeError(
                f"a silence from frame {silence.start} to {silence.end} reaches beyond {name}; {own}",
                cue=name,
            )
        if silence == span:
            raise RangeError(
                f"a silence over all of {name} leaves nothing to write; mute its tracks instead", cue=name
            )


def title_of(order: ScoreOrder) -> str:
    """What is being scored, for people."""
    source = order.source
    if source is not None and (source.name or source.path):
        return (source.name or Path(source.path).stem)[:_LONGEST_TITLE]
    if source is not None:
        return "timeline"
    first = next(iter((*order.images, *(text.path for text in order.texts if text.path))), "")
    return (Path(first).stem if first else order.request.wish.strip() or "untitled")[:_LONGEST_TITLE]
