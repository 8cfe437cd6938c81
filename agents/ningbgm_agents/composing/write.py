"""Orchestration of one cue: every layer writes, the hits are cleared, the players play."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..score import Cue, Key, Part, Usage
from .bench import ComposingBench, CuePlan
from .form import hit_beats
from .parts import accents, bass, counter, drums, melody, motion, pad, voice
from .parts.approach import approached
from .parts.below import in_bass, in_the_middle
from .parts.contrary import led_apart
from .parts.mending import mended
from .parts.registers import strokes_of, sung_by
from .parts.room import with_room
from .parts.seams import one_voice
from .parts.silencing import silenced
from .parts.sketch import Frame, Sketch
from .parts.touch import play
from .parts.turning import turned

_REST_S, _REST_BEFORE_NEXT_S = 0.4, 0.15
"""Nothing sounds in this time before the cue's end but the room; less where the next cue follows at once."""
_VOCAL_USAGES: dict[Usage, Usage] = {"BI": "BV", "VI": "VV"}
"""Usage codes of cue sheets: what is instrumental becomes vocal where somebody sings."""
_MORE_REST_S = 0.2
"""And so much longer each time that the ending came back."""


def write_cue(bench: ComposingBench, plan: CuePlan) -> Cue:
    """The cue with all its parts."""
    frame = make_frame(bench, plan)
    leads = [_cleared(frame, sketch) for sketch in voice.sing(frame, melody.write_melody(frame), plan.song)]
    theme = [one_voice(frame.tempo, sketch) for sketch in leads]
    lines = (*theme, *voice.sketches_of(plan.song))
    frame = replace(frame, sung=sung_by(frame, lines), theme=strokes_of(lines))
    foundation = led_apart(frame, [_cleared(frame, sketch) for sketch in bass.write_bass(frame)])
    foundation = in_bass(frame, foundation)
    frame = replace(frame, foundation=strokes_of(foundation))
    sketches = [
        *pad.write_pads(frame),
        *foundation,
        *motion.write_motion(frame),
        *theme,
        *voice.sing(frame, melody.write_double(frame), plan.song),
        *in_the_middle(frame, counter.write_counter(frame)),
        *drums.write_drums(frame),
        *accents.write_accents(frame),
    ]
    cleared = [turned(frame, _cleared(frame, sketch)) for sketch in sketches]
    roomy = with_room(frame, approached(frame, cleared))
    roomy = [mended(frame, sketch) for sketch in roomy] if bench.attempt else roomy
    silences = _silences(bench, plan)
    played = [silenced(part, silences) for sketch in roomy if (part := play(frame, sketch))]
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


def _cleared(frame: Frame, sketch: Sketch) -> Sketch:
    """Without what would hide a hit, and with the gap before the heaviest ones."""
    return accents.held_breath(frame, accents.clear_around_hits(frame, sketch))


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
    least = _REST_BEFORE_NEXT_S if plan.ending == "segue" else _REST_S
    rest = min(round((least + _MORE_REST_S * bench.attempt) * 48_000), length // 4)
    last = max(end + Fraction(1, 8), tempo.beat(length - rest))
    hits = tuple((beat, hit.treatment, hit.weight) for beat, hit in sorted(hit_beats(plan, start).items()))
    return Frame(bench, plan, plan.chords, end, last, hits, bench.speech_in(plan))


def _named_apart(parts: list[Part]) -> list[Part]:
    """Two players of one name get numbers."""
    seen: dict[str, int] = {}
    named = []
    for part in parts:
        seen[part.name] = seen.get(part.name, 0) + 1
        number = seen[part.name]
        named.append(part if number == 1 else replace(part, name=f"{part.name} {number}"))
    return named
