"""Before the climax: something is taken away, and in a trailer all but a held tone and a riser."""

from __future__ import annotations

from dataclasses import replace

import pytest
from composing_film import composed, draw, only_cue, score_of

from ningbgm_agents.palette import load_palette
from ningbgm_agents.score import Cue, Note, Section


def late_height(share: float) -> tuple[float, float, float]:
    return (0.1, 0.9, 0.8) if 0.5 < share < 0.75 else (0.1, 0.2, 0.4)


FILM = draw(80, mean_shot_s=7.0, seed=11, feeling=late_height)


def climax_of(cue: Cue) -> Section:
    return next(section for section in cue.sections if section.name == "climax")


def before_the_climax(cue: Cue, beats: float) -> tuple[int, int]:
    """First and last sample of the beats before the climax."""
    tempo = cue.tempo_map
    start = tempo.bars[climax_of(cue).start_bar].start_beat
    return tempo.sample(float(start) - beats), tempo.sample(start)


def sounding(cue: Cue, span: tuple[int, int], *stems: str) -> list[tuple[str, Note]]:
    """Notes that are no hits and are heard in the middle of a span, with their players."""
    start, end = span[0] + 4_800, span[1] - 4_800
    return [
        (part.name, note)
        for part in cue.parts
        if part.stem in stems
        for note in part.notes
        if not note.hit and note.start < end and note.start + note.duration > start
    ]


def test_a_trailer_drops_to_a_held_tone_and_a_riser() -> None:
    cue = only_cue(composed(FILM, "hybrid"))
    span = before_the_climax(cue, 2)

    held = sounding(cue, span, "bass")
    assert len(held) == 1
    assert held[0][1].start <= span[0] + 4_800
    assert not sounding(cue, span, "melody", "harmony", "motion", "drums")
    risers = [n for name, n in sounding(cue, span, "hits") if name.startswith("riser")]
    assert any(abs(note.start + note.duration - span[1]) < 4_800 for note in risers)


def test_without_a_drop_the_same_style_plays_on() -> None:
    cue = only_cue(composed(FILM, replace(load_palette("hybrid"), drop=False)))

    assert sounding(cue, before_the_climax(cue, 2), "harmony", "melody", "drums")


@pytest.mark.parametrize("palette", ["orchestral", "documentary", "minimal", "acoustic"])
def test_elsewhere_the_busy_layers_rest_for_two_beats(palette: str) -> None:
    cue = only_cue(composed(FILM, palette))
    span = before_the_climax(cue, 2)

    assert not sounding(cue, span, "motion")
    assert sounding(cue, span, "harmony", "melody", "bass")


@pytest.mark.parametrize("palette", ["hybrid", "orchestral", "documentary", "rock", "ambient"])
def test_the_release_lets_go_and_nothing_is_too_quiet_to_be_heard(palette: str) -> None:
    cue = only_cue(composed(FILM, palette))
    top = climax_of(cue).intensity

    assert all(s.intensity <= 0.6 * top + 0.001 for s in cue.sections if s.name == "release")
    assert all(s.intensity >= 0.2 for s in cue.sections)


def test_a_trailers_statement_is_not_the_climax_yet() -> None:
    cue = only_cue(composed(FILM, "hybrid"))

    assert all(s.intensity <= 0.75 for s in cue.sections if s.name == "statement")


@pytest.mark.parametrize("palette", ["hybrid", "orchestral"])
def test_every_hit_is_still_struck(palette: str) -> None:
    bench = composed(FILM, palette)
    score, cue = score_of(bench), only_cue(bench)
    struck = {note.start for part in cue.parts for note in part.notes if note.hit}

    assert {hit.sample - score.first_sample(cue) for hit in cue.hits} <= struck
