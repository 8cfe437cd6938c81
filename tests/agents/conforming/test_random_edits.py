"""Random edits over random edits: what every plan keeps, and that undone changes give the bytes back."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from cut_film import Cutting, cutting, edit_of, first_score, plan_for, revised
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from recutting import recut

from ningbgm_agents import document
from ningbgm_agents.brief import Brief, Silence
from ningbgm_agents.composing.tempo import MAX_BEND
from ningbgm_agents.conforming.plan import Conformed
from ningbgm_agents.revision import Revision, RevisionPlan
from ningbgm_agents.score import Cue, Score
from ningbgm_agents.timeline import Edit, FrameRate

RATES = [FrameRate(Fraction(24)), FrameRate(Fraction(30000, 1001), drop_frame=True)]
TAKES = cutting(60, seed=3)


@cache
def scored(rate: FrameRate) -> Score:
    """The first score of the cutting, in nine cues or so."""
    silences = tuple(Silence(at, at + 3.0, "asked for") for at in (40.0, 75.0, 130.0, 180.0, 260.0))
    return first_score(edit_of(TAKES, rate), Brief(seed=1, silences=silences))


def shown(edit: Edit, frame: int) -> tuple[str, Fraction] | None:
    """What a frame shows: its source and the moment of it."""
    for shot in edit.shots:
        if frame in shot.record:
            return shot.name, shot.source_start_s + edit.rate.seconds(frame - shot.record.start) * shot.speed
    return None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(RATES), recut(TAKES))
def test_no_cue_overlaps_another_and_each_lies_in_the_edit(rate: FrameRate, takes: Cutting) -> None:
    edit = edit_of(takes, rate)

    conformed = plan_for(scored(rate), edit)

    spans = sorted([c.span for c in conformed.standing] + [o.span for o in conformed.openings])
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert spans
    assert spans[0].start >= 0
    assert spans[-1].end <= edit.duration
    assert not any(s.overlap(silence) for s in spans for silence in conformed.silences)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(RATES), recut(TAKES))
def test_every_cue_is_decided_on_once(rate: FrameRate, takes: Cutting) -> None:
    conformed = plan_for(scored(rate), edit_of(takes, rate))

    names = [decision.cue for decision in conformed.plan.decisions]
    assert len(set(names)) == len(names)
    assert {cue.name for cue in scored(rate).cues} <= set(names)
    assert document.load(RevisionPlan, document.dump(conformed.plan)) == conformed.plan
    assert all(name in line for name, line in zip(names, conformed.plan.told().splitlines(), strict=False))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(RATES), recut(TAKES))
def test_hits_of_cues_that_stay_move_with_their_picture(rate: FrameRate, takes: Cutting) -> None:
    score, edit = scored(rate), edit_of(takes, rate)

    conformed = plan_for(score, edit)

    for old, new, kind in kept(score, conformed):
        if kind == "retime":
            continue
        assert (new.parts, new.tempo_map) == (old.parts, old.tempo_map)
        for before, after in zip(old.hits, new.hits, strict=True):
            assert shown(edit, after.frame) == shown(score.edit, before.frame)
            assert abs(after.sample - edit.sample(after.frame)) <= 1
            assert after.sample - edit.sample(new.span.start) == before.sample - score.first_sample(old)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(RATES), recut(TAKES, most=2))
def test_notes_that_follow_the_picture_meet_its_hits_within_the_tempo_limits(
    rate: FrameRate, takes: Cutting
) -> None:
    score, edit = scored(rate), edit_of(takes, rate)
    cuts = {shot.record.start for shot in edit.shots}

    conformed = plan_for(score, edit)

    for old, new, kind in kept(score, conformed):
        if kind != "retime":
            continue
        check_retimed(old, new, edit, cuts)


def check_retimed(old: Cue, new: Cue, edit: Edit, cuts: set[int]) -> None:
    start, length = edit.sample(new.span.start), edit.sample(new.span.end) - edit.sample(new.span.start)
    struck = {note.start for part in new.parts for note in part.notes if note.hit}
    for hit in new.hits:
        assert hit.sample == edit.sample(hit.frame)
        assert hit.sample - start in struck
        assert hit.kind != "cut" or hit.frame in cuts
    assert [len(part.notes) for part in new.parts] == [len(part.notes) for part in old.parts]
    assert max(n.start + n.duration for part in new.parts for n in part.notes) <= length
    assert new.tempo_map.segments[-1].end_sample >= length
    for segment in new.tempo_map.segments[:-1]:
        assert abs(segment.bpm / new.tempo_map.base_bpm - 1) <= MAX_BEND + 0.004


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(RATES), recut(TAKES), st.sets(st.integers(0, 6), min_size=1, max_size=4))
def test_locked_cues_keep_every_note_or_a_conflict_says_why_they_cannot_be_there(
    rate: FrameRate, takes: Cutting, numbers: set[int]
) -> None:
    score, edit = scored(rate), edit_of(takes, rate)
    locked = [score.cues[number].name for number in numbers if number < len(score.cues)]

    conformed = plan_for(score, edit, locked)

    for name in locked:
        old = next(cue for cue in score.cues if cue.name == name)
        new = next((cue for cue in conformed.standing if cue.name == name), None)
        if new is None:
            assert name in {conflict.cue for conflict in conformed.plan.conflicts}
            continue
        assert new.parts == old.parts
        assert conformed.plan.of(name).kind in ("keep", "move")  # type: ignore[union-attr]  # it is there


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.sampled_from(RATES), recut(TAKES), st.data())
def test_changes_and_their_undoing_give_back_the_first_score(
    rate: FrameRate, takes: Cutting, data: st.DataObject
) -> None:
    first, edit = scored(rate), edit_of(TAKES, rate)
    second_edit = edit_of(takes, rate)
    second = revised(first, plan_for(first, second_edit), second_edit)
    third_edit = edit_of(data.draw(recut(takes, most=2)), rate)
    earlier = (Revision(1, first),)
    third = revised(second, plan_for(second, third_edit, earlier=earlier, number=2), third_edit)

    back = plan_for(third, edit, earlier=(Revision(2, second), *earlier), number=3)

    assert document.dump(revised(third, back, edit)) == document.dump(first)
    assert not back.openings


def kept(score: Score, conformed: Conformed) -> list[tuple[Cue, Cue, str]]:
    """Cues that stand, as they were and as they are, with the decision on them."""
    kinds = {decision.cue: decision.kind for decision in conformed.plan.decisions}
    old = {cue.name: cue for cue in score.cues}
    return [(old[cue.name], cue, kinds[cue.name]) for cue in conformed.standing]


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_the_cutting_has_cues_enough_to_be_worth_testing(rate: FrameRate) -> None:
    assert len(scored(rate).cues) >= 6
