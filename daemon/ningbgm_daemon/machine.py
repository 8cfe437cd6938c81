"""The machine: memory of processes, and what folders and disks hold."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psutil

from .records.system import StorageFacts


def memory_bytes() -> int:
    """Memory of this process and of all that it started."""
    this = psutil.Process()
    total = 0
    for process in (this, *this.children(recursive=True)):
        try:
            total += int(process.memory_info().rss)
        except psutil.Error:
            continue
    return total


def storage(folder: Path, limit_bytes: int = 0) -> StorageFacts:
    """What a folder holds, and the disk that it lies on; takes a while where there are many files."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), Path.cwd())
    return StorageFacts(str(folder), _size(folder), limit_bytes, shutil.disk_usage(there).free)


def _size(folder: Path) -> int:
    """Bytes of all files; what has several names counts once."""
    sizes: dict[tuple[int, int], int] = {}
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                facts = os.stat(os.path.join(place, name), follow_symlinks=False)
            except OSError:
                continue
            sizes[facts.st_dev, facts.st_ino or hash((place, name))] = facts.st_size
    return sum(sizes.values())
