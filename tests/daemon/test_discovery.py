"""The discovery file: whole or not there, for the user alone, removed by its owner."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from ningbgm_agents.errors import StoreError
from ningbgm_daemon.discovery import (
    FILE_NAME,
    Discovery,
    find_daemon,
    read_discovery,
    remove_discovery,
    write_discovery,
)

SAID = Discovery("127.0.0.1:1", "http://127.0.0.1:2", "t0ken", 4242, "0.1.0", 1e9)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_discovery(tmp_path / "run", SAID)

    assert read_discovery(tmp_path / "run") == SAID
    assert os.listdir(tmp_path / "run") == [FILE_NAME]


def test_a_newer_file_replaces_an_older_one(tmp_path: Path) -> None:
    write_discovery(tmp_path, SAID)
    write_discovery(tmp_path, replace(SAID, pid=5))

    assert read_discovery(tmp_path) == replace(SAID, pid=5)


def test_only_its_owner_removes_it(tmp_path: Path) -> None:
    write_discovery(tmp_path, SAID)

    remove_discovery(tmp_path, replace(SAID, token="another daemon's"))
    kept = read_discovery(tmp_path)
    remove_discovery(tmp_path, SAID)

    assert kept == SAID
    assert read_discovery(tmp_path) is None
    remove_discovery(tmp_path, SAID)


def test_where_there_is_none_none_is_found(tmp_path: Path) -> None:
    assert find_daemon(tmp_path / "nowhere") is None


def test_a_left_over_file_is_found_to_be_one(tmp_path: Path) -> None:
    write_discovery(tmp_path, SAID)

    found = find_daemon(tmp_path)

    assert found is not None
    assert not found.alive


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"{}",
        json.dumps({**SAID.__dict__, "pid": "4242"}).encode(),
        json.dumps({**SAID.__dict__, "pid": True}).encode(),
        json.dumps({**SAID.__dict__, "token": None}).encode(),
        b"[" * 10_000,
    ],
)
def test_a_damaged_file_is_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    os.chmod(tmp_path / FILE_NAME, 0o600)

    assert read_discovery(tmp_path) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps access lists instead")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_file_that_others_may_touch_is_not_trusted(tmp_path: Path, mode: int) -> None:
    write_discovery(tmp_path, SAID)
    os.chmod(tmp_path / FILE_NAME, mode)

    assert read_discovery(tmp_path) is None


@pytest.mark.parametrize("http", ["", "http://", "nonsense", "http://127.0.0.1:99999", "http://127.0.0.1:x"])
def test_addresses_that_are_none_are_not_alive(tmp_path: Path, http: str) -> None:
    write_discovery(tmp_path, replace(SAID, http=http))

    found = find_daemon(tmp_path)

    assert found is not None
    assert not found.alive


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(StoreError, match="discovery file"):
        write_discovery(tmp_path / "file", SAID)


def test_the_token_is_not_in_what_is_printed() -> None:
    assert "t0ken" not in repr(SAID)
