"""Whose turn it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ningbgm_daemon.jobs.turns import Turns
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.records.order import ReviseOrder, ScoreOrder


def revision(number: int, score: str) -> Job:
    return Job(f"r{number}", "", ReviseOrder(score), score_id=score)


def scoring(number: int) -> Job:
    return Job(f"s{number}", "", ScoreOrder(), score_id=f"new{number}")


def test_first_scorings_come_in_their_order() -> None:
    turns, waiting = Turns(), [scoring(number) for number in range(5)]

    served = []
    while waiting:
        job = turns.next(waiting, ())
        assert job is not None
        waiting.remove(job)
        served.append(job.id)

    assert served == [f"s{number}" for number in range(5)]


def test_a_busy_score_has_to_wait_and_nobody_waits_for_it() -> None:
    first, second = revision(1, "a"), revision(2, "b")

    assert Turns().next([first, second], {"a"}) == second
    assert Turns().next([first], {"a"}) is None


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=40))
def test_no_lane_waits_for_more_turns_than_there_are_lanes(lanes: list[str]) -> None:
    turns, waiting = Turns(), [revision(number, lane) for number, lane in enumerate(lanes)]
    waited: dict[str, int] = {}

    while waiting:
        job = turns.next(waiting, ())
        assert job is not None
        for lane in {one.score_id for one in waiting} - {job.score_id}:
            waited[lane] = waited.get(lane, 0) + 1
            assert waited[lane] < 4
        waited[job.score_id] = 0
        waiting.remove(job)
