"""A real server on 127.0.0.1:0, over fakes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import House

from fakes.fake_jobs import FakeJobs
from fakes.fake_scores import FakeScores, example_score
from fakes.fake_system import FakeSystem
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.server import Server


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def house(tmp_path: Path, anyio_backend: str) -> AsyncIterator[House]:
    jobs, system = FakeJobs(), FakeSystem()
    (tmp_path / "out").mkdir()
    scores = FakeScores(example_score("s1", tmp_path / "out"), example_score("s2", tmp_path / "out", 3))
    async with Server(jobs, scores, system, settings_in(tmp_path / "home")) as server:
        yield House(server.discovery, jobs, scores, system)
