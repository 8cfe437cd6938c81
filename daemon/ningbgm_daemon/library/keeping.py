"""What changes in the library, as calls for the store's thread: the database and the files beside it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ningbgm_agents import document
from ningbgm_agents.agent import Event
from ningbgm_agents.errors import NotFoundError, StateError, StoreError
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.records.score import CueRecord, RevisionRecord, ScoreRecord
from ningbgm_daemon.store.store import Store

from .places import Places


def keep_revision(
    store: Store, places: Places, revision: RevisionRecord, events: Sequence[Event], moved_to: str
) -> None:
    """Add a revision; inside a transaction of the caller's.

    Where it was delivered over an earlier one, `moved_to` is where that one lies now.

    Raises:
        StoreError: the disk refuses.
    """
    score_id = revision.score_id
    if moved_to:
        for number in store.scores.numbers(score_id):
            earlier = store.scores.revision(score_id, number)
            if earlier.folder == revision.folder:
                _replace(store, places, _moved(earlier, moved_to))
            elif revision.folder in earlier.variation_folders:
                folders = (moved_to if f == revision.folder else f for f in earlier.variation_folders)
                _replace(store, places, replace(earlier, variation_folders=tuple(folders)))
    write_sidecar(places, revision)
    store.scores.add(revision, events)


def change_lock(store: Store, places: Places, score_id: str, cue: str, locked: bool) -> CueRecord:
    """Lock or unlock a cue.

    Raises:
        NotFoundError: no such score or cue.
        StateError: a job is working on the score.
    """
    present = store.scores.get(score_id).revision
    record = next((one for one in present.cues if one.name == cue), None)
    if record is None:
        known = ", ".join(one.name for one in present.cues)
        raise NotFoundError(f"there is no cue {cue!r}; this score has {known}", score=score_id, cue=cue)
    if (cue in present.locked) == locked:
        return record
    check_free(store, score_id, lambda job: job.state == "running")
    names = (*present.locked, cue) if locked else tuple(name for name in present.locked if name != cue)
    sentence = f"{cue} is {'locked' if locked else 'unlocked'}."
    add_next(
        store,
        places,
        replace(
            present,
            cause="locked" if locked else "unlocked",
            locked=names,
            sentence=sentence,
            plan=None,
            restored_number=0,
        ),
    )
    return record


def roll_back(store: Store, places: Places, score_id: str, number: int) -> ScoreRecord:
    """Make an earlier revision the present one.

    Raises:
        NotFoundError: no such score or revision.
        StateError: there is none before, or a job works on the score.
    """
    present = store.scores.get(score_id).revision
    if number == 0 and present.number == 1:
        raise StateError(f"score {score_id!r} has no revision before its first", score=score_id)
    wanted = store.scores.revision(score_id, number or present.number - 1)
    check_free(store, score_id, lambda job: True)
    sentence = f"Went back to revision {wanted.number}: {wanted.sentence}"
    made = replace(
        wanted,
        number=present.number,
        cause="rolled_back",
        sentence=sentence,
        plan=None,
        restored_number=wanted.number,
    )
    add_next(store, places, made)
    return store.scores.get(score_id)


def delete_score(store: Store, places: Places, score_id: str) -> None:
    """Forget a score; its files are out of sight then and still to be removed.

    Raises:
        NotFoundError: no such score.
        StateError: a job works on it.
    """
    store.scores.get(score_id)
    check_free(store, score_id, lambda job: True)
    try:
        places.begin_delete(score_id)
    except OSError as error:
        raise StoreError(
            f"the files of score {score_id!r} cannot be removed: {error.strerror}", score=score_id
        ) from error
    store.scores.delete(score_id)


def write_sidecar(places: Places, revision: RevisionRecord) -> None:
    """Write the record of a revision beside its files.

    Raises:
        StoreError: the disk refuses.
    """
    path = places.sidecar(revision.score_id, revision.number)
    partial = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(document.dump(revision), encoding="utf-8")
        os.replace(partial, path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}", path=str(path)) from error


def add_next(
    store: Store, places: Places, revision: RevisionRecord, events: Sequence[Event] | None = None
) -> None:
    """Add what a revision is to become, as the next one; without events it has those of its number."""
    made = replace(revision, number=revision.number + 1, created_s=time.time())
    if events is None:
        events = store.scores.events(revision.score_id, revision.number)
    with store.transaction():
        write_sidecar(places, made)
        store.scores.add(made, events)


def _replace(store: Store, places: Places, revision: RevisionRecord) -> None:
    write_sidecar(places, revision)
    store.scores.replace(revision)


def _moved(revision: RevisionRecord, folder: str) -> RevisionRecord:
    """The same revision with its files in another folder."""

    def there(path: str) -> str:
        return str(Path(folder) / Path(path).relative_to(revision.folder))

    cues = tuple(
        replace(cue, stems=tuple(replace(stem, path=there(stem.path)) for stem in cue.stems))
        for cue in revision.cues
    )
    return replace(revision, folder=folder, cues=cues, variation_folders=())


def check_free(store: Store, score_id: str, counts: Callable[[Job], bool]) -> None:
    """Look whether no job works on a score that counts.

    Raises:
        StateError: one does.
    """
    for job in store.jobs.unfinished():
        if job.score_id == score_id and counts(job):
            raise StateError(
                f"job {job.id} works on score {score_id!r}; wait for its end or cancel it",
                score=score_id,
                job=job.id,
            )
