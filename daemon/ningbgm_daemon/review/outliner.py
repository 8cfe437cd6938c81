"""Draws the outlines of stems, one at a time, in a thread that gives way to all others."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from .peaks import VERSION, write_peaks
from .shelf import Shelf

_NICENESS = 10


class Outliner:
    """Outlines by the hash of their stem, each drawn once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._thread = ThreadPoolExecutor(1, "outlines", _give_way)

    async def peaks(self, sha256: str, wave: Path) -> Path:
        """The file of a stem's outline, drawn now where it is not there.

        Raises:
            StateError: the stem is not what was delivered.
            StoreError: the cache cannot be written.
        """
        key = f"{sha256 or await asyncio.to_thread(_hash, wave)}-{VERSION}"
        path = await asyncio.to_thread(self._shelf.find, "review-peaks", key)
        if path is not None:
            return path
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._drawn, key, wave)

    def close(self) -> None:
        """Draw nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _drawn(self, key: str, wave: Path) -> Path:
        path = self._shelf.find("review-peaks", key)
        if path is not None:
            return path
        made = self._shelf.scratch()
        try:
            write_peaks(wave, made)
            return self._shelf.adopt("review-peaks", key, made)
        finally:
            with suppress(FileNotFoundError):
                made.unlink()


def _hash(wave: Path) -> str:
    with wave.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _give_way() -> None:
    if sys.platform == "linux":  # only there has a thread a niceness of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
