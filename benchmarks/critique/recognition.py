"""Whether a theme can be recognised: what is played against what the form says is played."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from critique.fault import SECOND, Page, line_of, pages_of
from critique.likeness import likeness, moves_of
from ningbgm_agents.composing.scale import degree_of
from ningbgm_agents.composing.transforming import transformed
from ningbgm_agents.score import Score, Section, Theme, ThemeNote

_FEWEST = 4
"""Fewer notes are not a statement."""


def recognised(score: Score) -> Iterator[tuple[Section, float]]:
    """The likeness of every section's melody to its theme in the form that the section declares."""
    themes = {theme.name: theme for theme in score.themes}
    for page in pages_of(score):
        for section in page.cue.sections:
            theme = themes.get(section.theme)
            if theme is None or not section.transformation:
                continue
            wanted, heard = _declared(theme, section), played(page, section)
            if min(len(wanted), len(heard)) >= _FEWEST:
                yield section, likeness(moves_of(wanted), moves_of(heard))


def _declared(theme: Theme, section: Section) -> tuple[ThemeNote, ...]:
    bars = section.end_bar - section.start_bar
    notes, _beats = transformed(theme, section.transformation, bars)
    return tuple(note for note in notes if note.beat < 4 * bars)


def played(page: Page, section: Section) -> tuple[ThemeNote, ...]:
    """The melody's notes in a section as degrees of its key, on sixteenths."""
    tempo = page.cue.tempo_map
    first = tempo.bars[section.start_bar].start_beat
    start = tempo.sample(first) - SECOND // 20
    ends = [bar.start_beat for bar in tempo.bars[section.end_bar : section.end_bar + 1]]
    end = tempo.sample(ends[0]) - SECOND // 20 if ends else page.length
    return tuple(
        ThemeNote(
            Fraction(round(4 * (tempo.beat(note.start) - first)), 4),
            Fraction(1),
            degree_of(section.key, note.pitch)[0],
        )
        for note in line_of(page.parts("melody"))
        if start <= note.start < end
    )
