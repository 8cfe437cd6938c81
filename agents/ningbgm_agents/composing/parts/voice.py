"""The sung line: written by the rules of the melody in a singer's range; other leads rest while it sings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ...lyrics import VOICE_STEM, Lyrics, Syllable
from ...palette import Player
from ...score import Part
from ..lyrics.phrases import phrases_of
from ..lyrics.song import Phrase, Song, SungNote
from ..scale import into_range
from .accents import GAP_S, clear_around_hits, gaps_of
from .melody import write_melody
from .silencing import Pause, silenced
from .sketch import Frame, Sketch, Stroke
from .touch import play

_SUNG = ("statement", "climax", "release")
"""Sections with words; the first bars and developments are the instruments'."""
_SPEECH_S = 0.3
"""The voice leaves this much room around whoever speaks."""
_LEAD_IN, _LEAD_OUT = Fraction(1, 2), Fraction(1, 4)
"""Beats around a sung phrase in which no other lead begins a note."""
_SAME_NOTE = 48 * 60
"""A played note this near to where it is written is that note."""


def sung_phrases(frame: Frame, singer: Player) -> tuple[Phrase, ...]:
    """What a singer could sing of a cue's melody: no speech under it, no pause in it."""
    palette = replace(frame.bench.palette, players=(singer,))
    own = replace(frame, bench=replace(frame.bench, palette=palette))
    notes = [
        SungNote(stroke.beat, stroke.length, stroke.pitch, stroke.force)
        for sketch in write_melody(own)
        for stroke in clear_around_hits(own, sketch).strokes
        if not _disturbed(frame, stroke)
    ]
    borders = [frame.span(section)[0] for section in frame.written_sections()]
    phrases = phrases_of(notes, frame.tempo, borders, _barred(frame), singer.low, singer.high, _quiet(frame))
    wanted = [p for p in phrases if frame.section_at(p.start).name in _SUNG]
    return tuple(wanted) or phrases


@dataclass(frozen=True)
class Sung:
    """What a singer adds to a cue; nothing where nobody sings."""

    parts: tuple[Part, ...] = ()
    lyrics: Lyrics | None = None


def sing(frame: Frame, sketches: Sequence[Sketch], song: Song | None) -> list[Sketch]:
    """The sketches with the leads silent while the voice sings, doubled by those who double."""
    return [_beside(frame, sketch, song) if song else sketch for sketch in sketches]


def sketches_of(song: Song | None) -> tuple[Sketch, ...]:
    """The singer's part in beats, if anybody sings."""
    if song is None:
        return ()
    strokes = (Stroke(note.beat, note.length, note.pitch, note.force) for note in song.notes)
    return (Sketch(song.singer, tuple(strokes)),)


def voice_part(frame: Frame, song: Song | None, silences: Sequence[Pause] = ()) -> Sung:
    """The singer's part and its words, each syllable on its notes; silent where that was asked for."""
    silent = (_breath_held(frame, sketch) for sketch in sketches_of(song))
    part = next((part for sketch in silent if (part := play(frame, sketch))), None)
    if song is None or part is None:
        return Sung()
    part = silenced(part, silences)
    numbers = _numbers(frame, song, part)
    lines = tuple(
        replace(line, words=tuple(
            replace(word, syllables=tuple(_renumbered(s, numbers) for s in word.syllables))
            for word in line.words
        ))
        for line in song.lyrics.lines
    )  # fmt: skip
    return Sung((replace(part, stem=VOICE_STEM),), replace(song.lyrics, lines=lines))


def _breath_held(frame: Frame, sketch: Sketch) -> Sketch:
    """The voice ends with all the others where they stop before the heaviest accents."""
    strokes = []
    for stroke in sketch.strokes:
        gap = next((g for g in gaps_of(frame) if stroke.beat < g[0] < stroke.beat + stroke.length), None)
        strokes.append(replace(stroke, length=gap[0] - stroke.beat) if gap else stroke)
    return replace(sketch, strokes=tuple(strokes))


def _beside(frame: Frame, sketch: Sketch, song: Song) -> Sketch:
    if sketch.player.layer not in ("melody", "double"):
        return sketch
    kept = [short for stroke in sketch.strokes if (short := _apart(stroke, song)) is not None]
    if sketch.player.layer == "double":
        kept += _doubled(frame, sketch.player, song)
    return Sketch(sketch.player, tuple(sorted(kept)))


def _apart(stroke: Stroke, song: Song) -> Stroke | None:
    """The stroke as far as it does not sound with the voice; None where little is left of it."""
    for start, end in song.spans:
        if start - _LEAD_IN <= stroke.beat < end + _LEAD_OUT and not stroke.hit:
            return None
        if stroke.beat < start < stroke.beat + stroke.length:
            stroke = replace(stroke, length=start - stroke.beat)
    return stroke


def _doubled(frame: Frame, player: Player, song: Song) -> list[Stroke]:
    """The voice's line an octave away or in unison, where the intensity calls for a double."""
    return [
        Stroke(
            note.beat,
            note.length,
            into_range(note.pitch + (12 if player.low > 60 else 0), player.low, player.high),
            note.force * 0.8,
        )
        for note in song.notes
        if frame.plays(player, frame.section_at(note.beat))
    ]


def _disturbed(frame: Frame, stroke: Stroke) -> bool:
    """Whether somebody speaks in the stroke, or a silence was asked for."""
    tempo = frame.tempo
    first, last = tempo.sample(stroke.beat), tempo.sample(stroke.beat + stroke.length)
    return any(start < last and first < end for start, end in _disturbances(frame))


def _disturbances(frame: Frame) -> list[tuple[int, int]]:
    """Where nobody sings, in samples of the cue: around speech, and in silences that were asked for."""
    bench, margin = frame.bench, round(_SPEECH_S * 48_000)
    sample, origin = bench.edit.sample, bench.edit.sample(frame.plan.span.start)
    spoken = [
        (round(span.start_s * 48_000) - margin - origin, round(span.end_s * 48_000) + margin - origin)
        for span in bench.evidence.speech
        if span.confidence >= 0.4
    ]
    return spoken + [(sample(s.start) - origin, sample(s.end) - origin) for s in frame.plan.silences]


def _quiet(frame: Frame) -> list[tuple[Fraction, Fraction]]:
    """The disturbances inside the cue, in beats."""
    beat, length = (
        frame.tempo.beat,
        frame.bench.edit.sample(frame.plan.span.end) - frame.bench.edit.sample(frame.plan.span.start),
    )
    inside = [(max(0, a), min(b, length)) for a, b in _disturbances(frame) if a < length and b > 0]
    return [(beat(start), beat(end)) for start, end in inside]


def _barred(frame: Frame) -> list[tuple[Fraction, Fraction]]:
    """Stretches of beats just before hits, in which no further syllable begins."""
    tempo, gap = frame.tempo, round(GAP_S * 48_000)
    return [*((tempo.beat(tempo.sample(beat) - gap), beat) for beat, _, _ in frame.hits), *gaps_of(frame)]


def _numbers(frame: Frame, song: Song, part: Part) -> dict[int, int]:
    """The number of each written note among the played ones; those that were not played are missing."""
    found: dict[int, int] = {}
    at = 0
    for number, note in enumerate(song.notes):
        sample = frame.tempo.sample(note.beat)
        while at < len(part.notes) and part.notes[at].start < sample - _SAME_NOTE:
            at += 1
        if at < len(part.notes) and abs(part.notes[at].start - sample) <= _SAME_NOTE:
            found[number] = at
            at += 1
    return found


def _renumbered(syllable: Syllable, numbers: dict[int, int]) -> Syllable:
    return replace(syllable, notes=tuple(numbers[note] for note in syllable.notes if note in numbers))
