"""The composing team's bench: what its experts complete piece by piece, from spotting to the verdict."""

from __future__ import annotations

import random
from dataclasses import dataclass

from ..brief import Brief, EndingKind
from ..evidence import Evidence
from ..palette import Palette
from ..scene import Finding, HolisticScene
from ..score import Chord, Cue, Heard, HitKind, HitPoint, Score, Section, TempoMap, Theme, Usage
from ..timeline import Edit, Span


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
    ending: EndingKind
    last_chord: int
    """Frame on which the last chord is struck."""
    candidates: tuple[Candidate, ...] = ()
    hits: tuple[HitPoint, ...] = ()
    tempo_map: TempoMap | None = None
    sections: tuple[Section, ...] = ()
    chords: tuple[Chord, ...] = ()
    cue: Cue | None = None

    @property
    def tempo(self) -> TempoMap:
        """The tempo map, once it is planned."""
        assert self.tempo_map is not None, "the spotting expert has not worked yet"
        return self.tempo_map


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

    def dice(self, *topic: object) -> random.Random:
        """Random numbers for a topic: the same for the same seed, variation and topic, on any machine."""
        return random.Random(":".join(map(str, (self.seed, self.variation, *topic))))

    def speaks(self, start: int, end: int) -> bool:
        """Whether anybody speaks between two samples of the edit."""
        return self.evidence.speaking(start / 48_000, end / 48_000) > 0.05
