"""Nothing is lost when the daemon or its workers are killed at random; `benchmarks/kill.py` kills more."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is told from other ends by its signal")
def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(root / "benchmarks"), str(root / "tests" / "daemon")]
    try:
        kill = importlib.import_module("kill")
    finally:
        del sys.path[:2]

    told = kill.kill(tmp_path, kills=20, seed=7)

    assert sum(told["kills"].values()) == 20
