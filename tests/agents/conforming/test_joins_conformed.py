"""Cues that run into each other when the edit changes: the join goes along, or the first ends by itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from cut_film import Cutting, Take, cutting, edit_of, first_score, plan_for, revised

from ningbgm_agents.brief import Brief
from ningbgm_agents.conforming.plan import Conformed
from ningbgm_agents.revision import Revision
from ningbgm_agents.score import Score

TAKES = cutting(40, seed=3)


@cache
def scored() -> Score:
    """Three cues or more, each of which runs into the next."""
    return first_score(edit_of(TAKES), Brief(seed=1, joins="segue"))


def kinds(conformed: Conformed) -> dict[str, str]:
    return {decision.cue: decision.kind for decision in conformed.plan.decisions}


def shot_in(cue: str) -> int:
    """Number of a shot in the middle of a cue."""
    span = next(c.span for c in scored().cues if c.name == cue)
    middle = (span.start + span.end) // 2
    return next(n for n, shot in enumerate(scored().edit.shots) if middle in shot.record)


def trimmed(at: int, frames: int) -> Cutting:
    return (*TAKES[:at], replace(TAKES[at], frames=TAKES[at].frames - frames), *TAKES[at + 1 :])


def parted(frame: int) -> Cutting:
    """The cutting with half a minute of other picture put in at a frame."""
    at = next(n for n, s in enumerate(scored().edit.shots) if frame in s.record)
    take, head = TAKES[at], frame - scored().edit.shots[at].record.start
    tail = replace(take, first=take.first + head, frames=take.frames - head)
    heads = (replace(take, frames=head),) if head else ()
    return (*TAKES[:at], *heads, Take("other", 10, 720), tail, *TAKES[at + 1 :])


def test_the_film_is_worth_testing() -> None:
    assert len(scored().cues) >= 3
    assert [cue.ending for cue in scored().cues[:-1]] == ["segue"] * (len(scored().cues) - 1)
    assert scored().cues[-1].ending != "segue"


def test_an_edit_that_did_not_change_keeps_every_join() -> None:
    assert set(kinds(plan_for(scored(), edit_of(TAKES))).values()) == {"keep"}


def test_a_cue_that_is_scored_again_is_joined_to_those_that_stand() -> None:
    edit = edit_of(trimmed(shot_in("1m2"), 30))

    conformed = plan_for(scored(), edit)
    first, second, third = revised(scored(), conformed, edit).cues[:3]

    assert kinds(conformed)["1m1"] == "keep"
    assert kinds(conformed)["1m2"] == "rescore"
    assert kinds(conformed)["1m3"] == "move"
    assert (first.ending, first.span.end) == ("segue", second.span.start)
    assert (second.ending, second.span.end) == ("segue", third.span.start)
    assert first.parts == scored().cues[0].parts


def test_a_cue_whose_next_one_no_longer_follows_ends_by_itself() -> None:
    edit = edit_of(parted(scored().cues[0].span.end))

    conformed = plan_for(scored(), edit)
    score = revised(scored(), conformed, edit)

    decision = conformed.plan.of("1m1")
    assert decision is not None
    assert (decision.kind, score.cues[0].ending) == ("rescore", "ring_out")
    assert "no longer follows it" in decision.reason
    assert kinds(conformed)["1m3"] == "move"


def test_the_join_comes_back_with_the_picture() -> None:
    edit = edit_of(parted(scored().cues[0].span.end))
    second = revised(scored(), plan_for(scored(), edit), edit)

    back = plan_for(second, edit_of(TAKES), earlier=(Revision(1, scored()),), number=2)

    assert revised(second, back, edit_of(TAKES)).cues == scored().cues


def test_a_locked_cue_whose_next_one_is_gone_stays_and_it_is_said() -> None:
    edit = edit_of(parted(scored().cues[0].span.end))

    conformed = plan_for(scored(), edit, locked=["1m1"])

    assert kinds(conformed)["1m1"] == "keep"
    assert any("no longer follows it" in conflict.reason for conflict in conformed.plan.conflicts)
