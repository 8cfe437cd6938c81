"""What `ningbgm inspect` shows: the edit as read, what was sensed, and the scene as understood."""

from __future__ import annotations

import os
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Request
from ningbgm_agents.document import Plain, to_plain
from ningbgm_agents.evidence import Cut, Evidence
from ningbgm_agents.production import understand
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.timeline import Edit

from .app import MonotonicClock
from .sensing import sense_edit
from .timeline.reader import open_edit


def inspection(film: Path, scored: tuple[str, str] | None = None) -> dict[str, Plain]:
    """Everything that is read and sensed of a film or timeline, as JSON types.

    Raises:
        InputError: it cannot be read.
    """
    sensed = sense_edit(open_edit(film, scored or None), workers=os.cpu_count() or 1)
    events: list[Event] = []
    _, scene = understand(Request(), sensed.edit, sensed.evidence, events.append, MonotonicClock())
    return (
        _edit_facts(film, sensed.edit) | _evidence_facts(sensed.edit, sensed.evidence) | _scene_facts(scene)
    )


def _edit_facts(film: Path, edit: Edit) -> dict[str, Plain]:
    return {
        "input": str(film),
        "name": edit.name,
        "rate": {"fps": str(edit.rate.fps), "drop_frame": edit.rate.drop_frame, "text": str(edit.rate)},
        "duration_frames": edit.duration,
        "duration_s": round(float(edit.rate.seconds(edit.duration)), 4),
        "start_timecode": str(edit.timecode(0)),
        "start_frame": edit.start_frame,
        "scored": {"start_frame": edit.span.start, "end_frame": edit.span.end},
        "width": edit.width,
        "height": edit.height,
        "shots": [
            {
                "start_frame": s.record.start,
                "end_frame": s.record.end,
                "name": s.name,
                "kind": s.kind,
                "media": s.media.path if s.media else None,
                "offline": bool(s.media and s.media.offline),
            }
            for s in edit.shots
        ],
        "markers": [to_plain(marker) for marker in edit.markers],
    }


def _evidence_facts(edit: Edit, evidence: Evidence) -> dict[str, Plain]:
    return {
        "modalities": list(evidence.modalities),
        "cuts": [_cut(edit, cut) for cut in evidence.cuts if cut.kind == "cut"],
        "gradual": [_cut(edit, cut) for cut in evidence.cuts if cut.kind != "cut"],
        "events": [to_plain(event) for event in evidence.events],
        "speech": [to_plain(span) for span in evidence.speech],
        "silences": [to_plain(span) for span in evidence.silences],
        "loudness_lufs": evidence.loudness_lufs,
        "curves": [to_plain(curve) for curve in evidence.curves],
        "notes": list(evidence.notes),
    }


def _cut(edit: Edit, cut: Cut) -> Plain:
    return {
        "frame": cut.frame,
        "confidence": cut.confidence,
        "kind": cut.kind,
        "duration": cut.duration,
        "timecode": str(edit.timecode(cut.frame)),
    }


def _scene_facts(scene: HolisticScene) -> dict[str, Plain]:
    return {
        "summary": scene.summary,
        "records": [to_plain(record) for record in scene.records],
        "turns": [to_plain(turn) for turn in scene.turns],
    }


def told(facts: dict[str, Plain]) -> str:
    """The facts in words, for a person."""
    lines = [
        f"{facts['name']}: {facts['duration_s']} s at {_at(facts, 'rate', 'text')} fps, {facts['duration_frames']} frames"
        f" from {facts['start_timecode']}, {facts['width']}x{facts['height']}",
        f"Sensed: {', '.join(map(str, _rows(facts, 'modalities'))) or 'nothing'}",
        f"Cuts: {len(_rows(facts, 'cuts'))} hard, {len(_rows(facts, 'gradual'))} gradual",
    ]
    lines += [
        f"  {_at(cut, 'timecode')}  frame {_at(cut, 'frame')}  {_at(cut, 'kind')}  confidence {_at(cut, 'confidence')}"
        for cut in (*_rows(facts, "cuts"), *_rows(facts, "gradual"))
    ]
    lines.append(f"Speech: {len(_rows(facts, 'speech'))} spans")
    lines += [f"  {_at(span, 'start_s')} to {_at(span, 'end_s')} s" for span in _rows(facts, "speech")]
    lines.append(f"Understood: {facts['summary']}")
    lines += [
        f"  frame {_at(record, 'span', 'start')} to {_at(record, 'span', 'end')}  {_at(record, 'role')}: {_at(record, 'mood')};"
        f" {_at(record, 'subject')}; {_at(record, 'background')}"
        for record in _rows(facts, "records")
    ]
    lines += [f"Note: {note}" for note in _rows(facts, "notes")]
    return "\n".join(lines)


def _rows(facts: Plain, key: str) -> list[Plain]:
    rows = facts.get(key) if isinstance(facts, dict) else None
    return rows if isinstance(rows, list) else []


def _at(facts: Plain, *keys: str) -> Plain:
    for key in keys:
        facts = facts.get(key) if isinstance(facts, dict) else None
    return facts
