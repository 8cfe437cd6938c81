"""Which delivery is meant, and what lies in it."""

from __future__ import annotations

from pathlib import Path

from ningbgm_agents.errors import NotFoundError, StateError
from ningbgm_agents.score import Score
from ningbgm_agents.timeline import Edit
from ningbgm_daemon.delivery.provenance import read_score
from ningbgm_daemon.library.recording import Occasion, record_revision
from ningbgm_daemon.records.score import CueRecord, RevisionRecord, StemRecord

from .inside import file_inside
from .kept import Kept
from .records import Records


class Deliveries:
    """The revisions of the library with their variations; those asked for last are at hand."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._variations: Kept[RevisionRecord] = Kept(8)
        self._scores: Kept[Score] = Kept(2)
        self._edits: Kept[Edit] = Kept(16)

    async def find(self, score_id: str, number: int, variation: int = 1) -> RevisionRecord:
        """The record of a revision, or of another variation of it.

        Raises:
            NotFoundError: there is none.
        """
        first = await self._records.revision(score_id, number)
        if variation == 1:
            return first
        if variation > len(first.variation_folders) + 1:
            raise NotFoundError(
                f"revision {number} has no variation {variation}; it has {len(first.variation_folders) + 1}",
                variation=variation,
            )
        folder = Path(first.variation_folders[variation - 2])
        occasion = Occasion(
            score_id, number, first.cause, first.sentence, variation_folders=first.variation_folders
        )
        return await self._variations.get(
            (score_id, number, variation, str(folder)), lambda: record_revision(folder, occasion)
        )

    async def score(self, record: RevisionRecord) -> Score:
        """The whole score of a delivery.

        Raises:
            InputError: it is gone or damaged.
        """
        return await self._scores.get(key_of(record), lambda: read_score(Path(record.folder)))

    async def edit(self, record: RevisionRecord) -> Edit:
        """The edit of a delivery alone, which is small.

        Raises:
            InputError: it is gone or damaged.
        """
        return await self._edits.wait(key_of(record), lambda: self._edit(record))

    async def _edit(self, record: RevisionRecord) -> Edit:
        return (await self.score(record)).edit


def key_of(record: RevisionRecord) -> tuple[str, int, str]:
    """Score, number and folder: what they name is never changed."""
    return record.score_id, record.number, record.folder


def cue_in(record: RevisionRecord, name: str) -> CueRecord:
    """A cue of a revision.

    Raises:
        NotFoundError: there is none of this name.
    """
    for cue in record.cues:
        if cue.name == name:
            return cue
    raise NotFoundError(f"revision {record.number} has no cue {name[:40]!r}", cue=name)


def stem_in(record: RevisionRecord, cue: str, name: str) -> StemRecord:
    """A sound file of a cue.

    Raises:
        NotFoundError: there is none of this name.
    """
    for stem in cue_in(record, cue).stems:
        if stem.name == name:
            return stem
    raise NotFoundError(f"the cue {cue[:40]!r} has no stem {name[:40]!r}", stem=name)


def stem_path(record: RevisionRecord, stem: StemRecord) -> Path:
    """Where a stem lies, inside the folder of its delivery.

    Raises:
        NotFoundError: it is gone.
        StateError: it is not as long as it was.
    """
    name = Path(stem.path).relative_to(record.folder).as_posix()
    path = file_inside(Path(record.folder), name)
    if path.stat().st_size != stem.size_bytes:
        raise StateError(
            f"{path.name} was changed since it was delivered; score again to have it back", path=str(path)
        )
    return path
