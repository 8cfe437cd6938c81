"""What the tests of jobs share: a queue whose workers are played by the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from played_queue import PlayedQueue


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def queue(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PlayedQueue]:
    """A queue that runs one job at a time."""
    made = PlayedQueue(tmp_path)
    await made.open()
    yield made
    await made.close()
