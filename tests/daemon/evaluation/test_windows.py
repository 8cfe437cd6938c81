"""A sound in windows: all of it is in one, and the last one ends with it."""

from __future__ import annotations

import numpy as np
import pytest

from ningbgm_daemon.evaluation.windows import windows_of


def spans(count: int, block: int, length: int, hop: int) -> list[tuple[int, int]]:
    """First and last sample of each window of a sound that counts its samples."""
    sound = np.arange(count, dtype=np.float32)
    blocks = [sound[first : first + block] for first in range(0, count, block)]
    return [(int(one[0]), int(one[-1])) for one in windows_of(blocks, length, hop)]


@pytest.mark.parametrize("block", [1, 3, 7, 100])
@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (6, [(0, 5)]),
        (10, [(0, 9)]),
        (12, [(0, 9), (2, 11)]),
        (15, [(0, 9), (5, 14)]),
        (27, [(0, 9), (5, 14), (10, 19), (15, 24), (17, 26)]),
    ],
)
def test_windows_follow_one_another_whatever_the_blocks(
    block: int, count: int, expected: list[tuple[int, int]]
) -> None:
    assert spans(count, block, 10, 5) == expected


def test_no_sound_has_no_window() -> None:
    assert list(windows_of([], 10, 5)) == []
    assert list(windows_of([np.zeros(0, np.float32)], 10, 5)) == []
