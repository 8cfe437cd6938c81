"""Notes as the metrics see them: in beats, with the bars they stand in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TuneNote:
    """A note, in quarter notes from the first beat."""

    start: float
    end: float
    pitch: int
    """MIDI key."""
    drum: bool = False
    """True for drums, which have no pitch."""


@dataclass(frozen=True)
class Tune:
    """What is played: notes and bars, and the chords where they are known."""

    notes: tuple[TuneNote, ...]
    bars: tuple[float, ...]
    """The beat on which each bar begins, and last the beat on which the last one ends."""
    chords: tuple[str, ...] = ()
    """Symbols in order."""

    @property
    def pitched(self) -> tuple[TuneNote, ...]:
        """The notes that have a pitch."""
        return tuple(note for note in self.notes if not note.drum)
