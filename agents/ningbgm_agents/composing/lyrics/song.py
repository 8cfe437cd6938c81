"""A sung line as it grows: its notes in beats, the breaths between them, and the words under them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ...lyrics import Lyrics, VoiceName
from ...palette import Player


@dataclass(frozen=True)
class SungNote:
    """A note of the voice, in beats of the cue."""

    beat: Fraction
    length: Fraction
    pitch: int
    force: float

    @property
    def end(self) -> Fraction:
        """The beat at which it is let go."""
        return self.beat + self.length


@dataclass(frozen=True)
class Phrase:
    """What is sung in one breath, before it has words."""

    notes: tuple[SungNote, ...]
    strengths: tuple[int, ...]
    """Of each note's beat: 3 a bar's first, 2 its middle, 1 another beat, 0 between beats."""
    shortest: Fraction
    """Beats of the shortest syllable that can be sung at this tempo."""
    bars: tuple[Fraction, ...] = ()
    """The first beats of bars inside it."""
    barred: tuple[tuple[Fraction, Fraction], ...] = ()
    """Stretches of beats in which no further note may begin: just before hits."""
    quiet: tuple[tuple[Fraction, Fraction], ...] = ()
    """Stretches of beats into which no note may be held: speech and silences that were asked for."""

    def held(self, beat: Fraction, end: Fraction) -> Fraction:
        """The beat to which a note that begins at `beat` can be held: `end`, or where it is to be quiet."""
        return min((start for start, _ in self.quiet if beat < start < end), default=end)

    @property
    def start(self) -> Fraction:
        """The beat of its first note."""
        return self.notes[0].beat

    @property
    def end(self) -> Fraction:
        """The beat at which its last note is let go."""
        return self.notes[-1].end


@dataclass(frozen=True)
class Song:
    """A cue's sung line with its words."""

    voice: VoiceName
    singer: Player
    notes: tuple[SungNote, ...]
    lyrics: Lyrics
    spans: tuple[tuple[Fraction, Fraction], ...]
    """First and last beat of every phrase that is sung."""
