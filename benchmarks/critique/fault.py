"""The cues of a score as pages to be read with a pencil: `ningbgm_agents.composing.proofs.page`."""

from __future__ import annotations

from ningbgm_agents.composing.proofs.page import SECOND, Fault, Page, line_of, note_name, pitched
from ningbgm_agents.palette import palette_named
from ningbgm_agents.score import Score

__all__ = ["SECOND", "Fault", "Page", "line_of", "note_name", "pages_of", "pitched"]


def pages_of(score: Score) -> tuple[Page, ...]:
    """The cues of a score, ready to be read."""
    palette = palette_named(score.palette, score.brief.palette_text)
    return tuple(Page(score, cue, palette) for cue in score.cues)
