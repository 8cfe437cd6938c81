"""Shares are known by their filesystem."""

from __future__ import annotations

from pathlib import Path

import pytest

from ningbgm_daemon.watch.filesystem import Mount, is_share

MOUNTS = [
    Mount("/", "ext4"),
    Mount("/media/share", "cifs"),
    Mount("/media/share/local", "xfs"),
    Mount("/mnt/nas", "nfs4"),
    Mount("/mnt/ssh", "fuse.sshfs"),
    Mount("/mnt/usb", "fuse.exfat"),
    Mount("/z", "NTFS", "rw,remote"),
]


@pytest.mark.parametrize(
    ("folder", "share"),
    [
        ("/home/me", False),
        ("/media/share", True),
        ("/media/share/films", True),
        ("/media/share/local/films", False),
        ("/media/shared", False),
        ("/mnt/nas/a", True),
        ("/mnt/ssh", True),
        ("/mnt/usb/a", False),
        ("/z/a", True),
        ("//server/share", True),
    ],
)
def test_shares_are_known(folder: str, share: bool) -> None:
    assert is_share(Path(folder), MOUNTS) is share


def test_the_disk_of_this_test_can_be_asked(tmp_path: Path) -> None:
    assert is_share(tmp_path) in (True, False)
