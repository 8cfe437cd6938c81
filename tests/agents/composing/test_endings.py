"""Last chords: room to ring, a fermata where the story stays open, and a button where it stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from composing_film import DrawnFilm, composed, draw, only_cue, score_of

from ningbgm_agents.brief import Brief, EndingKind
from ningbgm_agents.evidence import Cut
from ningbgm_agents.score import Cue, Score


def cut_near_the_end(before_end_s: float = 1.5) -> DrawnFilm:
    """Half a minute whose last cut stands shortly before its end."""
    film = draw(30, mean_shot_s=4.0, seed=4)
    last = film.edit.duration - round(before_end_s * 24)
    cuts = tuple(cut for cut in film.evidence.cuts if cut.frame < last - 120)
    return replace(film, evidence=replace(film.evidence, cuts=(*cuts, Cut(last, 1.0))))


def ended(ending: EndingKind, palette: str = "orchestral") -> tuple[Score, Cue]:
    bench = composed(cut_near_the_end(), palette, Brief(seed=1, ending=ending))
    return score_of(bench), only_cue(bench)


def ring_s(cue: Cue) -> float:
    return (cue.span.end - next(hit.frame for hit in cue.hits if hit.kind == "end")) / 24


@pytest.mark.parametrize("ending", ["ring_out", "open"])
@pytest.mark.parametrize("palette", ["orchestral", "bossa", "electronic"])
def test_the_last_chord_rings_though_a_cut_stands_near_the_end(ending: EndingKind, palette: str) -> None:
    _, cue = ended(ending, palette)

    assert 2.6 <= ring_s(cue) <= 5.2


def test_the_cut_under_the_ringing_chord_is_met_all_the_same() -> None:
    score, cue = ended("ring_out")
    last = score.edit.duration - 36
    struck = {note.start for part in cue.parts for note in part.notes if note.hit}

    assert last in {hit.frame for hit in cue.hits}
    assert score.edit.sample(last) - score.first_sample(cue) in struck


def test_a_button_stands_on_the_last_cut() -> None:
    _, cue = ended("button")

    assert ring_s(cue) == pytest.approx(1.5)


def level(cue: Cue, score: Score, share: float) -> float:
    """How much of the pad's level is left at a share of the way from the last chord to its end."""
    struck = next(hit.sample for hit in cue.hits if hit.kind == "end") - score.first_sample(cue)
    part = next(
        p for p in cue.parts if p.stem == "harmony" and any(n.start >= struck - 4800 for n in p.notes)
    )
    points = [point for point in part.expression if point.sample >= struck]
    at = struck + share * (points[-1].sample - struck)
    before = max((p for p in points if p.sample <= at), key=lambda p: p.sample)
    after = min((p for p in points if p.sample >= at), key=lambda p: p.sample)
    if after.sample == before.sample:
        return before.value / points[0].value
    way = (at - before.sample) / (after.sample - before.sample)
    return (before.value + way * (after.value - before.value)) / points[0].value


def test_an_open_ending_is_held_where_another_dies_away() -> None:
    held = [level(cue, score, 0.5) for score, cue in (ended("open"), ended("ring_out"))]

    assert held[0] > 0.8
    assert held[1] < 0.5


@pytest.mark.parametrize("make", [lambda: ended("open"), lambda: ended("ring_out"), lambda: ended("button")])
def test_every_ending_is_silent_at_its_end(make: Callable[[], tuple[Score, Cue]]) -> None:
    score, cue = make()

    ends = [note.start + note.duration for part in cue.parts for note in part.notes]
    assert max(ends) <= score.sample_count(cue) - 4_800
