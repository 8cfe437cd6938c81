"""Media found again below the user's search folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from ningbgm_daemon.timeline import limits
from ningbgm_daemon.timeline.media_index import MediaIndex
from ningbgm_daemon.timeline.media_path import MediaFinder


@pytest.fixture
def rushes(tmp_path: Path) -> Path:
    """Two files of one name in two folders, and one alone."""
    root = tmp_path / "rushes"
    for name in ("day1/cam/Clip 01.mov", "day2/cam/Clip 01.mov", "day2/Interview.WAV"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    return root


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (r"D:\shoot\day2\cam\Clip 01.mov", "day2/cam/Clip 01.mov"),
        ("/Volumes/Disk/day1/cam/clip 01.MOV", "day1/cam/Clip 01.mov"),
        (r"\\server\share\day2\cam\Clip 01.mov", "day2/cam/Clip 01.mov"),
        ("interview.wav", "day2/Interview.WAV"),
        ("Interview", "day2/Interview.WAV"),
    ],
)
def test_the_longest_common_tail_wins_whatever_the_case(written: str, found: str, rushes: Path) -> None:
    assert MediaIndex([rushes]).find(written) == str(rushes / found)


@pytest.mark.parametrize("written", ["", "/", "none.mov", "Clip 01", ".."])
def test_what_is_not_there_or_not_clear_is_not_found(written: str, rushes: Path) -> None:
    assert MediaIndex([rushes]).find(written) is None
    assert MediaIndex([]).find("Interview.wav") is None


def test_the_search_is_bounded(rushes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SEARCH_DEPTH", 1)

    assert MediaIndex([rushes]).find("Clip 01.mov") is None
    assert MediaIndex([rushes]).find("Interview.wav") is not None


def test_links_to_folders_are_not_followed(rushes: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.mov").write_bytes(b"x")
    (rushes / "link").symlink_to(outside)

    assert MediaIndex([rushes]).find("secret.mov") is None


def test_a_finder_searches_its_roots_last(rushes: Path, tmp_path: Path) -> None:
    beside = tmp_path / "Clip 01.mov"
    finder = MediaFinder(tmp_path, [rushes])

    assert finder.find("file:///C:/x/day2/cam/Clip%2001.mov").path == str(rushes / "day2/cam/Clip 01.mov")
    beside.write_bytes(b"x")
    assert finder.find("file:///C:/y/Clip%2001.mov").path == str(beside)
