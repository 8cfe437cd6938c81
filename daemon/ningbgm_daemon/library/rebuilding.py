"""The library as its files tell it, where the database was lost or damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ningbgm_agents import document
from ningbgm_agents.errors import DeliveryError, InputError, NingbgmError, NotFoundError
from ningbgm_daemon.records.score import RevisionRecord
from ningbgm_daemon.store.store import Store

from .places import Places
from .recording import Occasion, record_revision

_REVISION = re.compile(r"r([1-9]\d{0,8})(\.json)?")


def rebuild(store: Store, places: Places) -> int:
    """Make every revision known again whose record or delivery is there; returns how many were not known."""
    found = 0
    for folder in sorted(_folders(places.scores), key=lambda path: path.stat().st_mtime_ns):
        for record in _records(folder, places):
            with suppress(NingbgmError), store.transaction():
                found += _known_again(store, record)
    return found


def finish_deletions(store: Store, places: Places) -> None:
    """End or undo the deletions that a killed daemon began."""
    for score_id in list(places.half_deleted()):
        try:
            store.scores.get(score_id)
        except NotFoundError:
            places.end_delete(score_id)
        else:
            places.undo_delete(score_id)


def _known_again(store: Store, record: RevisionRecord) -> bool:
    with suppress(NingbgmError):
        if store.scores.revision(record.score_id, record.number) == record:
            return False
        store.scores.replace(record)
        return True
    store.scores.add(record)
    return True


def _folders(scores: Path) -> list[Path]:
    return [path for path in scores.glob("*") if path.is_dir() and not path.name.startswith(".")]


def _records(folder: Path, places: Places) -> Iterator[RevisionRecord]:
    """The records of a score's revisions, the first one first."""
    names = (_REVISION.fullmatch(path.name) for path in folder.iterdir())
    for number in sorted({int(name[1]) for name in names if name}):
        record = _sidecar(places.sidecar(folder.name, number))
        if record is None or record.score_id != folder.name:
            record = _from_delivery(folder.name, number, places)
        if record is not None:
            yield record


def _sidecar(path: Path) -> RevisionRecord | None:
    try:
        return document.load(RevisionRecord, path.read_bytes())
    except (OSError, InputError):
        return None


def _from_delivery(score_id: str, number: int, places: Places) -> RevisionRecord | None:
    occasion = Occasion(
        score_id, number, "created" if number == 1 else "revised", "Found again by its folder."
    )
    try:
        return record_revision(places.revision(score_id, number), occasion)
    except (OSError, InputError, DeliveryError):
        return None
