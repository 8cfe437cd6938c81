"""Lyric meta events of a sung line, as RP-017 of the MIDI association recommends them.

A syllable is an event on its first note. A space ends a word; without one the word goes on. Punctuation
stands before the space, and a carriage return ends a line. The recommendation asks for ASCII; other letters
are UTF-8, as in all texts of these files.
"""

from __future__ import annotations

import mido

from ningbgm_agents.lyrics import Line, Lyrics
from ningbgm_agents.score import Part

from .midi_tempo import TickMap

_BEFORE_NOTES = 1
"""On one tick a word comes after what ends there and before the note that carries it."""
_LINE_END = "\r"


def lyric_events(
    part: Part, lyrics: Lyrics, ticks: TickMap
) -> list[tuple[int, int, mido.Message | mido.MetaMessage]]:
    """The words of a voice part: tick, order on it, and event."""
    return [
        (ticks.tick_of_sample(part.notes[note].start), _BEFORE_NOTES, mido.MetaMessage("lyrics", text=text))
        for line in lyrics.lines
        for note, text in _texts(line)
        if note < len(part.notes)
    ]


def _texts(line: Line) -> list[tuple[int, str]]:
    """Each syllable's first note, and its text with what follows it."""
    texts = [
        (syllable.notes[0], syllable.text + ("" if number < len(word.syllables) or word.joined else " "))
        for word in line.words
        for number, syllable in enumerate(word.syllables, 1)
        if syllable.notes
    ]
    return [*texts[:-1], (texts[-1][0], texts[-1][1] + _LINE_END)] if texts else []
