"""A lock between processes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from ningbgm_agents.errors import BusyError
from ningbgm_daemon.file_lock import FileLock

HOLDER = """
import sys, time
from pathlib import Path
from ningbgm_daemon.file_lock import FileLock
with FileLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_another_process_has_to_wait_and_death_gives_the_lock_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        start = time.monotonic()
        with pytest.raises(BusyError, match="another NingBGM"), FileLock(path, patience_s=0.2):
            pass
        assert time.monotonic() - start >= 0.2

        holder.kill()

    with FileLock(path, patience_s=5):
        pass


def test_a_lock_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(3):
        with FileLock(tmp_path / "lock", patience_s=0):
            pass
