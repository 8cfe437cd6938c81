"""What is sung: whether anybody sings, in which language, and the words under the notes.

The words stand in four steps: lines, their words, the words' syllables, and the notes that carry each
syllable. `document.dump` makes versioned JSON of them, alone or inside a score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .timeline import SAMPLE_RATE_HZ

VoiceName = Literal["soprano", "alto", "tenor", "bass"]
HOUSE_LANGUAGES = ("en", "de", "zh")
"""Languages in which the house writes words of its own."""
Author = Literal["rules", "model", "user"]
"""Who wrote the words: the house's own lines, a language model, or the user."""

MOST_LYRICS = 8000
"""Most characters of words to sing; a long song has 3000."""
VOICE_STEM = "voice"
"""The stem of the sung line."""


@dataclass(frozen=True)
class VocalWish:
    """What the user asks of the voice beside words; whatever is left open is decided from the wish."""

    sing: bool | None = None
    """Whether somebody sings; None leaves it to the wish, or to `lyrics` where they are given."""
    voice: VoiceName | None = None
    language: str = ""
    """Language of the words, as its two letters; empty for that of the wish."""
    lyrics: str = ""
    """The user's own words, a line a line; they are sung word for word."""


@dataclass(frozen=True)
class Vocals:
    """That somebody sings, and what is known of it beforehand."""

    voice: VoiceName
    language: str = "en"
    """Language of the words, as its two letters: 'en', 'de', 'zh'."""
    words: str = ""
    """The user's own words, a line a line, used word for word; empty where the house writes them."""


@dataclass(frozen=True)
class Syllable:
    """A syllable, whether it is stressed, and the notes that carry it."""

    text: str
    stressed: bool
    notes: tuple[int, ...] = ()
    """Numbers of the notes in the cue's voice part, from 0; the first one begins the syllable."""


@dataclass(frozen=True)
class Word:
    """A word with its punctuation, as syllables that joined give the word again."""

    syllables: tuple[Syllable, ...]
    joined: bool = False
    """Whether the next word follows without a space, as Chinese characters do."""

    @property
    def text(self) -> str:
        """The word as it is written."""
        return "".join(syllable.text for syllable in self.syllables)


@dataclass(frozen=True)
class Line:
    """What is sung in one breath."""

    words: tuple[Word, ...]
    refrain: bool = False
    """Whether it belongs to the lines that come back."""

    @property
    def text(self) -> str:
        """The line as it is written."""
        return "".join(word.text if word.joined else f"{word.text} " for word in self.words).rstrip()

    @property
    def syllables(self) -> tuple[Syllable, ...]:
        """Its syllables in order."""
        return tuple(syllable for word in self.words for syllable in word.syllables)


@dataclass(frozen=True)
class SungTone:
    """A note of a passage: 48 kHz samples from its beginning, MIDI key, and 1 to 127 how loud."""

    start: int
    duration: int
    pitch: int
    velocity: int


@dataclass(frozen=True)
class SungSyllable:
    """A syllable as a singer gets it: its text, and the notes that it is drawn over."""

    text: str
    stressed: bool
    word_ends: bool
    line_ends: bool
    tones: tuple[SungTone, ...]


@dataclass(frozen=True)
class SungVerse:
    """Lines that belong together, and where in the form they stand."""

    section: str
    """Of the form: 'statement', 'climax', ...; 'refrain' where the lines come back."""
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SungPassage:
    """What a singer is asked to sing: a cue's line from its first sample to its last."""

    language: str
    voice: VoiceName
    sample_count: int
    syllables: tuple[SungSyllable, ...]
    seed: int = 0
    verses: tuple[SungVerse, ...] = ()
    """The same words as they are written, for a singer that reads words without notes."""
    style: str = ""
    """How it should sound, in words."""
    bpm: float = 0.0
    """Quarter notes a minute; 0 where nothing is said."""
    key: str = ""
    """'A minor'."""
    metre: tuple[int, int] = (4, 4)

    @property
    def tones(self) -> tuple[SungTone, ...]:
        """All notes in order."""
        return tuple(tone for syllable in self.syllables for tone in syllable.tones)

    @property
    def stretch(self) -> tuple[int, int]:
        """First and last samples of what is sung, with a second before and after it."""
        ends = [tone.start + tone.duration for tone in self.tones]
        first = min((tone.start for tone in self.tones), default=0)
        last = max(ends, default=0) + SAMPLE_RATE_HZ
        return max(0, first - SAMPLE_RATE_HZ), min(self.sample_count, last)


@dataclass(frozen=True)
class Lyrics:
    """The words of a cue's sung line."""

    language: str
    author: Author
    voice: VoiceName
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The words as they are written, a line a line."""
        return "\n".join(line.text for line in self.lines)
