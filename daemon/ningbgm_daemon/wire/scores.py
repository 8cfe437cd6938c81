"""Scores and their revisions as messages."""

from __future__ import annotations

from ningbgm.v1 import score_pb2

from ..records.score import Cause, EditRecord, RevisionRecord, ScoreRecord
from . import checks, names
from .cues import cue_to_proto, timecode_text
from .limits import MOST_VARIATIONS
from .plans import plan_to_proto, span_to_proto
from .times import time_to_proto

_CAUSES: dict[Cause, score_pb2.Revision.Cause.ValueType] = {
    "created": score_pb2.Revision.CAUSE_CREATED,
    "revised": score_pb2.Revision.CAUSE_REVISED,
    "regenerated": score_pb2.Revision.CAUSE_REGENERATED,
    "locked": score_pb2.Revision.CAUSE_LOCKED,
    "unlocked": score_pb2.Revision.CAUSE_UNLOCKED,
    "rolled_back": score_pb2.Revision.CAUSE_ROLLED_BACK,
    "chosen": score_pb2.Revision.CAUSE_CHOSEN,
}
_LAST_NUMBER = 999_999_999


def score_to_proto(score: ScoreRecord, with_cues: bool = True) -> score_pb2.Score:
    """A score; lists leave its cues out."""
    present = score.revision
    return score_pb2.Score(
        name=names.score_name(score.id),
        display_name=present.edit.title,
        edit=_edit(present.edit),
        revision=names.revision_name(score.id, present.number),
        folder=present.folder,
        cues=[cue_to_proto(cue, present) for cue in present.cues] if with_cues else (),
        wish=present.wish,
        palette=names.palette_name(present.palette) if present.palette else "",
        seed=present.seed,
        passed=present.passed,
        findings=present.findings,
        variation_folders=present.variation_folders,
        create_time=time_to_proto(score.created_s),
        update_time=time_to_proto(present.created_s),
    )


def revision_to_proto(revision: RevisionRecord, with_cues: bool = True) -> score_pb2.Revision:
    """A revision; lists leave its cues out."""
    return score_pb2.Revision(
        name=names.revision_name(revision.score_id, revision.number),
        number=revision.number,
        cause=_CAUSES[revision.cause],
        sentence=revision.sentence,
        restored_number=revision.restored_number,
        folder=revision.folder,
        cues=[cue_to_proto(cue, revision) for cue in revision.cues] if with_cues else (),
        plan=plan_to_proto(revision.plan) if revision.plan else None,
        create_time=time_to_proto(revision.created_s),
    )


def revision_number_from_proto(number: int) -> int:
    """The revision to go back to; 0 for the one before the present one.

    Raises:
        InputError: a number that no revision has.
    """
    return checks.whole(number, "revision_number", 0, _LAST_NUMBER)


def variation_from_proto(number: int) -> int:
    """The variation to choose, from 2: the first is the present one.

    Raises:
        InputError: a number that no variation has.
    """
    return checks.whole(number, "variation", 2, MOST_VARIATIONS)


def _edit(edit: EditRecord) -> score_pb2.EditSummary:
    return score_pb2.EditSummary(
        title=edit.title,
        rate_numerator=edit.rate_numerator,
        rate_denominator=edit.rate_denominator,
        drop_frame=edit.drop_frame,
        start_timecode=timecode_text(edit, 0),
        start_frame=edit.start_frame,
        duration_frames=edit.duration,
        scored=span_to_proto(edit.scored),
        cut_count=edit.cut_count,
        source_path=edit.source,
    )
