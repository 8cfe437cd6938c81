"""A cue's tempo map as MIDI: ticks, and tempo events in whole microseconds that do not drift."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ningbgm_agents.score import Bar, TempoMap
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

TICKS_PER_BEAT = 960
_DRIFT_US = 10
"""Microseconds by which the tempo events may lead or lag the samples before they correct it."""
_SLOWEST_US = (1 << 24) - 1


@dataclass(frozen=True)
class TempoEvent:
    """From a tick on, a quarter note lasts this many microseconds."""

    tick: int
    microseconds: int


@dataclass(frozen=True)
class TickMap:
    """Ticks of a cue: tick 0 is the cue's first sample, pick-up included."""

    tempo_map: TempoMap
    origin_beat: Fraction
    """The beat at the cue's first sample."""

    @classmethod
    def of(cls, tempo_map: TempoMap) -> TickMap:
        """The ticks of a tempo map."""
        return cls(tempo_map, tempo_map.beat(0))

    def tick_of_beat(self, beat: Fraction) -> int:
        """The nearest tick."""
        return max(0, round((beat - self.origin_beat) * TICKS_PER_BEAT))

    def tick_of_sample(self, sample: int) -> int:
        """The tick nearest to a sample of the cue."""
        return self.tick_of_beat(self.tempo_map.beat(sample))

    def tempo_events(self) -> list[TempoEvent]:
        """Tempo at each change; MIDI counts whole microseconds, so tempi alternate to stay true."""
        events: list[TempoEvent] = []
        tick, elapsed = 0, Fraction(0)
        for start, end, until in self._stretches():
            ideal = (until - elapsed) / Fraction(end - start, TICKS_PER_BEAT)
            anchor = elapsed
            floor = int(ideal)
            tempo = min(max(round(ideal), 1), _SLOWEST_US)
            while tick < end:
                lag = elapsed - anchor - Fraction(tick - start, TICKS_PER_BEAT) * ideal
                if lag > _DRIFT_US:
                    tempo = max(1, floor)
                elif lag < -_DRIFT_US:
                    tempo = min(floor + 1, _SLOWEST_US)
                if not events or events[-1].microseconds != tempo:
                    events.append(TempoEvent(tick, tempo))
                step = min(TICKS_PER_BEAT, end - tick)
                elapsed += Fraction(step, TICKS_PER_BEAT) * tempo
                tick += step
        return events

    def metre_changes(self) -> list[tuple[int, Bar]]:
        """The first bar and every bar whose metre differs from the one before, with its tick."""
        changes: list[tuple[int, Bar]] = []
        for bar in self.tempo_map.bars:
            if not changes or changes[-1][1].metre != bar.metre:
                changes.append((self.tick_of_beat(bar.start_beat), bar))
        return changes

    def _stretches(self) -> list[tuple[int, int, Fraction]]:
        """Stretches of even tempo as ticks from and to, and the microsecond at which each ends."""
        stretches: list[tuple[int, int, Fraction]] = []
        start = 0
        for segment in self.tempo_map.segments:
            end = self.tick_of_beat(segment.end_beat)
            if end > start:
                until = Fraction(segment.end_sample * 1_000_000, SAMPLE_RATE_HZ)
                stretches.append((start, end, until))
                start = end
        return stretches
