"""A small clean score, twelve bars of C major at 120 beats a minute, to be broken in one place."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ningbgm_agents.brief import Brief
from ningbgm_agents.composing.progression import spell
from ningbgm_agents.score import (
    Bar,
    Cue,
    HitPoint,
    Instrument,
    Key,
    Note,
    Part,
    Score,
    Section,
    TempoMap,
    TempoSegment,
)
from ningbgm_agents.timeline import Edit, FrameRate, Span

BEAT = 24_000
BARS = 12
LAST = 10
"""The bar of the last chord, counted from 0."""
_KEY = Key(0, "ionian")
_CHORDS = ("I", "IV", "V", "vi", "ii", "V", "I", "IV", "ii", "V")
_TUNE = (76, 74, 72, 74, 77, 79, 76, 72, 74, 71)


def note(beat: float, pitch: int, beats: float = 1.0, hit: bool = False) -> Note:
    """A note by beats."""
    return Note(round(beat * BEAT), round(beats * BEAT), pitch, 80, hit)


def clean() -> Score:
    """A score that nobody would mark: held chords, roots, a tune with a rest in every bar, one last chord."""
    chords = tuple(
        spell(numeral, _KEY, Fraction(4 * bar), Fraction(4 * bar + 4)) for bar, numeral in enumerate(_CHORDS)
    )
    chords += (spell("I", _KEY, Fraction(4 * LAST), Fraction(4 * BARS)),)
    roots = [43 + (chord.bass - 43) % 12 - (12 if (chord.bass - 43) % 12 > 6 else 0) for chord in chords]
    pad = [
        note(4 * bar, pitch, 3.8, bar == LAST)
        for bar, chord in enumerate(chords)
        for pitch in sorted(60 + (pitch - 60) % 12 for pitch in chord.pitches)
    ]
    tune = [note(4 * bar + at, pitch, 0.9) for bar, pitch in enumerate(_TUNE) for at in (0, 2)]
    bass = [note(4 * bar, root, 3.8, bar == LAST) for bar, root in enumerate(roots)]
    parts = (
        Part("strings", "harmony", Instrument("strings", 48), tuple(pad)),
        Part("celli and basses", "bass", Instrument("celli and basses", 43), tuple(bass)),
        Part("violins", "melody", Instrument("violins", 40), (*tune, note(4 * LAST, 72, 4))),
    )
    frames = BARS * 4 * BEAT // 2000
    edit = Edit("written", FrameRate(Fraction(24)), frames)
    last = 4 * LAST * BEAT
    cue = Cue(
        name="1m1",
        span=Span(0, frames),
        purpose="written",
        usage="BI",
        key=_KEY,
        tempo_map=TempoMap(
            (TempoSegment(Fraction(0), Fraction(4 * BARS), 0, 4 * BARS * BEAT),),
            tuple(Bar(number + 1, Fraction(4 * number), Fraction(4)) for number in range(BARS)),
            120.0,
        ),
        ending="ring_out",
        hits=(HitPoint(last // 2000, "end", 0.8, "end", last),),
        sections=(
            Section("statement", 0, LAST, "rising", _KEY, 0.5),
            Section("ending", LAST, BARS, "release", _KEY, 0.5),
        ),
        chords=chords,
        parts=parts,
    )
    return Score(edit, Brief(), "orchestral", 1, 0, (cue,))


def changed(score: Score, **more: object) -> Score:
    """The score with something of its cue put in place of what was there."""
    return replace(score, cues=(replace(score.cues[0], **more),))  # type: ignore[arg-type]  # fields of a cue


def with_part(score: Score, name: str, *notes: Note) -> Score:
    """The score, one part playing these notes alone."""
    parts = [replace(p, notes=tuple(notes)) if p.name == name else p for p in score.cues[0].parts]
    return changed(score, parts=tuple(parts))


def with_notes(score: Score, name: str, *notes: Note) -> Score:
    """The score, some notes of one part in place of those that begin at the same time."""
    had = next(part for part in score.cues[0].parts if part.name == name)
    starts = {new.start for new in notes}
    kept = [old for old in had.notes if old.start not in starts]
    return with_part(score, name, *sorted([*kept, *notes], key=lambda n: (n.start, n.pitch)))
