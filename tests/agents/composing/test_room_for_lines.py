"""Lines that matter have room: only what lies goes on under them, and the music answers after."""

from dataclasses import replace

from composing_film import DrawnFilm, composed, draw, score_of

from ningbgm_agents.brief import Brief, Delivery
from ningbgm_agents.composing.spotting import find_candidates
from ningbgm_agents.scene import KeyLine
from ningbgm_agents.score import Cue, Score
from ningbgm_agents.timeline import Span

LINE = Span(20 * 24, 24 * 24)
RESTING = ("melody", "motion", "drums")


def with_line(film: DrawnFilm) -> DrawnFilm:
    """The film with a line that matters from 20 to 24 s."""
    line = KeyLine(LINE, "I was so afraid.", 0.9, "it says afraid")
    return replace(film, scene=replace(film.scene, key_lines=(line,)))


def begun(score: Score, cue: Cue) -> list[tuple[str, bool]]:
    """Stem and whether it is a hit, of every note that begins inside the line, but for its last frame."""
    edit_start = cue.span.start * 2000
    first, last = LINE.start * 2000 - edit_start, (LINE.end - 1) * 2000 - edit_start
    return [(part.stem, note.hit) for part in cue.parts for note in part.notes if first <= note.start < last]


def test_theme_motion_and_drums_rest_under_the_line() -> None:
    film = draw(speech=((20.0, 24.0),))
    without = score_of(composed(film, "documentary"))
    score = score_of(composed(with_line(film), "documentary"))

    before = [
        stem for cue in without.cues for stem, hit in begun(without, cue) if stem in RESTING and not hit
    ]
    now = [stem for cue in score.cues for stem, hit in begun(score, cue) if stem in RESTING and not hit]

    assert before, "without the line somebody plays there"
    assert now == []


def test_the_music_does_not_stop_under_the_line() -> None:
    score = score_of(composed(with_line(draw(speech=((20.0, 24.0),))), "orchestral"))

    (cue,) = score.cues
    middle = 22 * 48_000 - cue.span.start * 2000
    sounding = [p for p in cue.parts for n in p.notes if n.start <= middle < n.start + n.duration]

    assert sounding


def test_who_asks_for_music_as_it_is_gets_no_room() -> None:
    film = draw(speech=((20.0, 24.0),))
    brief = Brief(seed=1, delivery=Delivery(duck=False))

    score = score_of(composed(with_line(film), "documentary", brief))

    assert any(stem in RESTING for cue in score.cues for stem, _ in begun(score, cue))


def test_cuts_under_the_line_weigh_less_and_the_answer_after_it_more() -> None:
    film = draw(speech=((20.0, 24.0),), mean_shot_s=1.5)
    plain = {c.frame: c for c in find_candidates(composed(film))}
    roomy = {c.frame: c for c in find_candidates(composed(with_line(film)))}

    under = [frame for frame, one in plain.items() if frame in LINE and one.kind == "cut"]
    assert under
    assert all(roomy[frame].weight < plain[frame].weight for frame in under if frame in roomy)
    assert any("“I was so afraid.”" in one.why for one in roomy.values())
