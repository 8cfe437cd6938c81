"""The music's marks for the editor: where each cue lies, and what it hits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ningbgm_agents.score import Cue, HitKind, HitPoint
from ningbgm_agents.timeline import Span

Colour = str
"""A colour that OpenTimelineIO and Resolve both know, in capitals."""
_COLOURS: dict[HitKind, Colour] = {
    "cut": "YELLOW", "action": "RED", "line": "CYAN", "marker": "GREEN", "turn": "PURPLE",
    "end": "PINK", "directed": "GREEN",
}  # fmt: skip
_CUE_COLOUR: Colour = "BLUE"


@dataclass(frozen=True)
class Mark:
    """A marker: the whole of a cue, or the frame of one hit."""

    span: Span
    """Frames of the edit."""
    name: str
    note: str
    colour: Colour
    cue: str
    hit: HitPoint | None = None
    """None for the mark of the cue itself."""

    @property
    def kind(self) -> str:
        """'cue', or the kind of the hit."""
        return self.hit.kind if self.hit is not None else "cue"

    def within(self, clip: Span) -> Mark:
        """The same on a clip; a hit at its end is shown on its last frame, or editors would drop it."""
        start = min(max(self.span.start, clip.start), clip.end - 1)
        end = min(max(self.span.end, start + 1), clip.end)
        return replace(self, span=Span(start, end))


def marks_of(cue: Cue) -> tuple[Mark, ...]:
    """A cue's own mark, then its hits in order."""
    whole = Mark(cue.span, cue.name, cue.purpose, _CUE_COLOUR, cue.name)
    hits = (
        Mark(
            Span(hit.frame, hit.frame + 1),
            f"{cue.name} {hit.kind}",
            hit.why,
            _COLOURS[hit.kind],
            cue.name,
            hit,
        )
        for hit in cue.hits
    )
    return (whole, *hits)
