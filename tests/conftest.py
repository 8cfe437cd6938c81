"""What tests of several rooms share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.house_in_thread import HouseInThread


@pytest.fixture
def served(tmp_path: Path) -> Iterator[HouseInThread]:
    """Both doors of a daemon over fakes, in a thread of their own."""
    house = HouseInThread(tmp_path)
    try:
        house.start()
        yield house
    finally:
        house.close()
