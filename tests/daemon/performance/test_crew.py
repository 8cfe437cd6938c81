"""A crew gives results in order, in one process or several, and tells when a worker dies."""

from __future__ import annotations

import os

import pytest

from ningbgm_agents.errors import PerformanceError
from ningbgm_daemon.performance.crew import Crew


def double(number: int) -> int:
    return 2 * number


def leave(number: int) -> int:
    os._exit(3)


@pytest.mark.parametrize(("workers", "alone"), [(1, False), (2, True), (2, False)])
def test_results_come_in_the_order_of_the_units(workers: int, alone: bool) -> None:
    crew, shares = Crew(workers), list[float]()

    try:
        results = crew.run(double, [3, 1, 2], shares.append, alone)
    finally:
        crew.close()

    assert results == [6, 2, 4]
    assert shares[-1] == 1.0


def test_a_worker_that_dies_is_an_error_and_the_crew_can_work_again() -> None:
    crew = Crew(2)

    try:
        with pytest.raises(PerformanceError, match="ended by force"):
            crew.run(leave, [1, 2], lambda share: None, alone=False)
        assert crew.run(double, [1, 2], lambda share: None, alone=False) == [2, 4]
    finally:
        crew.close()


def test_a_task_beside_is_done_at_once_where_no_process_runs() -> None:
    assert Crew(1).beside(double, 4)() == 8
