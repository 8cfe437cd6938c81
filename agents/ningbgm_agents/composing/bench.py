"""The composing team's bench: what its experts complete piece by piece, from spotting to the verdict."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction

from ..brief import Brief, CueEnding
from ..direction import NO_DIRECTION, Direction
from ..evidence import Evidence
from ..palette import Palette
from ..scene import Finding, HolisticScene
from ..score import Chord, Cue, Heard, HitKind, HitPoint, Key, Score, Section, TempoMap, Theme, Usage
from ..timeline import Edit, Span
from .lyrics.song import Song


@dataclass(frozen=True)
class Candidate:
    """A frame that could become a hit point."""

    frame: int
    kind: HitKind
    weight: float
    why: str


@dataclass(frozen=True)
class CuePlan:
    """A cue as it grows: first where and why, then when, then what."""

    name: str
    span: Span
    purpose: str
    usage: Usage
    ending: CueEnding
    last_chord: int
    """Frame on which the last chord is struck."""
    stop: int
    """Frame after the last one with music: the cue's end, unless silence is asked for there."""
    candidates: tuple[Candidate, ...] = ()
    direction: Direction = NO_DIRECTION
    """What is asked of it by hand."""
    silences: tuple[Span, ...] = ()
    """The silences of its direction that leave music enough to be played."""
    hits: tuple[HitPoint, ...] = ()
    tempo_map: TempoMap | None = None
    sections: tuple[Section, ...] = ()
    chords: tuple[Chord, ...] = ()
    song: Song | None = None
    """Its sung line with the words; None where nobody sings."""
    cue: Cue | None = None

    @property
    def tempo(self) -> TempoMap:
        """The tempo map, once it is planned."""
        assert self.tempo_map is not None, "the spotting expert has not worked yet"
        return self.tempo_map


@dataclass(frozen=True)
class Opening:
    """A cue to be written beside others that stand: where, and what it takes up."""

    cue: str
    span: Span
    base_bpm: float | None = None
    """The tempo that it had, tried first; None for a cue that was not there."""
    key: Key | None = None
    """The key in which the cue just before it ends: it begins there."""
    direction: Direction = NO_DIRECTION
    """What is asked of it by hand."""


@dataclass(frozen=True)
class Apart:
    """What a cue that was ordered apart is written with, in place of what holds for the whole."""

    seed: int
    brief: Brief
    scene: HolisticScene
    palette: Palette


@dataclass(frozen=True)
class Standing:
    """What stands when a score is revised: only the openings are written."""

    cues: tuple[Cue, ...]
    """Cues that stay as they are."""
    openings: tuple[Opening, ...]
    themes: tuple[Theme, ...]
    tonic: int
    room: str
    silences: tuple[Span, ...]
    apart: tuple[tuple[str, Apart], ...] = ()
    """By the names of the openings that were ordered apart."""


@dataclass(frozen=True)
class ComposingBench:
    """What the third team works on."""

    edit: Edit
    evidence: Evidence
    scene: HolisticScene
    brief: Brief
    palette: Palette
    seed: int
    variation: int = 0
    attempt: int = 0
    plans: tuple[CuePlan, ...] = ()
    themes: tuple[Theme, ...] = ()
    tonic: int = 0
    score: Score | None = None
    heard: tuple[Heard, ...] = ()
    findings: tuple[Finding, ...] = ()
    standing: Standing | None = None
    """What is kept where a score is revised; None where all is written."""
    emphasis: tuple[tuple[int, float, str], ...] = ()
    """Frames of candidates with the weight that a mind gave them (0 leaves them out), and why."""
    progressions: tuple[tuple[str, int, str], ...] = ()
    """Progressions that a mind chose, by cue and first bar of the section."""

    def for_cue(self, name: str) -> ComposingBench:
        """The bench as this cue needs it, which may have been ordered apart."""
        own = dict(self.standing.apart).get(name) if self.standing else None
        if own is None:
            return self
        return replace(self, seed=own.seed, brief=own.brief, scene=own.scene, palette=own.palette)

    def opening(self, name: str) -> Opening | None:
        """What a cue takes up, where it is written beside others that stand."""
        openings = self.standing.openings if self.standing else ()
        return next((opening for opening in openings if opening.cue == name), None)

    def dice(self, *topic: object) -> random.Random:
        """Random numbers for a topic: the same for the same seed, variation and topic, on any machine."""
        return random.Random(":".join(map(str, (self.seed, self.variation, *topic))))

    def speech_in(self, plan: CuePlan) -> tuple[tuple[Fraction, Fraction], ...]:
        """Stretches of a cue's beats under speech, where the music is to make room for it."""
        tempo, start = plan.tempo, self.edit.sample(plan.span.start)
        stop = self.edit.sample(plan.stop)
        return tuple(
            (tempo.beat(round(span.start_s * 48_000) - start), tempo.beat(round(span.end_s * 48_000) - start))
            for span in self.evidence.speech
            if self.brief.delivery.duck
            and span.confidence >= 0.4
            and span.end_s * 48_000 > start
            and span.start_s * 48_000 < stop
        )

    def speaks(self, start: int, end: int) -> bool:
        """Whether anybody speaks between two samples of the edit."""
        return self.evidence.speaking(start / 48_000, end / 48_000) > 0.05
