"""What a critic writes in the margin: which cue, which bar, what, and in plain words."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from ningbgm_agents.palette import Palette, palette_named
from ningbgm_agents.score import Chord, Cue, Note, Part, Score, Section

SECOND = 48_000
UNPITCHED = ("noise", "impact", "riser")


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

    def bar(self, sample: int) -> int:
        """Index of the bar that a sample lies in; a note a little early belongs to the bar it leads into."""
        starts = [self.cue.tempo_map.sample(bar.start_beat) for bar in self.cue.tempo_map.bars]
        return max(0, bisect_right(starts, sample + SECOND // 20) - 1)

    def chord_at(self, sample: int) -> Chord | None:
        """The chord that sounds at a sample."""
        beat = self.cue.tempo_map.beat(sample + SECOND // 40)
        return next((chord for chord in self.cue.chords if beat < chord.end_beat), None)

    def section_at(self, sample: int) -> Section | None:
        """The section that a sample lies in."""
        bar = self.bar(sample)
        return next((s for s in self.cue.sections if s.start_bar <= bar < s.end_bar), None)

    def layer(self, part: Part) -> str:
        """The layer of the palette that a part carries; its stem where the palette does not know it."""
        name = part.name.rstrip(" 0123456789")
        layers = [p.layer for p in self.palette.players if p.name == name and p.kit == part.instrument.kit]
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


def pages_of(score: Score) -> tuple[Page, ...]:
    """The cues of a score, ready to be read."""
    palette = palette_named(score.palette, score.brief.palette_text)
    return tuple(Page(score, cue, palette) for cue in score.cues)


def pitched(part: Part) -> bool:
    """Whether a part's notes have a pitch."""
    return not part.instrument.kit and part.instrument.patch not in UNPITCHED


def line_of(parts: tuple[Part, ...]) -> tuple[Note, ...]:
    """The notes of some parts as one line, in order."""
    return tuple(sorted((n for part in parts for n in part.notes), key=lambda n: (n.start, n.pitch)))


def note_name(pitch: int) -> str:
    """A MIDI key as musicians say it: 60 is C4."""
    return f"{('C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B')[pitch % 12]}{pitch // 12 - 1}"
