"""The household of the DaVinci Resolve tests, asked by Premiere's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "davinci")]

from premiere_house import PremiereHouse, RunSuite, run_suite  # noqa: E402 (found beside this file)

from node_packages import FAKE_PREMIERE, PANEL, need_node_packages  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def node_packages() -> None:
    """What the suites of Node's need."""
    need_node_packages(FAKE_PREMIERE, PANEL)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunSuite]:
    """Runs a Node suite against a server: `suite("journeys.test.mjs")`."""
    house = PremiereHouse(tmp_path_factory.mktemp("premiere"))
    try:
        yield lambda name, **environment: run_suite(name, house.door, **environment)
    finally:
        house.close()
