"""A cue as the axis document tells it."""

from __future__ import annotations

from bisect import bisect_right

from ningbgm_agents.document import Plain
from ningbgm_agents.score import Cue, Score, TempoMap
from ningbgm_daemon.delivery.provenance import Provenance
from ningbgm_daemon.records.score import RevisionRecord

from .deliveries import cue_in

_DECIMALS = 3


def cue_document(score: Score, cue: Cue, record: RevisionRecord, provenance: Provenance) -> Plain:
    """A cue; its samples count from its own first, which is sample `start_sample` of the edit."""
    known, tempo = cue_in(record, cue.name), cue.tempo_map
    return {
        "cue_id": cue.name,
        "start": cue.span.start,
        "end": cue.span.end,
        "start_sample": score.first_sample(cue),
        "sample_count": score.sample_count(cue),
        "purpose": cue.purpose,
        "usage": cue.usage,
        "key": str(cue.key),
        "tempo_bpm": known.tempo_bpm,
        "ending": cue.ending,
        "themes": list(cue.themes),
        "locked": cue.name in record.locked,
        "wish": known.wish,
        "seed": known.seed,
        "loudness_lufs": known.loudness_lufs,
        "revision": known.revision,
        "direction": _direction(cue),
        "hits": _hits(score, cue, provenance),
        "pauses": [[start, end] for start, end in cue.silences],
        "bars": _bars(tempo),
        "sections": _sections(score, cue),
        "chords": [[tempo.sample(chord.start_beat), chord.symbol] for chord in cue.chords],
        "parts": [
            {"name": part.name, "stem": part.stem, "instrument": part.instrument.name} for part in cue.parts
        ],
        "stems": [stem.name for stem in known.stems],
    }


def _direction(cue: Cue) -> Plain:
    """What was asked by hand, as `RegenerateCue` takes it."""
    asked = cue.direction
    return {
        "hits": [{"frame": hit.frame, "weight": hit.weight, "name": hit.name} for hit in asked.hits],
        "silences": [{"start": span.start, "end": span.end} for span in asked.silences],
    }


def _hits(score: Score, cue: Cue, provenance: Provenance) -> Plain:
    heard = next((one for one in provenance.verdict.heard if one.cue == cue.name), None)
    errors = {hit.frame: hit.error_ms for hit in heard.hits} if heard else {}
    first = score.first_sample(cue)
    return [
        {
            "frame": hit.frame,
            "sample": hit.sample - first,
            "kind": hit.kind,
            "weight": round(hit.weight, _DECIMALS),
            "treatment": hit.treatment,
            "error_ms": _rounded(errors.get(hit.frame)),
            "reason": hit.why,
            "user": hit.kind == "directed",
        }
        for hit in cue.hits
    ]


def _bars(tempo: TempoMap) -> Plain:
    """First sample, number, beats, beat unit and tempo of every bar."""
    starts = [segment.start_beat for segment in tempo.segments]
    bpm = [round(segment.bpm, _DECIMALS) for segment in tempo.segments]
    return [
        [
            tempo.sample(bar.start_beat),
            bar.number,
            *bar.metre,
            bpm[max(0, bisect_right(starts, bar.start_beat) - 1)],
        ]
        for bar in tempo.bars
    ]


def _sections(score: Score, cue: Cue) -> Plain:
    tempo, count = cue.tempo_map, score.sample_count(cue)
    starts = {bar.number: tempo.sample(bar.start_beat) for bar in tempo.bars}
    return [
        {
            "start_sample": max(0, starts.get(section.start_bar, 0)),
            "end_sample": min(count, starts.get(section.end_bar, count)),
            "name": section.name,
            "theme": section.theme,
            "role": section.role,
            "intensity": round(section.intensity, _DECIMALS),
        }
        for section in cue.sections
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)
