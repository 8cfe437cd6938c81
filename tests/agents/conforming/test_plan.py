"""What becomes of single cues, and what is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from cut_film import Cutting, Take, cutting, edit_of, first_score, plan_for, revised

from ningbgm_agents.brief import Brief, Silence
from ningbgm_agents.conforming.naming import new_name
from ningbgm_agents.conforming.plan import Conformed
from ningbgm_agents.errors import NotFoundError
from ningbgm_agents.revision import CueOrder, Revision
from ningbgm_agents.score import Score
from ningbgm_agents.timeline import FrameRate, Marker

TAKES = cutting(40, seed=3)
SILENCES = tuple(Silence(at, at + 3.0, "asked for") for at in (40.0, 75.0, 130.0))


@cache
def scored() -> Score:
    """Four cues: 1m1 to 1m4."""
    return first_score(edit_of(TAKES), Brief(seed=1, silences=SILENCES))


def kinds(conformed: Conformed) -> dict[str, str]:
    return {decision.cue: decision.kind for decision in conformed.plan.decisions}


def trimmed(at: int, frames: int, takes: Cutting = TAKES) -> Cutting:
    return (*takes[:at], replace(takes[at], frames=takes[at].frames - frames), *takes[at + 1 :])


def shot_under(cue: str) -> int:
    """Number of a shot in the middle of a cue."""
    span = next(c.span for c in scored().cues if c.name == cue)
    middle = (span.start + span.end) // 2
    return next(n for n, shot in enumerate(scored().edit.shots) if middle in shot.record)


def put_in(frame: int, new: Take) -> Cutting:
    """The cutting with a shot put in at a frame, through a blade cut."""
    at = next(n for n, s in enumerate(scored().edit.shots) if frame in s.record)
    take, head = TAKES[at], frame - scored().edit.shots[at].record.start
    tail = replace(take, first=take.first + head, frames=take.frames - head)
    return (*TAKES[:at], replace(take, frames=head), new, tail, *TAKES[at + 1 :])


def reason(conformed: Conformed, cue: str) -> str:
    decision = conformed.plan.of(cue)
    assert decision is not None
    return decision.reason


def test_nothing_happens_to_an_edit_that_did_not_change() -> None:
    assert set(kinds(plan_for(scored(), edit_of(TAKES))).values()) == {"keep"}


def test_a_trim_touches_its_cue_alone() -> None:
    conformed = plan_for(scored(), edit_of(trimmed(shot_under("1m2"), 30)))

    assert kinds(conformed) == {"1m1": "keep", "1m2": "rescore", "1m3": "move", "1m4": "move"}
    assert "shot lost 30 frames at its end" in reason(conformed, "1m2")
    assert reason(conformed, "1m3") == "1m3 stays as it is, 30 frames earlier."


def test_a_trim_of_a_frame_keeps_the_notes() -> None:
    conformed = plan_for(scored(), edit_of(trimmed(shot_under("1m3"), 1)))

    assert kinds(conformed)["1m3"] == "retime"
    assert "follows the picture" in reason(conformed, "1m3")


def test_a_cue_that_is_scored_again_keeps_theme_palette_and_home_key() -> None:
    edit = edit_of(trimmed(shot_under("1m2"), 40))

    second = revised(scored(), plan_for(scored(), edit), edit)

    old, new = scored().cues[1], second.cues[1]
    assert (new.name, second.themes, second.palette) == ("1m2", scored().themes, scored().palette)
    assert new.sections[-1].key.tonic == old.sections[-1].key.tonic
    assert new.parts != old.parts
    assert new.span.end == old.span.end - 40


def test_a_scene_put_between_two_cues_gets_a_cue_named_after_the_first() -> None:
    conformed = plan_for(scored(), edit_of(put_in(scored().cues[1].span.end + 30, Take("x", 0, 700))))

    assert kinds(conformed) == {"1m1": "keep", "1m2": "keep", "1m2A": "new", "1m3": "move", "1m4": "move"}
    assert reason(conformed, "1m2A").startswith("1m2A is new: 29.2 s of picture from")


def test_a_cue_whose_picture_is_gone_is_dropped_and_its_name_is_not_used_again() -> None:
    span = scored().cues[1].span
    left = [t for t, s in zip(TAKES, scored().edit.shots, strict=True) if not s.record.overlap(span)]

    conformed = plan_for(scored(), edit_of(left))

    assert kinds(conformed)["1m2"] == "drop"
    assert not [o for o in conformed.openings if o.cue == "1m2"]


def test_dialogue_that_moved_under_a_cue_touches_it() -> None:
    span = scored_with_dialogue(0).cues[1].span
    later = edit_of(TAKES, dialogue=((span.start + 230, 60, "line"),))

    conformed = plan_for(scored_with_dialogue(0), later)

    assert kinds(conformed)["1m2"] in ("rescore", "retime")
    assert kinds(conformed)["1m1"] == "keep"
    assert "sound 'line' moved by 30 frames later" in reason(conformed, "1m2")


@cache
def scored_with_dialogue(_: int) -> Score:
    span = scored().cues[1].span
    edit = edit_of(TAKES, dialogue=((span.start + 200, 60, "line"),))
    return first_score(edit, Brief(seed=1, silences=SILENCES))


def test_a_new_marker_touches_the_cue_that_it_stands_in() -> None:
    span = scored().cues[2].span

    conformed = plan_for(scored(), edit_of(TAKES, markers=(Marker(span.start + 99, "boom"),)))

    assert kinds(conformed) == {"1m1": "keep", "1m2": "keep", "1m3": "rescore", "1m4": "keep"}
    assert "marker 'boom' was added" in reason(conformed, "1m3")


def test_a_marker_that_wants_music_to_begin_parts_the_cue_that_it_stands_in() -> None:
    span = scored().cues[2].span
    middle = (span.start + span.end) // 2

    conformed = plan_for(scored(), edit_of(TAKES, markers=(Marker(middle, "music in"),)))

    assert middle in [opening.span.start for opening in conformed.openings]
    assert {kinds(conformed)[cue] for cue in ("1m1", "1m2")} <= {"drop", "rescore", "keep"}


def test_a_replaced_shot_stays_in_its_cue() -> None:
    at = shot_under("1m2")
    edit = edit_of((*TAKES[:at], Take("x", 0, TAKES[at].frames + 5), *TAKES[at + 1 :]))

    conformed = plan_for(scored(), edit)

    assert kinds(conformed) == {"1m1": "keep", "1m2": "rescore", "1m3": "move", "1m4": "move"}
    assert "shot was replaced" in reason(conformed, "1m2")


def test_silences_go_with_their_picture() -> None:
    conformed = plan_for(scored(), edit_of((Take("x", 0, 48), *TAKES)))

    assert [s.start for s in conformed.silences] == [s.start + 48 for s in scored().silences]


def test_a_cue_alone_is_written_again_with_another_seed_and_the_order_is_remembered() -> None:
    edit = edit_of(TAKES)
    conformed = plan_for(scored(), edit, orders=[CueOrder("1m2", 5, "much faster and brighter")])
    second = revised(scored(), conformed, edit)
    assert conformed.orders == (CueOrder("1m2", 5, "much faster and brighter"),)

    again = plan_for(second, edit, had=conformed.orders, number=2)

    assert kinds(conformed) == {"1m1": "keep", "1m2": "rescore", "1m3": "keep", "1m4": "keep"}
    assert reason(conformed, "1m2") == "1m2 is scored again as you asked: seed 5, 'much faster and brighter'."
    assert second.cues[1].parts != scored().cues[1].parts
    assert set(kinds(again).values()) == {"keep"}


def test_an_order_without_seed_or_wish_takes_the_next_seed() -> None:
    conformed = plan_for(scored(), edit_of(TAKES), orders=[CueOrder("1m2")])

    assert conformed.orders == (CueOrder("1m2", scored().seed + 1, None),)


def test_an_order_that_is_taken_back_gives_the_first_cue_back() -> None:
    edit = edit_of(TAKES)
    conformed = plan_for(scored(), edit, orders=[CueOrder("1m2", None, "slower")])
    second = revised(scored(), conformed, edit)

    back = plan_for(
        second, edit, (), [CueOrder("1m2", wish="")], (Revision(1, scored()),), 2, conformed.orders
    )

    assert kinds(back)["1m2"] == "keep"
    assert back.standing[1] == scored().cues[1]


@pytest.mark.parametrize("names", [{"locked": ["9m9"]}, {"orders": [CueOrder("9m9")]}])
def test_a_cue_that_is_not_there_is_refused(names: dict[str, Sequence[object]]) -> None:
    with pytest.raises(NotFoundError, match="this score has 1m1, 1m2"):
        plan_for(scored(), edit_of(TAKES), **names)  # type: ignore[arg-type]  # passes named options on


def test_an_order_for_a_locked_cue_is_refused_and_said() -> None:
    conformed = plan_for(scored(), edit_of(TAKES), ["1m2"], [CueOrder("1m2", 5)])

    assert kinds(conformed)["1m2"] == "keep"
    assert "unlock it first" in conformed.plan.conflicts[0].reason


def test_a_locked_cue_whose_picture_changed_stays_and_its_neighbour_gives_way() -> None:
    conformed = plan_for(scored(), edit_of(trimmed(shot_under("1m2"), 60)), ["1m2"])

    assert kinds(conformed)["1m2"] == "keep"
    assert "locked and stays, but its" in conformed.plan.conflicts[0].reason
    assert conformed.standing[1].parts == scored().cues[1].parts
    spans = sorted([c.span for c in conformed.standing] + [o.span for o in conformed.openings])
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_a_locked_cue_whose_picture_is_gone_is_kept_and_said() -> None:
    span = scored().cues[1].span
    left = [t for t, s in zip(TAKES, scored().edit.shots, strict=True) if not s.record.overlap(span)]

    conformed = plan_for(scored(), edit_of(left), ["1m2"])

    assert "its picture is gone" in conformed.plan.conflicts[0].reason
    assert "1m2" in {cue.name for cue in conformed.standing}


def test_another_frame_rate_keeps_the_notes_where_the_pictures_are_the_same() -> None:
    seconds = cutting(20, seed=3)
    whole = tuple(replace(t, first=0, frames=24 * max(2, t.frames // 24)) for t in seconds)
    faster = tuple(replace(t, frames=t.frames * 25 // 24) for t in whole)
    score = first_score(edit_of(whole), Brief(seed=1))

    conformed = plan_for(score, edit_of(faster, FrameRate(Fraction(25))))

    assert set(kinds(conformed).values()) == {"retime"}
    assert "25 frames per second instead of 24" in conformed.plan.told()


def test_a_shorter_range_is_scored_where_it_is() -> None:
    edit = replace(edit_of(TAKES), scored=replace(scored().cues[1].span))

    conformed = plan_for(scored(), edit)

    assert {d.cue for d in conformed.plan.decisions if d.kind != "drop"} == {"1m2"}
    assert kinds(conformed)["1m2"] == "keep"


@pytest.mark.parametrize(
    ("before", "last", "used", "name"),
    [
        ("1m2", False, {"1m1", "1m2", "1m3"}, "1m2A"),
        ("1m2A", False, {"1m2", "1m2A", "1m3"}, "1m2B"),
        ("1m2", False, {"1m2", "1m2A", "1m2B"}, "1m2C"),
        ("1m3", True, {"1m1", "1m2", "1m3", "1m5"}, "1m6"),
        (None, False, {"1m1"}, "1m0"),
        (None, False, {"1m0", "1m1"}, "1m0A"),
    ],
)
def test_new_cues_are_named_as_in_film_practice(
    before: str | None, last: bool, used: set[str], name: str
) -> None:
    assert new_name(before, last, used) == name
