"""What is asked of a cue by hand goes with its picture, through every kind of decision and back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from cut_film import Cutting, Take, cutting, edit_of, first_score, plan_for, revised
from hypothesis import given, settings
from recutting import recut

from ningbgm_agents import document
from ningbgm_agents.brief import Brief, Silence
from ningbgm_agents.conforming.plan import Conformed
from ningbgm_agents.direction import NO_DIRECTION, Direction, HitDirection
from ningbgm_agents.revision import CueOrder, Revision
from ningbgm_agents.score import Cue, Score
from ningbgm_agents.timeline import Edit, FrameRate, Span

TAKES = cutting(40, seed=3)
SILENCES = tuple(Silence(at, at + 3.0, "asked for") for at in (40.0, 75.0, 130.0))


@cache
def undirected() -> Score:
    """Four cues: 1m1 to 1m4."""
    return first_score(edit_of(TAKES), Brief(seed=1, silences=SILENCES))


def asked() -> Direction:
    """A hit in the first shot that begins inside 1m2, a free frame and a silence later on."""
    frame = shot_start("1m2") + 13
    hits = (HitDirection(frame, 1.0, "the door"), HitDirection(frame + 61, 0.0))
    return Direction(hits, (Span(frame + 200, frame + 224),))


def shot_start(cue: str, number: int = 0) -> int:
    span = named(undirected(), cue).span
    return [s.record.start for s in undirected().edit.shots if span.start < s.record.start][number]


@cache
def directed() -> tuple[Score, Conformed]:
    """The score with 1m2 directed, and the plan that led to it."""
    edit = edit_of(TAKES)
    conformed = plan_for(undirected(), edit, orders=[CueOrder("1m2", direction=asked())])
    return revised(undirected(), conformed, edit), conformed


def named(score: Score, cue: str) -> Cue:
    return next(one for one in score.cues if one.name == cue)


def kinds(conformed: Conformed) -> dict[str, str]:
    return {decision.cue: decision.kind for decision in conformed.plan.decisions}


def trimmed_at(frame: int, head: int = 0, tail: int = 0) -> Cutting:
    """The cutting with the shot at a frame trimmed at its ends."""
    at = next(n for n, s in enumerate(undirected().edit.shots) if frame in s.record)
    take = TAKES[at]
    shorter = replace(take, first=take.first + head, frames=take.frames - head - tail)
    return (*TAKES[:at], shorter, *TAKES[at + 1 :])


def frames_of(direction: Direction) -> list[int]:
    return [hit.frame for hit in direction.hits]


def test_a_direction_touches_its_cue_alone_and_keeps_what_makes_it_known() -> None:
    before, (after, conformed) = named(undirected(), "1m2"), directed()

    cue = named(after, "1m2")
    assert kinds(conformed) == {"1m1": "keep", "1m2": "rescore", "1m3": "keep", "1m4": "keep"}
    assert conformed.plan.of("1m2").reason == (  # type: ignore[union-attr]  # it is there
        "1m2 is scored again as you asked: 1 hit and 1 frame kept free and 1 silence by hand."
    )
    assert conformed.orders == ()
    assert (after.seed, after.themes, after.palette) == (
        undirected().seed, undirected().themes, undirected().palette,
    )  # fmt: skip
    assert cue.span == before.span
    assert cue.sections[-1].key == before.sections[-1].key
    assert (cue.direction.hits, cue.direction.silences) == (asked().hits, asked().silences)
    assert asked().hits[0].frame in [hit.frame for hit in cue.hits]
    for name in ("1m1", "1m3", "1m4"):
        assert named(after, name) == named(undirected(), name)


def test_a_direction_is_kept_where_nothing_changed() -> None:
    score, _ = directed()

    again = plan_for(score, edit_of(TAKES), number=2)

    assert set(kinds(again).values()) == {"keep"}
    assert named(revised(score, again, edit_of(TAKES)), "1m2") == named(score, "1m2")


def test_the_same_direction_asked_twice_changes_nothing() -> None:
    score, _ = directed()

    again = plan_for(score, edit_of(TAKES), orders=[CueOrder("1m2", direction=asked())], number=2)

    assert kinds(again)["1m2"] == "keep"


def test_a_direction_that_is_ended_gives_the_first_cue_back() -> None:
    score, _ = directed()

    back = plan_for(
        score, edit_of(TAKES), (), [CueOrder("1m2", direction=NO_DIRECTION)], (Revision(1, undirected()),), 2
    )

    assert kinds(back)["1m2"] == "keep"
    assert document.dump(revised(score, back, edit_of(TAKES))) == document.dump(undirected())


def test_another_wish_keeps_the_direction() -> None:
    score, _ = directed()
    edit = edit_of(TAKES)

    wished = revised(score, plan_for(score, edit, orders=[CueOrder("1m2", wish="darker")], number=2), edit)

    assert named(wished, "1m2").direction == named(score, "1m2").direction
    assert asked().hits[0].frame in [hit.frame for hit in named(wished, "1m2").hits]
    assert named(wished, "1m2").parts != named(score, "1m2").parts


def test_a_moved_cue_takes_its_direction_along() -> None:
    score, _ = directed()
    edit = edit_of((Take("x", 0, 480), *TAKES))

    moved = revised(score, plan_for(score, edit, number=2), edit)

    cue, was = named(moved, "1m2"), named(score, "1m2")
    assert cue.parts == was.parts
    assert frames_of(cue.direction) == [frame + 480 for frame in frames_of(was.direction)]
    assert cue.direction.silences == tuple(span.shifted(480) for span in was.direction.silences)


def test_a_cue_that_is_written_again_meets_its_hit_where_its_picture_is_now() -> None:
    score, _ = directed()
    frame = asked().hits[0].frame
    edit = edit_of(trimmed_at(frame, head=6))

    conformed = plan_for(score, edit, number=2)
    cue = named(revised(score, conformed, edit), "1m2")

    assert kinds(conformed)["1m2"] in ("rescore", "retime")
    assert frames_of(cue.direction) == [frame - 6, frame + 55]
    assert frame - 6 in [hit.frame for hit in cue.hits]
    assert not [note for note in conformed.plan.notes if "1m2" in note]


def test_a_frame_whose_picture_is_gone_is_dropped_with_a_sentence() -> None:
    score, _ = directed()
    frame = asked().hits[0].frame
    edit = edit_of(trimmed_at(frame, head=20))

    conformed = plan_for(score, edit, number=2)
    cue = named(revised(score, conformed, edit), "1m2")

    told = undirected().edit.timecode(frame)
    assert (
        f"1m2: the hit that you asked for at {told} (the door) went with its picture."
        in conformed.plan.told()
    )
    assert [hit.weight for hit in cue.direction.hits] == [0.0]
    assert len(cue.direction.silences) == 1


def test_what_was_dropped_comes_back_when_the_change_is_undone() -> None:
    score, _ = directed()
    edit = edit_of(trimmed_at(asked().hits[0].frame, head=20))
    trimmed = revised(score, plan_for(score, edit, number=2), edit)

    back = plan_for(
        trimmed, edit_of(TAKES), earlier=(Revision(2, score), Revision(1, undirected())), number=3
    )

    assert document.dump(revised(trimmed, back, edit_of(TAKES))) == document.dump(score)


def test_a_hit_on_a_cut_follows_the_cut_when_the_shot_loses_its_head() -> None:
    cut = shot_start("1m2", 1)
    ordered = CueOrder("1m2", direction=Direction((HitDirection(cut, 1.0),)))
    score = revised(undirected(), plan_for(undirected(), edit_of(TAKES), orders=[ordered]), edit_of(TAKES))
    edit = edit_of(trimmed_at(cut, head=9))

    cue = named(revised(score, plan_for(score, edit, number=2), edit), "1m2")

    assert frames_of(cue.direction) == [cut]
    assert cut in [hit.frame for hit in cue.hits]


@pytest.mark.parametrize(("at", "ends"), [(-20, {"tail": 1}), (200, {"head": 1})], ids=["before", "in it"])
def test_notes_that_follow_the_picture_keep_to_the_direction(at: int, ends: dict[str, int]) -> None:
    score, _ = directed()
    edit = edit_of(trimmed_at(asked().hits[0].frame + at, **ends))

    conformed = plan_for(score, edit, number=2)
    cue = next(cue for cue in conformed.standing if cue.name == "1m2")

    assert kinds(conformed)["1m2"] == "retime"
    for before, after in zip(asked().hits, cue.direction.hits, strict=True):
        assert shown(edit, after.frame) == shown(score.edit, before.frame)
    assert cue.direction.hits[0].frame in [hit.frame for hit in cue.hits]
    (start, end), (silence,) = cue.silences[0], cue.direction.silences
    first = edit.sample(cue.span.start)
    assert (start, end) == (edit.sample(silence.start) - first, edit.sample(silence.end) - first)
    sounding = [n for part in cue.parts for n in part.notes if n.start < end and n.start + n.duration > start]
    assert not sounding


def test_a_locked_cue_keeps_its_direction() -> None:
    score, _ = directed()
    edit = edit_of(trimmed_at(asked().hits[0].frame, head=20))

    conformed = plan_for(score, edit, ["1m2"], number=2)

    cue = next(cue for cue in conformed.standing if cue.name == "1m2")
    shift = cue.span.start - named(score, "1m2").span.start
    assert frames_of(cue.direction) == [frame + shift for frame in frames_of(named(score, "1m2").direction)]


def test_a_direction_for_a_locked_cue_is_refused_and_said() -> None:
    conformed = plan_for(undirected(), edit_of(TAKES), ["1m2"], [CueOrder("1m2", direction=asked())])

    assert kinds(conformed)["1m2"] == "keep"
    assert "unlock it first" in conformed.plan.conflicts[0].reason


def test_a_dropped_cue_says_that_its_direction_goes_with_it() -> None:
    score, _ = directed()
    span = named(score, "1m2").span
    left = [t for t, s in zip(TAKES, score.edit.shots, strict=True) if not s.record.overlap(span)]

    conformed = plan_for(score, edit_of(left), number=2)

    assert "1m2: what you asked of it by hand goes with it." in conformed.plan.told()


def test_another_frame_rate_counts_the_direction_anew() -> None:
    score, _ = directed()
    rate = FrameRate(Fraction(48))
    takes = tuple(replace(t, first=2 * t.first, frames=2 * t.frames) for t in TAKES)
    edit = edit_of(takes, rate)

    cue = named(revised(score, plan_for(score, edit, number=2), edit), "1m2")

    assert frames_of(cue.direction)[0] == 2 * asked().hits[0].frame
    assert 2 * asked().hits[0].frame in [hit.frame for hit in cue.hits]


def shown(edit: Edit, frame: int) -> tuple[str, Fraction] | None:
    """What a frame shows: its source and the moment of it."""
    for shot in edit.shots:
        if frame in shot.record:
            return shot.name, shot.source_start_s + edit.rate.seconds(frame - shot.record.start) * shot.speed
    return None


@settings(max_examples=40, deadline=None)
@given(recut(TAKES))
def test_a_direction_shows_what_it_showed_or_it_is_said_what_was_lost(takes: Cutting) -> None:
    score, _ = directed()
    edit = edit_of(takes)

    conformed = plan_for(score, edit, number=2)

    placed = {cue.name: cue.direction for cue in conformed.standing}
    placed |= {opening.cue: opening.direction for opening in conformed.openings}
    lost = [note for note in conformed.plan.notes if note.startswith("1m2:")]
    direction = placed.get("1m2", NO_DIRECTION)
    if "1m2" not in placed:
        assert lost
        return
    assert len(direction.hits) + len(lost) >= len(asked().hits)
    pictures = {shown(score.edit, hit.frame)[0] for hit in asked().hits}  # type: ignore[index]  # all are shown
    for hit in direction.hits:
        picture = shown(edit, hit.frame)
        assert picture is not None
        assert picture[0] in pictures
