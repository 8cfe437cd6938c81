"""A part as it is written: notes in beats, before a player's touch makes samples of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from ...palette import Player
from ...score import Chord, Section, TempoMap
from ..bench import ComposingBench, CuePlan

_LOUD_OPENING = 0.5
"""A first section of more intensity begins with everybody."""
_BUSY = ("whole", "opening", "fragments", "halved", "inverted")
"""What the theme does where it leaves no room for a second line."""


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
class Sung:
    """Where the theme lies from one beat to another."""

    start: Fraction
    end: Fraction
    low: int
    """A fifth of its notes lie lower."""
    high: int


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
    sung: tuple[Sung, ...] = ()
    """Where the theme lies, once it is written."""
    theme: tuple[Stroke, ...] = ()
    """The theme's strokes, once they are written."""
    foundation: tuple[Stroke, ...] = ()
    """The bass's strokes, once they are written."""

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
        """Whether the section's intensity calls for this player, and there is room for another layer."""
        if not self._called(player, section) or self._waits(player, section):
            return False
        return not self._crowded(player, section)

    def _called(self, player: Player, section: Section) -> bool:
        """Whether the intensity asks for the player, or nobody else would play chords."""
        if player.enters <= section.intensity < player.leaves:
            return True
        carrying = (*self._layer("pad"), *self._layer("motion"))
        alone = not any(p.enters <= section.intensity < p.leaves for p in carrying)
        return alone and player.name == next((p.name for p in carrying), "")

    def _crowded(self, player: Player, section: Section) -> bool:
        """No more than four layers at once: theme, chords, one motion, foundation (`craft.md` 5).

        A counter-line sings where the theme is slow or rests, or in place of a second motion at the climax;
        a second motion plays where there is no counter-line.
        """
        if player.layer == "counter":
            moving = [p for p in self._layer("motion") if self._called(p, section)]
            return bool(moving) and section.transformation in _BUSY and section.name != "climax"
        if player.layer != "motion":
            return False
        first = next((p for p in self._layer("motion") if self._called(p, section)), player)
        countered = any(
            self._called(p, section) and not self._crowded(p, section) for p in self._layer("counter")
        )
        return player.name != first.name and countered

    def _waits(self, player: Player, section: Section) -> bool:
        """Not all from the first bar: in a first section that is not loud, later layers wait for the next."""
        sections = self.written_sections()
        if section.start_bar or len(sections) < 3 or section.intensity > _LOUD_OPENING:
            return False
        if player.layer in ("counter", "double"):
            return True
        if player.layer not in ("pad", "motion"):
            return False
        first = next(
            (p for layer in ("pad", "motion") for p in self._layer(layer) if self._called(p, section)), player
        )
        return player.name != first.name

    def _layer(self, layer: str) -> tuple[Player, ...]:
        return tuple(p for p in self.bench.palette.players if p.layer == layer)

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
