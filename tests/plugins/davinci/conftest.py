"""The plugin as Resolve's menu starts it, and a real server over a household that scores in a moment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "plugins" / "davinci")]

from desk import Desk  # noqa: E402 (found beside this file)
from household import Household, Sit  # noqa: E402
from ningbgm_resolve import flow  # noqa: E402


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Household]:
    """One server for all tests of a file; each test has scores of its own in it."""
    made = Household(tmp_path_factory.mktemp("household"))
    try:
        made.start()
        yield made
    finally:
        made.close()


@pytest.fixture
def sit(household: Household, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Sit down at a Resolve with a timeline of five shots: `sit(rate="25", version="21.0.4")`."""
    monkeypatch.setattr(flow, "PACE_S", 0.01)
    household.composer.waiting, household.composer.failure = False, None

    def down(**options: object) -> Desk:
        return Desk(household.installed, household.composer, **options)  # type: ignore[arg-type]  # as given

    return down
