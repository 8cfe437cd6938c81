"""A crew gives results in order, tells when a worker dies, and ends with the one it works for."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ningbgm_agents.errors import PerformanceError
from ningbgm_daemon.file_lock import process_runs
from ningbgm_daemon.performance.crew import Crew


def double(number: int) -> int:
    return 2 * number


def own_number(unit: int) -> int:
    return os.getpid()


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


def test_a_crew_that_rested_does_what_comes_next_in_new_processes() -> None:
    crew = Crew(2)

    try:
        before = set(crew.run(own_number, [1, 2], lambda share: None, alone=False))
        crew.rest()
        after = crew.beside(own_number, 1)()
    finally:
        crew.close()

    assert after not in before | {os.getpid()}
    assert not any(process_runs(number) for number in before)


def test_a_crew_that_never_worked_has_nothing_to_rest_from() -> None:
    crew = Crew(2)

    crew.rest()

    assert crew.beside(own_number, 1)() == os.getpid()


WORKER = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
from crew_tasks import own_number
from ningbgm_daemon.performance.crew import Crew
if __name__ == "__main__":
    crew = Crew(2)
    numbers = crew.run(own_number, [1, 2, 3, 4], lambda share: None, alone=False)
    print(*sorted(set(numbers)), flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="asks for processes by number")
def test_processes_end_when_the_one_they_work_for_is_killed(tmp_path: Path) -> None:
    (tmp_path / "crew_tasks.py").write_text("import os, time\ndef own_number(unit):\n"
                                            "    time.sleep(0.1)\n    return os.getpid()\n")  # fmt: skip
    (tmp_path / "worker.py").write_text(WORKER)
    command = [sys.executable, str(tmp_path / "worker.py"), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        children = [int(number) for number in worker.stdout.readline().split()]
        assert children
        assert all(process_runs(child) for child in children)

        worker.kill()

    deadline = time.monotonic() + 5
    while any(process_runs(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(process_runs(child) for child in children)
