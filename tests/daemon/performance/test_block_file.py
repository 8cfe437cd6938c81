"""Sound between two passes: written in blocks, read from anywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ningbgm_daemon.performance.block_file import BLOCK, in_blocks, read_sound, write_blocks

COUNT = 2 * BLOCK + 1000


@pytest.fixture
def sound() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(2, COUNT)).astype(np.float32)


@pytest.fixture
def path(tmp_path: Path, sound: np.ndarray) -> Path:
    pieces = np.split(sound, [10, BLOCK + 5, BLOCK + 6, 2 * BLOCK], axis=1)
    write_blocks(tmp_path / "sound", in_blocks(pieces))
    return tmp_path / "sound"


@pytest.mark.parametrize(
    ("first", "count"), [(0, COUNT), (5, 7), (BLOCK - 3, 6), (2 * BLOCK, 1000), (10, 2 * BLOCK)]
)
def test_any_stretch_can_be_read(path: Path, sound: np.ndarray, first: int, count: int) -> None:
    assert np.array_equal(read_sound(path, first, count), sound[:, first : first + count])


def test_outside_there_is_silence(path: Path, sound: np.ndarray) -> None:
    read = read_sound(path, -100, COUNT + 300)

    assert not read[:, :100].any()
    assert np.array_equal(read[:, 100 : 100 + COUNT], sound)
    assert not read[:, 100 + COUNT :].any()
    assert not read_sound(path, COUNT + 10, 50).any()
