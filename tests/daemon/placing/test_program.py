"""What a program lacks, and a plan that is refused after all."""

from __future__ import annotations

from laid_timeline import ask, scored

from ningbgm_daemon.placing.program import Program
from ningbgm_daemon.placing.steps import Refusal


def test_each_missing_call_is_told_in_plain_words_and_in_its_order() -> None:
    program = Program("DaVinci Resolve 19.1.0", ("GetSelectedClips", "GetMarkInOut"))

    assert program.lacks == (
        "Selected clips cannot be read (21.0.4 can); use mark in and out.",
        "Mark in and out cannot be read (20 can); the whole timeline is scored.",
    )


def test_a_call_that_nobody_knows_is_passed_over() -> None:
    assert Program(missing_calls=("MakeCoffee",)).lacks == ()


def test_a_refused_plan_keeps_what_was_found_and_does_nothing() -> None:
    plan = ask(scored(), "remove")
    refusal = Refusal("sound_gone", "the sound is not there")

    refused = plan.refused(refusal)

    assert plan.take_away
    assert (refused.take_away, refused.unmark, refused.put_down, refused.mark) == ((), (), (), ())
    assert (refused.refusal, refused.drop_tracks) == (refusal, ())
    assert (refused.found, refused.scores) == (plan.found, plan.scores)
    assert refused.found
