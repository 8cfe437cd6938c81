"""Whether a theme can be recognised: what is played against what the form says is played."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from critique.fault import Page, line_of, pages_of
from critique.likeness import likeness, moves_of
from ningbgm_agents.composing.laying import Laid, lay
from ningbgm_agents.composing.scale import degree_of
from ningbgm_agents.score import Note, Score, Section, Theme, ThemeNote

_FEWEST = 4
"""Fewer notes are not a statement."""
_BESIDE = Fraction(1, 8)


def recognised(score: Score) -> Iterator[tuple[Section, float]]:
    """The likeness of every section's melody to its theme in the form that the section declares.

    The form is laid on the section's bars as the composer lays it: a bar of two beats is a breath, and after
    a speaker the theme begins again. What leads into its first note or follows its last is not the theme.
    """
    themes = {theme.name: theme for theme in score.themes}
    for page in pages_of(score):
        for section in page.cue.sections:
            theme = themes.get(section.theme)
            if theme is None or not section.transformation:
                continue
            wanted = declared(page, theme, section)
            if len(wanted) < _FEWEST:
                continue
            heard = played(page, section, wanted[0].beat, wanted[-1].beat)
            if len(heard) >= _FEWEST:
                yield section, likeness(moves_of(_as_notes(wanted)), moves_of(heard))


def declared(page: Page, theme: Theme, section: Section) -> tuple[Laid, ...]:
    """The theme on the bars of the section, as beats of the cue."""
    tempo, offset = page.cue.tempo_map, page.score.first_sample(page.cue)
    speech = [
        (tempo.beat(first - offset), tempo.beat(last - offset))
        for first, last, _ in page.score.speech
        if page.score.brief.delivery.duck and last > offset and first < offset + page.length
    ]
    final = next((hit.sample for hit in reversed(page.cue.hits) if hit.kind == "end"), offset + page.length)
    bars = tempo.bars[section.end_bar : section.end_bar + 1]
    end = min([tempo.beat(final - offset), *(bar.start_beat for bar in bars)])
    return lay(tempo, section, theme, end, speech)


def played(page: Page, section: Section, first: Fraction, last: Fraction) -> tuple[ThemeNote, ...]:
    """The melody's notes from one beat to another, as degrees of the section's key, on sixteenths."""
    tempo = page.cue.tempo_map
    start, end = (tempo.sample(beat) for beat in (first - _BESIDE, last + _BESIDE))
    return tuple(
        ThemeNote(Fraction(round(4 * tempo.beat(note.start)), 4), Fraction(1), _degree(page, section, note))
        for note in line_of(page.parts("melody"))
        if start <= note.start < end
    )


def _degree(page: Page, section: Section, note: Note) -> int:
    """The degree that a note is written as: over a borrowed chord, the scale's own one, bent to it.

    Thirds, sevenths and raised fifths of a chord are raised degrees, other foreign notes lowered ones.
    """
    degree, alteration = degree_of(section.key, note.pitch)
    chord = page.chord_at(note.start)
    raised = chord is not None and (note.pitch - chord.root) % 12 in (4, 8, 11)
    return degree + 1 if alteration and not raised else degree


def _as_notes(laid: tuple[Laid, ...]) -> tuple[ThemeNote, ...]:
    return tuple(ThemeNote(Fraction(round(4 * note.beat), 4), note.length, note.degree) for note in laid)
