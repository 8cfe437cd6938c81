"""Cues, their hits and stems as messages."""

from __future__ import annotations

from fractions import Fraction

from ningbgm.v1 import cue_pb2
from ningbgm_agents.timeline import FrameRate, Timecode

from ..records.score import CueRecord, EditRecord, HitRecord, RevisionRecord, StemRecord
from . import names
from .directions import direction_to_proto
from .plans import span_to_proto


def cue_to_proto(cue: CueRecord, revision: RevisionRecord) -> cue_pb2.Cue:
    """A cue as it is in a revision."""
    edit = revision.edit
    return cue_pb2.Cue(
        name=names.cue_name(revision.score_id, cue.name),
        cue_id=cue.name,
        span=span_to_proto(cue.span),
        start_timecode=timecode_text(edit, cue.span.start),
        end_timecode=timecode_text(edit, cue.span.end),
        record_frame=edit.start_frame + cue.span.start,
        sample_count=cue.sample_count,
        purpose=cue.purpose,
        key=cue.key,
        tempo_bpm=cue.tempo_bpm,
        ending=cue.ending,
        themes=cue.themes,
        hits=[_hit(hit, edit) for hit in cue.hits],
        stems=[_stem(stem, cue, revision) for stem in cue.stems],
        locked=cue.name in revision.locked,
        loudness_lufs=cue.loudness_lufs,
        revision=cue.revision,
        wish=cue.wish,
        seed=cue.seed,
        direction=direction_to_proto(cue.direction) if cue.direction else None,
    )


def timecode_text(edit: EditRecord, frame: int) -> str:
    """The timecode of a frame of the edit."""
    rate = FrameRate(Fraction(edit.rate_numerator, edit.rate_denominator), edit.drop_frame)
    return str(Timecode(edit.start_frame + frame, rate))


def _hit(hit: HitRecord, edit: EditRecord) -> cue_pb2.Hit:
    return cue_pb2.Hit(
        frame=hit.frame,
        timecode=timecode_text(edit, hit.frame),
        kind=hit.kind,
        weight=hit.weight,
        treatment=hit.treatment,
        error_ms=hit.error_ms,
        reason=hit.why,
    )


def _stem(stem: StemRecord, cue: CueRecord, revision: RevisionRecord) -> cue_pb2.Stem:
    return cue_pb2.Stem(
        name=names.stem_name(revision.score_id, revision.number, cue.name, stem.name),
        stem_id=stem.name,
        path=stem.path,
        size_bytes=stem.size_bytes,
        sha256=stem.sha256,
    )
