"""Choosing one of the variations that a first scoring made: the folder of another becomes the present one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ningbgm_agents.errors import DeliveryError, InputError, NotFoundError, StateError, StoreError
from ningbgm_daemon.records.score import RevisionRecord, ScoreRecord
from ningbgm_daemon.store.store import Store

from .keeping import add_next, check_free
from .places import Places
from .recording import Occasion, record_revision

_FIRST = 2
"""Number of the first variation that is not the present one."""


def chosen_variation(present: RevisionRecord, variation: int) -> RevisionRecord:
    """What the present revision becomes when another variation is chosen; reads files, so not on the loop.

    The present one takes the number of the chosen one: choosing it again gives it back.

    Raises:
        NotFoundError: the revision has no such variation.
        StateError: a cue is locked.
        StoreError: the variation's folder is gone or damaged.
    """
    folders = list(present.variation_folders)
    at = variation - _FIRST
    if not 0 <= at < len(folders):
        there = f"it has 2 to {len(folders) + 1}" if folders else "only a first scoring has others"
        raise NotFoundError(
            f"revision {present.number} of score {present.score_id!r} has no variation {variation}; {there}",
            score=present.score_id,
            variation=variation,
        )
    if present.locked:
        raise StateError(
            f"{', '.join(present.locked)} is locked and would be another one; unlock it first",
            score=present.score_id,
        )
    chosen, folders[at] = folders[at], present.folder
    sentence = f"Variation {variation} was chosen."
    occasion = Occasion(
        present.score_id, present.number + 1, "chosen", sentence, variation_folders=tuple(folders)
    )
    try:
        return record_revision(Path(chosen), occasion)
    except (InputError, DeliveryError, OSError) as error:
        raise StoreError(f"variation {variation} cannot be read in {chosen}: {error}", path=chosen) from error


def choose(store: Store, places: Places, present: RevisionRecord, chosen: RevisionRecord) -> ScoreRecord:
    """Add the chosen variation as the next revision.

    Raises:
        NotFoundError: the score was deleted meanwhile.
        StateError: a job works on the score, or it was changed meanwhile.
    """
    score_id = present.score_id
    check_free(store, score_id, lambda job: True)
    if store.scores.get(score_id).revision.number != present.number:
        raise StateError(
            f"score {score_id!r} was changed meanwhile; look at it and choose again", score=score_id
        )
    add_next(store, places, replace(chosen, number=present.number), ())
    return store.scores.get(score_id)
