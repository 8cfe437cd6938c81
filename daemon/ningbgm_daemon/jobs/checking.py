"""What can be seen of an order before it is accepted."""

from __future__ import annotations

from pathlib import Path

from ningbgm_agents.errors import InputError, MediaError, NotFoundError, StateError, WishError
from ningbgm_agents.palette import load_palette
from ningbgm_daemon.delivery.folder import check_replaceable
from ningbgm_daemon.records.order import Order, RegenerateOrder, ReviseOrder, ScoreOrder
from ningbgm_daemon.store.store import Store

_LONGEST_TITLE = 80


def check_files(order: Order) -> None:
    """Look whether the files and folders of an order are there.

    Raises:
        MediaError: a file is not there.
        NotFoundError: an unknown palette.
        DeliveryError: the output folder holds something of the user's.
        WishError: what a revision cannot change is asked for.
    """
    source = None if isinstance(order, RegenerateOrder) else order.source
    paths = [source.path] if source is not None and source.path else []
    if isinstance(order, ScoreOrder):
        paths += [*order.images, *(text.path for text in order.texts if text.path)]
        paths += [order.soundfont] if order.soundfont else []
        if order.request.palette:
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
    """
    if isinstance(order, ScoreOrder):
        return
    present = store.scores.get(order.score_id).revision
    names = (order.cue,) if isinstance(order, RegenerateOrder) else order.keep
    for name in names:
        if not any(cue.name == name for cue in present.cues):
            known = ", ".join(cue.name for cue in present.cues)
            raise NotFoundError(f"there is no cue {name!r}; this score has {known}", cue=name)
    if isinstance(order, RegenerateOrder) and order.cue in present.locked:
        raise StateError(f"{order.cue} is locked; unlock it first", cue=order.cue)
    earlier = set(store.scores.folders(order.score_id)) - {present.folder}
    if order.folder and str(Path(order.folder).resolve()) in earlier:
        raise InputError(
            f"{order.folder} holds an earlier revision of this score; name another folder",
            path=order.folder,
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
