"""The course of a cue, on a score whose course is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from written_score import BEAT, LAST, changed, clean, note, with_notes

from critique.arc import arcs
from ningbgm_agents.score import Score, Section


def in_three_sections() -> Score:
    """The clean score: bed of four bars, climax of three, release of three, then the last chord."""
    score = clean()
    one = score.cues[0].sections[0]
    names = (("bed", 0, 4), ("climax", 4, 7), ("release", 7, LAST))
    sections: list[Section] = [replace(one, name=n, start_bar=a, end_bar=b) for n, a, b in names]
    return changed(score, sections=(*sections, score.cues[0].sections[1]))


def test_the_climax_begins_where_its_section_does() -> None:
    (arc,) = arcs(in_three_sections())

    assert arc.climax == pytest.approx(4 / 12)


def test_the_highest_note_is_found_and_told_to_lie_in_the_climax() -> None:
    inside, outside = (
        next(arcs(with_notes(in_three_sections(), "violins", note(beat, 88, 0.9)))) for beat in (20, 0)
    )

    assert (inside.highest, inside.highest_in_climax) == (pytest.approx(20 / 48), True)
    assert (outside.highest, outside.highest_in_climax) == (0.0, False)


def test_speech_over_half_the_climax_is_told() -> None:
    score = replace(in_three_sections(), speech=((16 * BEAT, 22 * BEAT, -20.0),))

    (arc,) = arcs(score)

    assert arc.spoken == pytest.approx(0.5)


def test_a_player_who_waits_is_not_there_at_once() -> None:
    score = in_three_sections()
    late = [replace(p, notes=p.notes[8:]) if p.name == "violins" else p for p in score.cues[0].parts]

    assert next(arcs(score)).at_once == 1.0
    assert next(arcs(changed(score, parts=tuple(late)))).at_once == pytest.approx(2 / 3)


def test_a_tune_of_two_beats_in_a_bar_rests_half_of_the_time() -> None:
    (arc,) = arcs(in_three_sections())

    assert arc.rest == pytest.approx(1 - (20 * 0.9 + 4) / 48)


def test_a_cue_without_a_climax_has_no_course() -> None:
    assert list(arcs(clean())) == []
