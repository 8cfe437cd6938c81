"""A part as it is written: notes in beats, before a player's touch makes samples of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from ...palette import Player
from ...score import Chord, Section, TempoMap
from ..bench import ComposingBench, CuePlan


@dataclass(frozen=True, order=True)
class Stroke:
    """A note in beats."""

    beat: Fraction
    length: Fraction
    pitch: int
    force: float
    """Velocity as a factor of the player's middle one."""
    hit: bool = False


@dataclass(frozen=True)
class Sketch:
    """A player's part in beats."""

    player: Player
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True)
class Frame:
    """What every layer needs to know of the cue while it writes."""

    bench: ComposingBench
    plan: CuePlan
    chords: tuple[Chord, ...]
    end: Fraction
    """Beat of the last chord."""
    last: Fraction
    """Beat at which nothing may sound any more."""
    hits: tuple[tuple[Fraction, str, float], ...]
    """Beat, treatment and weight of every hit, in order."""
    speech: tuple[tuple[Fraction, Fraction], ...] = field(default=())
    """Stretches of beats under speech."""

    @property
    def tempo(self) -> TempoMap:
        """The cue's tempo map."""
        return self.plan.tempo

    def chord_at(self, beat: Fraction) -> Chord:
        """The chord that sounds at a beat."""
        for chord in self.chords:
            if beat < chord.end_beat:
                return chord
        return self.chords[-1]

    def section_at(self, beat: Fraction) -> Section:
        """The section that a beat lies in."""
        bar = self.tempo.bar_at(beat).number - 1
        return next((s for s in self.plan.sections if s.start_bar <= bar < s.end_bar), self.plan.sections[-1])

    def spoken(self, start: Fraction, end: Fraction) -> bool:
        """Whether somebody speaks between two beats."""
        return any(a < end and start < b for a, b in self.speech)

    def plays(self, player: Player, section: Section) -> bool:
        """Whether the section's intensity calls for this player."""
        return player.enters <= section.intensity < player.leaves

    def written_sections(self) -> tuple[Section, ...]:
        """The sections before the last chord."""
        return self.plan.sections[:-1]

    def span(self, section: Section) -> tuple[Fraction, Fraction]:
        """First and last beat of a section, the last chord excluded."""
        bars = self.tempo.bars
        end = bars[section.end_bar].start_beat if section.end_bar < len(bars) else self.end
        return bars[section.start_bar].start_beat, min(end, self.end)


def carriers(frame: Frame, layer: str) -> tuple[Player, ...]:
    """The players of a layer that the brief does not exclude, in the palette's order."""
    return tuple(p for p in frame.bench.palette.players if p.layer == layer)
