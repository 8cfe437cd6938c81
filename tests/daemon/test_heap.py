"""What is free goes back to the system."""

from __future__ import annotations

import sys

import psutil
import pytest

from ningbgm_daemon.heap import trim


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc keeps what was freed")
def test_what_lies_free_beneath_a_block_in_use_is_given_back() -> None:
    blocks = [bytes(100_000) for _ in range(1000)]
    last = bytearray(100_000)
    del blocks
    kept = psutil.Process().memory_info().rss

    trim()

    assert kept - psutil.Process().memory_info().rss > 50 << 20
    assert len(last) == 100_000


def test_it_may_be_called_at_any_time() -> None:
    for _ in range(3):
        trim()
