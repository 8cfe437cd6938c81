"""What the film shows and means, as the axis document tells it."""

from __future__ import annotations

from fractions import Fraction

from ningbgm_agents.document import Plain
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.scene import HolisticScene, SceneRecord
from ningbgm_agents.timeline import Edit

_DECIMALS = 3


def cuts_document(edit: Edit, evidence: Evidence | None) -> Plain:
    """Every cut as it was sensed; as the timeline has them where what was sensed is gone."""
    if evidence is not None:
        return [
            {"frame": cut.frame, "confidence": round(cut.confidence, _DECIMALS), "kind": cut.kind}
            for cut in evidence.cuts
        ]
    return [
        {
            "frame": shot.record.start,
            "confidence": round(shot.confidence, _DECIMALS),
            "kind": shot.transition_in,
        }
        for shot in edit.shots
        if shot.record.start > 0
    ]


def speech_document(edit: Edit, evidence: Evidence | None) -> Plain:
    """Where somebody speaks: first frame, end frame, and the words where they are known."""
    spans = evidence.speech if evidence is not None else ()
    return [
        [_frame(edit, span.start_s), max(_frame(edit, span.end_s), _frame(edit, span.start_s) + 1), span.text]
        for span in spans
    ]


def curves_document(scene: HolisticScene | None) -> Plain:
    """One value a second of each feeling; empty where they were not kept."""
    curves = {name: _values(scene, name) for name in ("tension", "valence", "arousal")}
    return {"per_s": 1, **curves}


def records_document(edit: Edit, scene: HolisticScene | None) -> Plain:
    """The holistic scene: its records with their nine fields, and what each field rests on."""
    return [_record(edit, record) for record in (scene.records if scene is not None else ())]


def _record(edit: Edit, record: SceneRecord) -> Plain:
    start, end = record.span.start, record.span.end
    return {
        "start": start,
        "end": end,
        "fields": {
            "time": f"{edit.timecode(start)} - {edit.timecode(end)}",
            **record.described,
        },
        "role": record.role,
        "valence": round(record.valence, _DECIMALS),
        "arousal": round(record.arousal, _DECIMALS),
        "tension": round(record.tension, _DECIMALS),
        "pace": round(record.pace, _DECIMALS),
        "wanted_silence": record.wanted_silence,
        "evidence": [
            {
                "field": support.field,
                "source": support.source,
                "confidence": round(support.confidence, _DECIMALS),
                "why": support.why,
            }
            for support in record.support
        ],
    }


def _values(scene: HolisticScene | None, name: str) -> Plain:
    if scene is None:
        return []
    curve = {"tension": scene.tension, "valence": scene.valence, "arousal": scene.arousal}[name]
    return [round(value, _DECIMALS) for value in curve.values]


def _frame(edit: Edit, seconds: float) -> int:
    return min(max(edit.rate.frame_at(Fraction(seconds)), 0), edit.duration)
