"""What a singer is asked: the notes with their syllables, the words as they are written, the style."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from ningbgm_agents.lyrics import Line, SungPassage, SungSyllable, SungTone, SungVerse, VoiceName
from ningbgm_agents.palette import palette_named
from ningbgm_agents.score import Cue, Key, Note

from .guided.prompt import energy_of
from .stem_player import StemToPlay

REFRAIN = "refrain"
"""Where lines stand that come back."""
_VOICES: dict[VoiceName, str] = {
    "soprano": "high female voice",
    "alto": "low female voice",
    "tenor": "high male voice",
    "bass": "low male voice",
}
_MINOR = ("aeolian", "dorian", "phrygian", "locrian", "harmonic_minor", "melodic_minor", "minor")
_TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_MOST_MOODS = 3


def passage_of(stem: StemToPlay, attempt: int = 0) -> SungPassage | None:
    """What a singer is asked at a first or later attempt; None where there is nothing to sing."""
    lyrics, cue = stem.cue.lyrics, stem.cue
    if lyrics is None or len(stem.parts) != 1:
        return None
    notes = stem.parts[0].notes
    syllables = tuple(one for line in lyrics.lines for one in _syllables(line, notes))
    if not syllables:
        return None
    return SungPassage(
        lyrics.language,
        lyrics.voice,
        stem.count,
        syllables,
        _seed(stem, attempt),
        tuple(_verses(cue, lyrics.lines, notes)),
        _style(stem, lyrics.voice),
        cue.tempo_map.base_bpm,
        _major_or_minor(cue.key),
        _metre(cue),
    )


def _syllables(line: Line, notes: Sequence[Note]) -> Iterator[SungSyllable]:
    for number, word in enumerate(line.words, 1):
        for place, syllable in enumerate(word.syllables, 1):
            ends = place == len(word.syllables)
            carried = [notes[n] for n in syllable.notes if n < len(notes)]
            tones = tuple(SungTone(n.start, n.duration, n.pitch, n.velocity) for n in carried)
            if tones:
                last = ends and number == len(line.words)
                yield SungSyllable(syllable.text, syllable.stressed, ends, last, tones)


def _verses(cue: Cue, lines: Sequence[Line], notes: Sequence[Note]) -> Iterator[SungVerse]:
    """Lines that follow each other in one section."""
    for (section, _), together in groupby(lines, lambda line: _place(cue, line, notes)):
        yield SungVerse(section, tuple(line.text for line in together))


def _place(cue: Cue, line: Line, notes: Sequence[Note]) -> tuple[str, int]:
    """The section that a line stands in, and its number."""
    carried = [n for syllable in line.syllables for n in syllable.notes if n < len(notes)]
    bar = cue.tempo_map.bar_at(cue.tempo_map.beat(notes[carried[0]].start)).number if carried else 0
    inside = [
        (number, section)
        for number, section in enumerate(cue.sections)
        if section.start_bar <= bar < section.end_bar
    ]
    number, name = (inside[0][0], inside[0][1].name) if inside else (-1, "statement")
    return (REFRAIN if line.refrain else name), number


def _style(stem: StemToPlay, voice: VoiceName) -> str:
    """The words for the voice, the palette, the feeling and how much happens."""
    score, cue = stem.score, stem.cue
    palette = palette_named(score.palette, score.brief.palette_text)
    words = (
        f"a cappella, solo {_VOICES[voice]}, unaccompanied lead vocal alone",
        f"in the style of {palette.title.lower()} film music",
        *score.brief.moods[:_MOST_MOODS],
        energy_of(cue),
        f"{cue.tempo_map.base_bpm:.0f} bpm",
        "no instruments, no drums, no choir, dry studio recording",
    )
    return ", ".join(word for word in words if word)


def _metre(cue: Cue) -> tuple[int, int]:
    """The metre of most bars."""
    return Counter(bar.metre for bar in cue.tempo_map.bars).most_common(1)[0][0]


def _major_or_minor(key: Key) -> str:
    """A key as models are taught keys: modes with a minor third are called minor."""
    return f"{_TONICS[key.tonic % 12]} {'minor' if key.scale in _MINOR else 'major'}"


def _seed(stem: StemToPlay, attempt: int) -> int:
    told = (stem.score.seed, stem.score.variation, stem.cue.name, stem.stem, attempt)
    return zlib.crc32(repr(told).encode()) & 0x7FFFFFFF
