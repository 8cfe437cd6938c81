"""Orchestration of one cue: every layer writes, the hits are cleared, the players play."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..score import Cue, Key, Part, Usage
from .bench import ComposingBench, CuePlan
from .form import hit_beats
from .parts import accents, bass, counter, drums, melody, motion, pad, voice
from .parts.registers import strokes_of, sung_by
from .parts.silencing import silenced
from .parts.sketch import Frame
from .parts.touch import play

_REST_S = 0.4
"""Nothing sounds in this time before the cue's end but the room."""
_VOCAL_USAGES: dict[Usage, Usage] = {"BI": "BV", "VI": "VV"}
"""Usage codes of cue sheets: what is instrumental becomes vocal where somebody sings."""
_MORE_REST_S = 0.2
"""And so much longer each time that the ending came back."""


def write_cue(bench: ComposingBench, plan: CuePlan) -> Cue:
    """The cue with all its parts."""
    frame = make_frame(bench, plan)
    theme = voice.sing(frame, melody.write_melody(frame), plan.song)
    lines = (*theme, *voice.sketches_of(plan.song))
    frame = replace(frame, sung=sung_by(frame, lines), theme=strokes_of(lines))
    foundation = bass.write_bass(frame)
    frame = replace(frame, foundation=strokes_of(foundation))
    sketches = [
        *pad.write_pads(frame),
        *foundation,
        *motion.write_motion(frame),
        *theme,
        *voice.sing(frame, melody.write_double(frame), plan.song),
        *counter.write_counter(frame),
        *drums.write_drums(frame),
        *accents.write_accents(frame),
    ]
    cleared = [accents.held_breath(frame, accents.clear_around_hits(frame, sketch)) for sketch in sketches]
    silences = _silences(bench, plan)
    played = [silenced(part, silences) for sketch in cleared if (part := play(frame, sketch))]
    sung = voice.voice_part(frame, plan.song, silences)
    parts = tuple(_named_apart([part for part in (*sung.parts, *played) if part.notes]))
    used = tuple(sorted({section.theme for section in plan.sections if section.theme}))
    return Cue(
        name=plan.name,
        span=plan.span,
        purpose=plan.purpose,
        usage=_VOCAL_USAGES.get(plan.usage, plan.usage) if sung.lyrics else plan.usage,
        key=_main_key(plan),
        tempo_map=plan.tempo,
        ending=plan.ending,
        hits=plan.hits,
        sections=plan.sections,
        chords=plan.chords,
        themes=used,
        parts=parts,
        silences=silences,
        direction=plan.direction,
        lyrics=sung.lyrics,
    )


def _silences(bench: ComposingBench, plan: CuePlan) -> tuple[tuple[int, int], ...]:
    """The silences inside the cue that were asked for, in its samples."""
    sample, start = bench.edit.sample, bench.edit.sample(plan.span.start)
    return tuple((sample(span.start) - start, sample(span.end) - start) for span in plan.silences)


def _main_key(plan: CuePlan) -> Key:
    """The key that sounds longest."""
    lengths: dict[Key, int] = {}
    for section in plan.sections:
        lengths[section.key] = lengths.get(section.key, 0) + section.end_bar - section.start_bar
    return max(lengths, key=lambda key: (lengths[key], str(key)))


def make_frame(bench: ComposingBench, plan: CuePlan) -> Frame:
    """What every layer needs to know while it writes."""
    tempo, start = plan.tempo, bench.edit.sample(plan.span.start)
    length = bench.edit.sample(plan.stop) - start
    end = tempo.beat(bench.edit.sample(plan.last_chord) - start)
    rest = min(round((_REST_S + _MORE_REST_S * bench.attempt) * 48_000), length // 4)
    last = max(end + Fraction(1, 8), tempo.beat(length - rest))
    hits = tuple((beat, hit.treatment, hit.weight) for beat, hit in sorted(hit_beats(plan, start).items()))
    speech = tuple(
        (tempo.beat(round(span.start_s * 48_000) - start), tempo.beat(round(span.end_s * 48_000) - start))
        for span in bench.evidence.speech
        if span.end_s * 48_000 > start and span.start_s * 48_000 < start + length and span.confidence >= 0.4
    )
    return Frame(bench, plan, plan.chords, end, last, hits, speech if bench.brief.delivery.duck else ())


def _named_apart(parts: list[Part]) -> list[Part]:
    """Two players of one name get numbers."""
    seen: dict[str, int] = {}
    named = []
    for part in parts:
        seen[part.name] = seen.get(part.name, 0) + 1
        number = seen[part.name]
        named.append(part if number == 1 else replace(part, name=f"{part.name} {number}"))
    return named
