"""Checks of the words on paper: sung, on their notes, in rhythm, ending long, said once, not over speech."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from ...lyrics import VOICE_STEM, Line, Lyrics
from ...scene import Finding
from ...score import Cue, Part, Score
from .syllables import STRESSED_LANGUAGES, lines_of

_STRESSED_SHARE = 0.6
"""Share of stressed syllables that must begin on a beat."""
_ON_BEAT_SAMPLES = 48 * 60
"""A syllable this near to a beat is on it."""
_LONG_END_S = 0.4


def check_lyrics(score: Score, standing: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything wrong with the words of a score; the cues named in `standing` are not read again."""
    read = tuple(
        finding
        for cue in score.cues
        if cue.lyrics is not None and cue.name not in standing
        for finding in _cue(score, cue, cue.lyrics)
    )
    return (*read, *_unsung(score))


def over_speech(score: Score, cue: Cue, part: Part) -> Iterator[int]:
    """The numbers of a part's notes that sound while somebody speaks."""
    origin = score.first_sample(cue)
    for number, note in enumerate(part.notes):
        first, last = origin + note.start, origin + note.start + note.duration
        if any(start < last and first < end for start, end, _ in score.speech):
            yield number


def _unsung(score: Score) -> Iterator[Finding]:
    """What was asked for of the voice and found no room."""
    vocals = score.brief.vocals
    if vocals is None:
        return
    sung = [len(line.words) for cue in score.cues if cue.lyrics for line in cue.lyrics.lines]
    if not sung:
        why = "the cues are too short, somebody speaks throughout, or no words fit the melody"
        yield Finding("warning", "unsung", f"nobody sings: {why}; another seed has another melody")
        return
    given = sum(len(line.words) for line in lines_of(vocals.words, vocals.language))
    if given > sum(sung):
        yield Finding(
            "warning", "unsung", f"{given - sum(sung)} of your {given} words found no room to be sung"
        )


def _cue(score: Score, cue: Cue, lyrics: Lyrics) -> Iterator[Finding]:
    part = next((part for part in cue.parts if part.stem == VOICE_STEM), None)
    if part is None:
        yield Finding("error", "syllables", f"{cue.name}: there are words and nobody to sing them")
        return
    yield from _carried(cue, part, lyrics)
    yield from _over_speech(score, cue, part)
    yield from _in_rhythm(cue, part, lyrics)
    yield from _ends(cue, part, lyrics)
    yield from _repeated(cue, lyrics)


def _carried(cue: Cue, part: Part, lyrics: Lyrics) -> Iterator[Finding]:
    """Every syllable has its notes, every note one syllable, in order."""
    notes = [note for line in lyrics.lines for syllable in line.syllables for note in syllable.notes]
    bare = [s.text for line in lyrics.lines for s in line.syllables if not s.notes]
    if bare:
        yield Finding("error", "syllables", f"{cue.name}: no note carries “{bare[0]}”")
    if notes != list(range(len(part.notes))):
        yield Finding("error", "syllables", f"{cue.name}: the words do not go note by note")


def _over_speech(score: Score, cue: Cue, part: Part) -> Iterator[Finding]:
    number = next(over_speech(score, cue, part), None)
    if number is not None:
        first = score.first_sample(cue) + part.notes[number].start
        where = score.edit.timecode(score.edit.rate.frame_of_sample(first))
        yield Finding("error", "sung_over_speech", f"{cue.name}: sung over speech at {where}")


def _in_rhythm(cue: Cue, part: Part, lyrics: Lyrics) -> Iterator[Finding]:
    """Most stressed syllables begin on a beat, in the languages whose stress is known."""
    if lyrics.language not in STRESSED_LANGUAGES:
        return
    stressed = [s for line in lyrics.lines for s in line.syllables if s.stressed and s.notes]
    on = sum(_on_beat(cue, part.notes[s.notes[0]].start) for s in stressed if s.notes[0] < len(part.notes))
    if stressed and on / len(stressed) < _STRESSED_SHARE:
        yield Finding(
            "warning", "stress", f"{cue.name}: only {on} of {len(stressed)} stressed syllables are on a beat"
        )


def _on_beat(cue: Cue, sample: int) -> bool:
    beat = round(cue.tempo_map.beat(sample))
    return abs(cue.tempo_map.sample(beat) - sample) <= _ON_BEAT_SAMPLES


def _ends(cue: Cue, part: Part, lyrics: Lyrics) -> Iterator[Finding]:
    """A line ends on a note that is held."""
    for line in lyrics.lines:
        numbers = [n for n in line.syllables[-1].notes if n < len(part.notes)] if line.syllables else []
        held = sum(part.notes[n].duration for n in numbers)
        if numbers and held < _LONG_END_S * 48_000:
            yield Finding("warning", "line_end", f"{cue.name}: “{line.text}” ends on a short note")


def _repeated(cue: Cue, lyrics: Lyrics) -> Iterator[Finding]:
    """Nothing but the refrain is sung twice, unless the user wrote it so; nor a word twice in a row."""
    if lyrics.author == "user":
        return
    verses = [line for line in lyrics.lines if not line.refrain]
    seen: set[str] = set()
    for line in verses:
        if line.text in seen:
            yield Finding("warning", "repeated", f"{cue.name}: “{line.text}” is sung twice")
        seen.add(line.text)
    for line in verses:
        if again := _stammered(line):
            yield Finding("warning", "repeated", f"{cue.name}: “{again}” comes twice in a row")


def _stammered(line: Line) -> str:
    """The word that comes twice in a row; Chinese doubles its characters as a matter of course."""
    bare = [(word.text.strip(".,;:!?").lower(), word.joined) for word in line.words]
    return next((a for (a, joined), (b, _) in pairwise(bare) if a == b and not joined), "")
