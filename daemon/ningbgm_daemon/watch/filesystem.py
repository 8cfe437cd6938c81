"""Whether a folder lies on a share: the system tells nothing of what other machines change there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

import psutil

_SHARES = re.compile(
    r"(nfs\d?|cifs|smb\w*|afpfs|webdav|davfs\d?|9p|ncpfs|afs|ceph|glusterfs|lustre|beegfs|gpfs|vboxsf|vmhgfs"
    r"|virtiofs|prl_fs|drvfs|macfuse\w*|fuse\.(?!ext|ntfs|exfat|gvfsd).+|fuse\.gvfsd-fuse)",
    re.IGNORECASE,
)
"""Filesystems of other machines and of hosts of virtual ones; FUSE too, of which few tell changes."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted filesystem."""

    place: str
    kind: str
    options: str = ""


def is_share(folder: Path, mounts: Iterable[Mount] | None = None) -> bool:
    """Whether a folder has to be polled."""
    if str(folder).startswith(("\\\\", "//")):
        return True
    mount = _mount_of(folder, _mounts() if mounts is None else mounts)
    if mount is None:
        return False
    return "remote" in mount.options.split(",") or _SHARES.fullmatch(mount.kind) is not None


def _mount_of(folder: PurePath, mounts: Iterable[Mount]) -> Mount | None:
    """The innermost mount above a folder; of several at one place the last."""
    over = [mount for mount in mounts if folder.is_relative_to(mount.place)]
    return max(over, key=lambda mount: len(PurePath(mount.place).parts), default=None)


def _mounts() -> list[Mount]:
    try:
        found = psutil.disk_partitions(all=True)
    except (OSError, psutil.Error):
        return []
    # A share on Windows says `remote` among its options; see psutil.disk_partitions.
    return [Mount(os.fspath(one.mountpoint), one.fstype, one.opts) for one in found]
