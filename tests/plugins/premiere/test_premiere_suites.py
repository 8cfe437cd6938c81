"""The suites of Node's: both hosts, on a Premiere in memory, before a real server."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from premiere_house import HERE, PremiereHouse, RunSuite, run_suite

sys.path.append(str(HERE.parents[1] / "daemon"))

from small_film import write_small_film


@pytest.mark.parametrize("name", ["reading", "journeys", "uxp_line", "faults"])
def test_suite(suite: RunSuite, name: str) -> None:
    suite(f"{name}.test.mjs")


@pytest.mark.exhaustive
def test_every_fault_at_every_call(suite: RunSuite) -> None:
    suite("faults.test.mjs", NINGBGM_EVERY="1")


@pytest.mark.e2e
def test_with_the_whole_daemon(tmp_path: Path) -> None:
    house = PremiereHouse(tmp_path / "house", real=True)
    try:
        film = write_small_film(tmp_path / "film.mp4", 20)
        run_suite("real.test.mjs", house.door, NINGBGM_FILM=str(film))
    finally:
        house.close()
