"""What is to be heard: cue sheet, tempo map, harmony, themes, and the notes of every part.

Positions are exact. Inside a cue, `sample` counts 48 kHz samples from the cue's first sample, which is
the sample of the cue's first frame; beats count quarter notes from the cue's first downbeat.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from .brief import Brief, CueEnding
from .direction import NO_DIRECTION, Direction
from .lyrics import Lyrics
from .scene import Finding, NarrativeRole
from .timeline import Edit, Span

HitKind = Literal["cut", "action", "line", "marker", "turn", "end", "directed"]
"""What is met; 'directed' is what the user asked for by hand."""
Treatment = Literal["accent", "colour", "soft", "silence", "end"]
Voice = Literal["lead", "bass", "inner"]
"""Where the theme lies: with its usual players, with the bass, in a middle voice."""
Usage = Literal["BI", "BV", "VI", "VV", "MT", "ET", "TH"]
Patch = Literal["pad", "pulse", "sub", "riser", "noise", "impact", "shimmer"]


@dataclass(frozen=True)
class HitPoint:
    """A frame of the picture that the music meets."""

    frame: int
    """Frame of the edit."""
    kind: HitKind
    weight: float
    """Importance times confidence, 0 to 1."""
    treatment: Treatment
    sample: int
    """48 kHz sample from the edit's first frame on which its note is played."""
    why: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar: where it begins and its metre (`beats` quarter notes, halves allowed for 7/8)."""

    number: int
    start_beat: Fraction
    beats: Fraction

    @property
    def metre(self) -> tuple[int, int]:
        """Numerator and denominator, (4, 4) or (7, 8)."""
        return (int(self.beats), 4) if self.beats.denominator == 1 else (int(self.beats * 2), 8)


@dataclass(frozen=True)
class TempoSegment:
    """A stretch of even tempo between two anchors; both ends are exact samples of the cue."""

    start_beat: Fraction
    end_beat: Fraction
    start_sample: int
    end_sample: int

    @property
    def bpm(self) -> float:
        """Quarter notes a minute."""
        minutes = Fraction(self.end_sample - self.start_sample, 48_000 * 60)
        return float((self.end_beat - self.start_beat) / minutes)


@dataclass(frozen=True)
class TempoMap:
    """Bars, metres and tempi of a cue, without gaps; beats before 0 are a pick-up."""

    segments: tuple[TempoSegment, ...]
    bars: tuple[Bar, ...]
    base_bpm: float

    def sample(self, beat: Fraction | float) -> int:
        """The cue's sample of a beat, to the nearest sample; outside, the outer tempi go on."""
        exact = beat if isinstance(beat, Fraction) else Fraction(beat).limit_denominator(960)
        segment = self.segments[max(0, bisect_right(self._segment_beats, exact) - 1)]
        share = (exact - segment.start_beat) / (segment.end_beat - segment.start_beat)
        return round(segment.start_sample + share * (segment.end_sample - segment.start_sample))

    def beat(self, sample: int) -> Fraction:
        """The beat at a sample of the cue."""
        segment = self.segments[max(0, bisect_right(self._segment_samples, sample) - 1)]
        share = Fraction(sample - segment.start_sample, segment.end_sample - segment.start_sample)
        return segment.start_beat + share * (segment.end_beat - segment.start_beat)

    def bar_at(self, beat: Fraction | float) -> Bar:
        """The bar that a beat lies in; the ends are held."""
        return self.bars[max(0, bisect_right(self._bar_beats, beat) - 1)]

    @property
    def end_beat(self) -> Fraction:
        """The beat at which the last segment ends."""
        return self.segments[-1].end_beat

    @cached_property
    def _segment_beats(self) -> tuple[Fraction, ...]:
        return tuple(segment.start_beat for segment in self.segments)

    @cached_property
    def _segment_samples(self) -> tuple[int, ...]:
        return tuple(segment.start_sample for segment in self.segments)

    @cached_property
    def _bar_beats(self) -> tuple[Fraction, ...]:
        return tuple(bar.start_beat for bar in self.bars)


@dataclass(frozen=True)
class Key:
    """A key: tonic as pitch class (0 is C) and scale by name."""

    tonic: int
    scale: str
    """'ionian', 'aeolian', 'dorian', 'lydian', 'mixolydian', 'phrygian', 'harmonic_minor' ..."""

    def __str__(self) -> str:
        names = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
        mode = {"ionian": "major", "aeolian": "minor"}.get(self.scale, self.scale.replace("_", " "))
        return f"{names[self.tonic % 12]} {mode}"


@dataclass(frozen=True)
class Chord:
    """A chord over a stretch of beats."""

    start_beat: Fraction
    end_beat: Fraction
    root: int
    """Pitch class."""
    quality: str
    """'maj', 'min', 'dim', 'aug', 'sus2', 'sus4', '5', 'maj7', 'min7', '7', 'add9' ..."""
    bass: int
    """Pitch class of the lowest note."""
    pitches: tuple[int, ...]
    """Pitch classes, root first."""
    symbol: str
    """As a musician writes it: 'Am7/G'."""
    degree: str
    """Roman numeral in the key of its section."""


@dataclass(frozen=True)
class ThemeNote:
    """A note of a theme: beat from the theme's start, length in beats, scale degree (0 tonic, 7 octave)."""

    beat: Fraction
    length: Fraction
    degree: int


@dataclass(frozen=True)
class Theme:
    """A melodic idea that belongs to a subject and returns transformed."""

    name: str
    subject: str
    motif: tuple[ThemeNote, ...]
    """The idea: three to six notes."""
    melody: tuple[ThemeNote, ...]
    """The idea worked out as a phrase."""
    beats: Fraction
    """Length of the phrase."""


@dataclass(frozen=True)
class Section:
    """A part of the form: phrases with one texture."""

    name: str
    """'bed', 'statement', 'development', 'climax', 'release', 'ending'."""
    start_bar: int
    end_bar: int
    """Exclusive."""
    role: NarrativeRole
    key: Key
    intensity: float
    """0 to 1: how many layers, how high, how dense, how loud."""
    theme: str = ""
    transformation: str = ""
    """'whole', 'opening', 'head', 'augmented', 'halved', 'inverted', 'fragments', 'answer'; empty: a rest."""
    voice: Voice = "lead"
    """Who has the theme."""
    recalls: int | None = None
    """First bar of the section that it brings again as it was; None where it brings none."""


@dataclass(frozen=True)
class Note:
    """A note of a part, in the cue's samples."""

    start: int
    """Sample on which it is heard."""
    duration: int
    """Samples until it is let go."""
    pitch: int
    """MIDI key; 60 is middle C. On drum kits, the General MIDI drum."""
    velocity: int
    """1 to 127."""
    hit: bool = False
    """True where it meets a hit point: then nothing may move it."""
    slide: float = 0.0
    """Semitones from its own pitch at which it begins, gliding home in 90 ms; 0 for a plain attack."""


@dataclass(frozen=True)
class ControlPoint:
    """A value of a part's expression at a sample; between points it moves in a straight line."""

    sample: int
    value: float
    """0 to 1, as loudness: 1 is the part's full level, 0 silence."""


@dataclass(frozen=True)
class Instrument:
    """What a part is played on."""

    name: str
    """As a musician calls it: 'cello', 'felt piano', 'sub hit'."""
    program: int = 0
    """General MIDI program, 0 to 127; for kits the kit number."""
    kit: bool = False
    """True for drum kits (SoundFont bank 128)."""
    patch: Patch | None = None
    """A synthesised layer instead of a sampled instrument."""
    vibrato: float = 0.0
    """0 to 1: depth of added vibrato on long notes."""
    samples: str = ""
    """SoundFont or SFZ of its own that it is played on; empty for the score's SoundFont."""


@dataclass(frozen=True)
class Part:
    """One player's line, and where it stands in the mix."""

    name: str
    stem: str
    instrument: Instrument
    notes: tuple[Note, ...]
    """In order of start."""
    expression: tuple[ControlPoint, ...] = ()
    """Empty for full level throughout."""
    gain_db: float = 0.0
    pan: float = 0.0
    """-1 left to 1 right."""
    reverb: float = 0.18
    """Share sent to the room, 0 to 1."""
    high_pass_hz: float = 30.0
    speech_dip_db: float = 0.0
    """Dip around 2 kHz in beds that lie under speech."""


@dataclass(frozen=True)
class Take:
    """The performance that a cue still has after it was moved: its length depends on where it was made."""

    first_sample: int
    """48 kHz sample from the edit's first frame on which it began when it was performed."""
    sample_count: int
    """Its exact length; the same frames elsewhere may be a sample longer or shorter (29.97 fps)."""


@dataclass(frozen=True)
class Cue:
    """One piece of music with a place in the edit."""

    name: str
    """'1m1'."""
    span: Span
    purpose: str
    usage: Usage
    key: Key
    tempo_map: TempoMap
    ending: CueEnding
    hits: tuple[HitPoint, ...] = ()
    sections: tuple[Section, ...] = ()
    chords: tuple[Chord, ...] = ()
    themes: tuple[str, ...] = ()
    """Names of the themes used."""
    parts: tuple[Part, ...] = ()
    silences: tuple[tuple[int, int], ...] = ()
    """Pauses inside the cue that are meant, as samples of the cue."""
    take: Take | None = None
    """Where it was performed, if it has been moved since; None where it was performed in its place."""
    direction: Direction = NO_DIRECTION
    """What the user asked of it by hand."""
    lyrics: Lyrics | None = None
    """The words of its sung line; None where nobody sings."""


@dataclass(frozen=True)
class Score:
    """All the music of an edit. The same inputs and seed give the same bytes."""

    edit: Edit
    brief: Brief
    palette: str
    seed: int
    variation: int
    cues: tuple[Cue, ...]
    themes: tuple[Theme, ...] = ()
    speech: tuple[tuple[int, int, float], ...] = ()
    """Speech of the edit to duck under: first sample, last sample, loudness in LUFS."""
    room: str = "hall"
    """Reverberation: 'dry', 'room', 'hall', 'cathedral'."""
    silences: tuple[Span, ...] = ()
    """Where no music is wanted, in frames of the edit."""

    def first_sample(self, cue: Cue) -> int:
        """The cue's first sample, counted from the edit's first frame."""
        return self.edit.sample(cue.span.start)

    def sample_count(self, cue: Cue) -> int:
        """The cue's exact length in samples, which is that of its files."""
        if cue.take is not None:
            return cue.take.sample_count
        return self.edit.sample(cue.span.end) - self.edit.sample(cue.span.start)


@dataclass(frozen=True)
class HeardHit:
    """A declared hit as measured in the sound."""

    frame: int
    sample: int
    error_ms: float | None
    """Detected onset minus the frame's time; None where no onset was found near it."""


@dataclass(frozen=True)
class Heard:
    """What was measured of the performed music of one cue or of the whole programme."""

    cue: str
    """Name of the cue; empty for the whole programme."""
    sample_count: int
    loudness_lufs: float
    true_peak_dbtp: float
    tail_ratio: float
    """RMS of the last half second over the RMS of the whole."""
    hits: tuple[HeardHit, ...] = ()
    onsets_per_minute: float = 0.0
    speech_clearance_lu: float | None = None
    """Speech loudness minus music loudness inside speech; None without speech or music in it."""
    loudest_wanted_silence_db: float | None = None
    """Highest level inside wanted silences, dBFS; None where none were wanted."""
    longest_hole_s: float = 0.0
    """Longest stretch under -60 dBFS that was not asked for."""
    largest_step_db: float = 0.0
    """Largest jump between neighbouring samples at the very start or end, as a click measure, dBFS."""


@dataclass(frozen=True)
class Verdict:
    """Measured facts against the brief."""

    passed: bool
    findings: tuple[Finding, ...]
    heard: tuple[Heard, ...] = ()
    reworks: int = 0
    """How many times something was sent back."""
