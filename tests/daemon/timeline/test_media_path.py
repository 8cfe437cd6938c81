"""Media paths as timelines write them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from ningbgm_daemon.timeline.media_path import find_media, has_alpha


@pytest.fixture
def media(tmp_path: Path) -> Path:
    path = tmp_path / "media" / "50% grün #1?.mov"
    path.parent.mkdir()
    path.write_bytes(b"x")
    return path


def test_every_way_to_write_a_path_leads_to_the_file(media: Path, tmp_path: Path) -> None:
    ways = [
        str(media),
        media.as_uri(),
        media.as_uri().replace("file://", "file://localhost"),
        f"file://{media}",
        "media/50% grün #1?.mov",
        "media/50%25%20gr%C3%BCn%20%231%3F.mov",
    ]

    for way in ways:
        assert find_media(way, tmp_path).path == str(media), way


def test_media_that_moved_beside_the_timeline_is_found_by_its_name(media: Path) -> None:
    for way in ("/old/disk/50% grün #1?.mov", r"D:\old\50% grün #1?.mov"):
        assert find_media(way, media.parent).path == str(media)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (r"C:\cuts\a.mp4", r"C:\cuts\a.mp4"),
        ("file:///C:/cuts/a%20b.mp4", "C:/cuts/a b.mp4"),
        ("file://localhost/D%3a/cuts/a.mp4", "D:/cuts/a.mp4"),
        ("file://server/share/a.mp4", r"\\server\share\a.mp4"),
        ("https://example.com/a.mp4", "https://example.com/a.mp4"),
        ("/not/here.mov", "/not/here.mov"),
        ("file://[broken", "file://[broken"),
    ],
)
def test_media_that_is_not_here_is_offline_under_its_name(url: str, shown: str, tmp_path: Path) -> None:
    media = find_media(url, tmp_path)

    assert media.offline
    assert media.path == shown


def test_a_folder_or_a_device_is_no_media(tmp_path: Path) -> None:
    assert find_media(str(tmp_path), tmp_path).offline
    assert find_media("/dev/zero", tmp_path).offline


def test_transparency_is_read_from_a_png(tmp_path: Path) -> None:
    def png(name: str, colour_type: int) -> str:
        head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBB", 13, b"IHDR", 8, 8, 8, colour_type)
        path = tmp_path / name
        path.write_bytes(head)
        return str(path)

    assert has_alpha(png("rgba.png", 6))
    assert not has_alpha(png("rgb.png", 2))
    assert not has_alpha(str(tmp_path / "none.png"))
