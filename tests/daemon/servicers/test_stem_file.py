"""A stem's file that changes while it is read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ningbgm_agents.errors import NotFoundError, StateError
from ningbgm_daemon.servicers.stem_file import StemFile

CONTENT = bytes(range(200))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "mix.wav"
    made.write_bytes(CONTENT)
    return made


def test_pieces_are_those_of_the_file(path: Path) -> None:
    with StemFile(path, 200, "known") as file:
        assert [file.piece(at, 90) for at in (0, 90, 180, 200)] == [
            CONTENT[:90],
            CONTENT[90:180],
            CONTENT[180:],
            b"",
        ]
        assert file.sha256 == "known"


def test_a_checksum_that_nobody_knows_is_computed(path: Path) -> None:
    with StemFile(path, None) as file:
        assert file.sha256 == hashlib.sha256(CONTENT).hexdigest()
        assert file.piece(0, 1000) == CONTENT


@pytest.mark.parametrize("content", [b"", CONTENT[:-1], CONTENT + b"x", CONTENT[::-1]])
def test_a_file_that_changes_while_it_is_read_is_told(path: Path, content: bytes) -> None:
    with StemFile(path, 200, "known") as file:
        file.piece(0, 50)
        path.write_bytes(content)
        os.utime(path, ns=(1, 1))

        with pytest.raises(StateError, match="changed"):
            file.piece(50, 50)


def test_a_file_that_is_replaced_is_read_to_its_end(path: Path, tmp_path: Path) -> None:
    with StemFile(path, 200, "known") as file:
        (tmp_path / "new").write_bytes(b"new")
        os.replace(tmp_path / "new", path)

        assert file.piece(0, 200) == CONTENT


def test_a_folder_is_no_stem(tmp_path: Path) -> None:
    with pytest.raises(StateError):
        StemFile(tmp_path, None)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="is gone"):
        StemFile(tmp_path / "none.wav", 1, "x")
