"""A real server on 127.0.0.1:0 in a thread, and clients that find it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fakes.house_in_thread import HouseInThread
from ningbgm_daemon.client import Client


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def bgm(served: HouseInThread) -> Iterator[Client]:
    with Client(home=served.home, patience_s=10) as client:
        yield client
