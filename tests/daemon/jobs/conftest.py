"""What the tests of jobs share: a house with a real worker, and a queue whose workers the test plays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from played_queue import PlayedQueue

from ningbgm_daemon.config import Settings, settings_in
from ningbgm_daemon.house import House


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a house with one worker."""
    return replace(settings_in(tmp_path / "home"), workers=1)


@pytest.fixture
async def house(settings: Settings, anyio_backend: str) -> AsyncIterator[House]:
    """A house with a real worker, in a home of its own."""
    async with House(settings) as made:
        yield made


@pytest.fixture
async def queue(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PlayedQueue]:
    """A queue that runs one job at a time."""
    made = PlayedQueue(tmp_path)
    await made.open()
    yield made
    await made.close()
