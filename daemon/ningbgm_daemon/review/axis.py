"""The axis document: everything that the page draws along the time of the edit, and that is small."""

from __future__ import annotations

from pathlib import Path

from ningbgm_agents import document
from ningbgm_agents.document import Plain
from ningbgm_agents.score import Score
from ningbgm_agents.timeline import SAMPLE_RATE_HZ, Span
from ningbgm_daemon.delivery.provenance import Provenance, read_evidence, read_provenance
from ningbgm_daemon.records.score import RevisionRecord

from .axis_cue import cue_document
from .axis_scene import curves_document, cuts_document, records_document, speech_document
from .scenes import read_scene


def axis_document(record: RevisionRecord, score: Score) -> dict[str, Plain]:
    """The document of a delivery.

    Frames count from the edit's first, samples inside a cue from the cue's first, and all of them are whole
    numbers straight from the score.

    Raises:
        InputError: the delivery is gone or damaged.
    """
    folder, edit = Path(record.folder), score.edit
    provenance, evidence, scene = read_provenance(folder), read_evidence(folder), read_scene(folder)
    return {
        "title": edit.name,
        "rate": [edit.rate.fps.numerator, edit.rate.fps.denominator],
        "drop_frame": edit.rate.drop_frame,
        "start_frame": edit.start_frame,
        "start_timecode": str(edit.timecode(0)),
        "duration_frames": edit.duration,
        "scored": _span(edit.span),
        "sample_rate": SAMPLE_RATE_HZ,
        "cuts": cuts_document(edit, evidence),
        "speech": speech_document(edit, evidence),
        "silences": _silences(score),
        "markers": [
            {"frame": marker.frame, "name": marker.name, "color": marker.colour} for marker in edit.markers
        ],
        "curves": curves_document(scene),
        "records": records_document(edit, scene),
        "cues": [cue_document(score, cue, record, provenance) for cue in score.cues],
        "verdict": _verdict(provenance),
        "brief": document.to_plain(score.brief),
        "seed": score.seed,
        "palette": score.palette,
        "wish": record.wish,
        "variations": len(record.variation_folders) + 1,
    }


def _span(span: Span) -> Plain:
    return [span.start, span.end]


def _silences(score: Score) -> Plain:
    """Where no music is wanted, with the reason where it was asked for in words."""
    rate = score.edit.rate
    asked = [(rate.frame_at(one.start_s), rate.frame_at(one.end_s), one) for one in score.brief.silences]
    told: list[Plain] = []
    for span in score.silences:
        reasons = [one.why or one.until for start, end, one in asked if start < span.end and end > span.start]
        told.append([span.start, span.end, next((reason for reason in reasons if reason), "")])
    return told


def _verdict(provenance: Provenance) -> Plain:
    verdict = provenance.verdict
    return {
        "passed": verdict.passed,
        "findings": [
            {
                "severity": finding.severity,
                "sentence": finding.sentence,
                "where": None if finding.where is None else _span(finding.where),
            }
            for finding in verdict.findings
        ],
    }
