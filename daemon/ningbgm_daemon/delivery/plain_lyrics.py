"""The words of a cue as plain JSON values: lines, words, syllables, and their samples."""

from __future__ import annotations

from ningbgm_agents.document import Plain
from ningbgm_agents.lyrics import VOICE_STEM, Line, Syllable
from ningbgm_agents.score import Cue, Note


def plain_lyrics(cue: Cue) -> Plain:
    """The words of a cue, or None where nobody sings; samples count from the cue's first one."""
    if cue.lyrics is None:
        return None
    notes = next((part.notes for part in cue.parts if part.stem == VOICE_STEM), ())
    return {
        "language": cue.lyrics.language,
        "author": cue.lyrics.author,
        "voice": cue.lyrics.voice,
        "lines": [_line(line, notes) for line in cue.lyrics.lines],
    }


def _line(line: Line, notes: tuple[Note, ...]) -> Plain:
    return {
        "text": line.text,
        "refrain": line.refrain,
        "words": [[_syllable(syllable, notes) for syllable in word.syllables] for word in line.words],
    }


def _syllable(syllable: Syllable, notes: tuple[Note, ...]) -> Plain:
    carried = [notes[number] for number in syllable.notes if number < len(notes)]
    return {
        "text": syllable.text,
        "stressed": syllable.stressed,
        "notes": list(syllable.notes),
        "start_sample": carried[0].start if carried else None,
        "end_sample": carried[-1].start + carried[-1].duration if carried else None,
        "pitches": [note.pitch for note in carried],
    }
