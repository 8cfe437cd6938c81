"""The parts of `score.json` as plain JSON values: edit, cues, themes, verdict, scene."""

from __future__ import annotations

from fractions import Fraction

from ningbgm_agents.direction import Direction
from ningbgm_agents.document import Plain
from ningbgm_agents.scene import Finding, HolisticScene, SceneRecord
from ningbgm_agents.score import Cue, Heard, HitPoint, Score, TempoMap, Theme, Verdict
from ningbgm_agents.timeline import Edit

from .plain_lyrics import plain_lyrics

_DECIMALS = 6


def plain_edit(edit: Edit) -> Plain:
    """The edit's name, rate, start, length and scored range."""
    fps = edit.rate.fps
    return {
        "name": edit.name,
        "rate": {
            "fps": f"{fps.numerator}/{fps.denominator}",
            "drop_frame": edit.rate.drop_frame,
            "text": str(edit.rate),
        },
        "start_timecode": str(edit.timecode(0)),
        "start_frame": edit.start_frame,
        "duration_frames": edit.duration,
        "scored": {"start_frame": edit.span.start, "end_frame": edit.span.end},
    }


def plain_cue(score: Score, cue: Cue) -> dict[str, Plain]:
    """A cue without its files."""
    edit = score.edit
    return {
        "name": cue.name,
        "start_frame": cue.span.start,
        "end_frame": cue.span.end,
        "start_timecode": str(edit.timecode(cue.span.start)),
        "end_timecode": str(edit.timecode(cue.span.end)),
        "first_sample": score.first_sample(cue),
        "sample_count": score.sample_count(cue),
        "purpose": cue.purpose,
        "usage": cue.usage,
        "key": str(cue.key),
        "ending": cue.ending,
        "tempo_map": plain_tempo_map(cue.tempo_map),
        "themes": list(cue.themes),
        "sections": [
            {
                "name": section.name,
                "start_bar": section.start_bar,
                "end_bar": section.end_bar,
                "role": section.role,
                "key": str(section.key),
                "intensity": _number(section.intensity),
                "theme": section.theme,
                "transformation": section.transformation,
                "voice": section.voice,
                "recalls": section.recalls,
            }
            for section in cue.sections
        ],
        "chords": [
            {
                "start_beat": _number(chord.start_beat),
                "end_beat": _number(chord.end_beat),
                "symbol": chord.symbol,
                "degree": chord.degree,
                "pitches": list(chord.pitches),
            }
            for chord in cue.chords
        ],
        "hits": [plain_hit(edit, hit) for hit in cue.hits],
        "direction": plain_direction(edit, cue.direction),
        "parts": [
            {
                "name": part.name,
                "stem": part.stem,
                "instrument": part.instrument.name,
                "note_count": len(part.notes),
            }
            for part in cue.parts
        ],
        "lyrics": plain_lyrics(cue),
    }


def plain_tempo_map(tempo_map: TempoMap) -> Plain:
    """Segments and bars; samples count from the cue's first sample, beats are quarter notes."""
    return {
        "base_bpm": _number(tempo_map.base_bpm),
        "segments": [
            {
                "start_beat": _number(segment.start_beat),
                "end_beat": _number(segment.end_beat),
                "start_sample": segment.start_sample,
                "end_sample": segment.end_sample,
                "bpm": _number(segment.bpm),
            }
            for segment in tempo_map.segments
        ],
        "bars": [
            {
                "number": bar.number,
                "start_beat": _number(bar.start_beat),
                "metre": "{}/{}".format(*bar.metre),
            }
            for bar in tempo_map.bars
        ],
    }


def plain_hit(edit: Edit, hit: HitPoint) -> Plain:
    """A hit point; frame and sample count from the edit's first frame."""
    return {
        "frame": hit.frame,
        "timecode": str(edit.timecode(hit.frame)),
        "kind": hit.kind,
        "weight": _number(hit.weight),
        "treatment": hit.treatment,
        "sample": hit.sample,
        "why": hit.why,
    }


def plain_direction(edit: Edit, direction: Direction) -> Plain:
    """What was asked by hand; frames count from the edit's first frame."""
    return {
        "hits": [
            {
                "frame": hit.frame,
                "timecode": str(edit.timecode(hit.frame)),
                "weight": _number(hit.weight),
                "name": hit.name,
            }
            for hit in direction.hits
        ],
        "silences": [{"start_frame": span.start, "end_frame": span.end} for span in direction.silences],
    }


def plain_theme(theme: Theme) -> Plain:
    """A theme with its motif as scale degrees."""
    return {
        "name": theme.name,
        "subject": theme.subject,
        "beats": _number(theme.beats),
        "motif": [
            {
                "beat": _number(note.beat),
                "length": _number(note.length),
                "degree": note.degree,
            }
            for note in theme.motif
        ],
    }


def plain_verdict(verdict: Verdict) -> Plain:
    """Whether it passed, what was noticed and what was measured."""
    return {
        "passed": verdict.passed,
        "reworks": verdict.reworks,
        "findings": [_plain_finding(finding) for finding in verdict.findings],
        "heard": [_plain_heard(heard) for heard in verdict.heard],
    }


def plain_scene(scene: HolisticScene) -> Plain:
    """The records in time, the turns and the summary."""
    return {
        "summary": scene.summary,
        "records": [_plain_record(record) for record in scene.records],
        "turns": [
            {"frame": turn.frame, "strength": _number(turn.strength), "why": turn.why} for turn in scene.turns
        ],
        "findings": [_plain_finding(finding) for finding in scene.findings],
        "key_lines": [
            {
                "start_frame": line.span.start,
                "end_frame": line.span.end,
                "text": line.text,
                "speaker": line.speaker,
                "weight": _number(line.weight),
                "why": line.why,
            }
            for line in scene.key_lines
        ],
    }


def _plain_record(record: SceneRecord) -> Plain:
    return {
        "start_frame": record.span.start,
        "end_frame": record.span.end,
        **record.described,
        "valence": _number(record.valence),
        "arousal": _number(record.arousal),
        "tension": _number(record.tension),
        "pace": _number(record.pace),
        "role": record.role,
        "wanted_silence": record.wanted_silence,
    }


def _plain_finding(finding: Finding) -> Plain:
    where: Plain = None
    if finding.where is not None:
        where = {"start_frame": finding.where.start, "end_frame": finding.where.end}
    return {
        "severity": finding.severity,
        "check": finding.check,
        "sentence": finding.sentence,
        "where": where,
    }


def _plain_heard(heard: Heard) -> Plain:
    return {
        "cue": heard.cue,
        "sample_count": heard.sample_count,
        "loudness_lufs": _number(heard.loudness_lufs),
        "true_peak_dbtp": _number(heard.true_peak_dbtp),
        "tail_ratio": _number(heard.tail_ratio),
        "onsets_per_minute": _number(heard.onsets_per_minute),
        "speech_clearance_lu": _maybe(heard.speech_clearance_lu),
        "loudest_wanted_silence_db": _maybe(heard.loudest_wanted_silence_db),
        "longest_hole_s": _number(heard.longest_hole_s),
        "largest_step_db": _number(heard.largest_step_db),
        "hits": [
            {"frame": hit.frame, "sample": hit.sample, "error_ms": _maybe(hit.error_ms)} for hit in heard.hits
        ],
    }


def _number(value: float | Fraction) -> Plain:
    """A JSON number: whole where it is; infinities, which JSON lacks, are null."""
    number = round(float(value), _DECIMALS)
    if number != number or number in (float("inf"), float("-inf")):
        return None
    return int(number) if number == int(number) else number


def _maybe(value: float | None) -> Plain:
    return None if value is None else _number(value)
