"""From the daemon's answers to values: scores, revisions, cues, stems."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from ningbgm.v1 import cue_pb2, score_pb2

from .directing import read_direction
from .reading import moment, read_plan, read_span, word
from .score_values import CueFacts, EditFacts, Hit, RevisionFacts, ScoreFacts, StemFacts
from .values import Cause


def read_score(message: score_pb2.Score) -> ScoreFacts:
    """A score."""
    return ScoreFacts(
        name=message.name,
        display_name=message.display_name,
        edit=_edit(message.edit),
        revision=message.revision,
        folder=message.folder,
        cues=tuple(read_cue(cue) for cue in message.cues),
        wish=message.wish,
        palette=message.palette.removeprefix("palettes/"),
        seed=message.seed,
        passed=message.passed,
        findings=tuple(message.findings),
        variation_folders=tuple(message.variation_folders),
        created=moment(message, "create_time"),
        updated=moment(message, "update_time"),
    )


def read_revision(message: score_pb2.Revision) -> RevisionFacts:
    """A revision of a score."""
    return RevisionFacts(
        name=message.name,
        number=message.number,
        cause=cast(Cause, word(score_pb2.Revision.Cause.DESCRIPTOR, message.cause, "CAUSE_")),
        sentence=message.sentence,
        folder=message.folder,
        cues=tuple(read_cue(cue) for cue in message.cues),
        plan=read_plan(message.plan) if message.HasField("plan") else None,
        created=moment(message, "create_time"),
        restored_number=message.restored_number,
    )


def read_cue(message: cue_pb2.Cue) -> CueFacts:
    """A cue."""
    return CueFacts(
        name=message.name,
        cue_id=message.cue_id,
        span=read_span(message.span),
        start_timecode=message.start_timecode,
        end_timecode=message.end_timecode,
        record_frame=message.record_frame,
        sample_count=message.sample_count,
        purpose=message.purpose,
        key=message.key,
        tempo_bpm=message.tempo_bpm,
        ending=message.ending,
        themes=tuple(message.themes),
        hits=tuple(_hit(hit) for hit in message.hits),
        stems=tuple(_stem(stem) for stem in message.stems),
        locked=message.locked,
        loudness_lufs=message.loudness_lufs,
        revision=message.revision,
        wish=message.wish,
        seed=message.seed,
        direction=read_direction(message.direction),
    )


def _hit(message: cue_pb2.Hit) -> Hit:
    return Hit(
        frame=message.frame,
        timecode=message.timecode,
        kind=message.kind,
        weight=message.weight,
        treatment=message.treatment,
        error_ms=message.error_ms if message.HasField("error_ms") else None,
        reason=message.reason,
    )


def _stem(message: cue_pb2.Stem) -> StemFacts:
    return StemFacts(message.name, message.stem_id, message.path, message.size_bytes, message.sha256)


def _edit(message: score_pb2.EditSummary) -> EditFacts:
    return EditFacts(
        title=message.title,
        rate=Fraction(message.rate_numerator, message.rate_denominator or 1),
        drop_frame=message.drop_frame,
        start_timecode=message.start_timecode,
        start_frame=message.start_frame,
        duration_frames=message.duration_frames,
        scored=read_span(message.scored),
        cut_count=message.cut_count,
        source_path=message.source_path,
    )
