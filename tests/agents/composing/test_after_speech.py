"""After a speaker the tune begins again with its head, never in the middle of a phrase."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from composing_film import composed, draw, only_cue, score_of

from ningbgm_agents.composing.laying import lay
from ningbgm_agents.composing.theme import invent
from ningbgm_agents.score import Bar, Key, Section, TempoMap, TempoSegment

BARS = tuple(Bar(n + 1, Fraction(4 * n), Fraction(4)) for n in range(17))
TEMPO = TempoMap((TempoSegment(Fraction(0), Fraction(64), 0, 64 * 24_000),), BARS, 120.0)
THEME = invent("A", "a walker", False, random.Random(4))


@pytest.mark.parametrize("how", ["whole", "opening", "augmented", "head", "inverted", "fragments"])
@pytest.mark.parametrize("spoken", [(5, 12), (5, 15.9), (9, 24), (5, 27)])
def test_the_head_is_the_first_that_is_heard_after_a_speaker(how: str, spoken: tuple[float, float]) -> None:
    section = Section("climax", 0, 8, "climax", Key(0, "ionian"), 0.9, "A", how)
    speech = [(Fraction(spoken[0]), Fraction(spoken[1]))]

    notes = lay(TEMPO, section, THEME, Fraction(32), speech)

    first = next(note for note in notes if note.beat >= spoken[1])
    pace = 2 if how == "augmented" else 1
    assert first.degree == THEME.motif[0].degree
    assert (first.beat - pace * THEME.motif[0].beat) % 4 == 0


def test_a_bar_that_begins_while_the_last_word_dies_away_waits_for_the_next() -> None:
    section = Section("climax", 0, 8, "climax", Key(0, "ionian"), 0.9, "A", "whole")

    notes = lay(TEMPO, section, THEME, Fraction(32), [(Fraction(5), Fraction(16))])

    assert min(note.beat for note in notes if note.beat >= 8) >= 20


@pytest.mark.parametrize("palette", ["chamber", "acoustic", "lofi"])
def test_no_tune_goes_on_in_the_middle_after_a_line(palette: str) -> None:
    bench = composed(draw(80, mean_shot_s=7.0, seed=7, speech=((30.0, 34.0), (52.0, 55.0))), palette)
    score, cue = score_of(bench), only_cue(bench)
    tempo, offset = cue.tempo_map, score.first_sample(cue)
    lines = sorted(n.start for p in cue.parts if p.stem == "melody" for n in p.notes)

    for _, end, _ in score.speech:
        back = next((start for start in lines if start >= end - offset), None)
        assert back is not None
        bar = tempo.bar_at(tempo.beat(back + 2_400))
        early = tempo.beat(back) - bar.start_beat
        theme = next(t for t in score.themes if t.name in cue.themes)
        head = theme.motif[0].beat
        on_head = any(abs(early - pace * head) < Fraction(1, 4) for pace in (1, 2))
        assert on_head or early >= bar.beats - Fraction(5, 4), "neither its head nor a pick-up"
