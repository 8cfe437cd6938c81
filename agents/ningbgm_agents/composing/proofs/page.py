"""What is written in the margin of a score: which cue, which bar, what, and in plain words."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from ...palette import Palette
from ...score import Chord, Cue, Note, Part, Score, Section

SECOND = 48_000
_UNPITCHED = ("noise", "impact", "riser")
_EARLY = SECOND // 20
"""A note so little before a bar belongs to the bar that it leads into."""


@dataclass(frozen=True)
class Fault:
    """One thing that a musician would mark."""

    kind: str
    """Name of the check."""
    cue: str
    bar: int
    """As musicians count: the first is 1."""
    sentence: str


@dataclass(frozen=True)
class Page:
    """A cue as it is read: with its score and the palette that it is written for."""

    score: Score
    cue: Cue
    palette: Palette

    @property
    def length(self) -> int:
        """The cue's length in samples."""
        return self.score.sample_count(self.cue)

    def fault(self, kind: str, sample: int, sentence: str) -> Fault:
        """A mark in the bar that a sample lies in."""
        return Fault(kind, self.cue.name, self.bar(sample) + 1, sentence)

    @cached_property
    def bar_starts(self) -> tuple[int, ...]:
        """The first sample of every bar."""
        return tuple(self.cue.tempo_map.sample(bar.start_beat) for bar in self.cue.tempo_map.bars)

    @cached_property
    def _chord_ends(self) -> tuple[int, ...]:
        return tuple(self.cue.tempo_map.sample(chord.end_beat) for chord in self.cue.chords)

    def bar(self, sample: int) -> int:
        """Index of the bar that a sample lies in; a note a little early belongs to the bar it leads into."""
        return max(0, bisect_right(self.bar_starts, sample + _EARLY) - 1)

    def chord_at(self, sample: int) -> Chord | None:
        """The chord that sounds at a sample."""
        number = bisect_right(self._chord_ends, sample + SECOND // 40)
        return self.cue.chords[number] if number < len(self.cue.chords) else None

    def section_at(self, sample: int) -> Section | None:
        """The section that a sample lies in."""
        bar = self.bar(sample)
        return next((s for s in self.cue.sections if s.start_bar <= bar < s.end_bar), None)

    def layer(self, part: Part) -> str:
        """The layer of the palette that a part carries; its stem where the palette does not know it."""
        name = part.name.rstrip(" 0123456789")
        layers: list[str] = [
            p.layer for p in self.palette.players if p.name == name and p.kit == part.instrument.kit
        ]
        fitting = [layer for layer in layers if _STEM.get(layer) == part.stem]
        return (fitting or [part.stem])[0]

    def parts(self, *layers: str) -> tuple[Part, ...]:
        """The parts of these layers that have a pitch."""
        return tuple(p for p in self.cue.parts if self.layer(p) in layers and pitched(p))


_STEM = {
    "pad": "harmony",
    "counter": "harmony",
    "bass": "bass",
    "motion": "motion",
    "melody": "melody",
    "double": "melody",
    "drums": "drums",
    "hit": "hits",
    "spark": "hits",
}


def pitched(part: Part) -> bool:
    """Whether a part's notes have a pitch."""
    return not part.instrument.kit and part.instrument.patch not in _UNPITCHED


def line_of(parts: tuple[Part, ...]) -> tuple[Note, ...]:
    """The notes of some parts as one line, in order."""
    return tuple(sorted((n for part in parts for n in part.notes), key=lambda n: (n.start, n.pitch)))


def note_name(pitch: int) -> str:
    """A MIDI key as musicians say it: 60 is C4."""
    return f"{('C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B')[pitch % 12]}{pitch // 12 - 1}"
