"""The one file that speaks watchdog: which places of a folder may have changed."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

_OF_READERS = ("opened", "closed_no_write")
"""What looking at a file brings about; told of, we would look for ever."""
_MOST_HINTS = 100_000
_SOONEST_POLL_S = 2.0
_LONGEST_END_S = 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hint:
    """A place that may have changed."""

    path: Path
    moved_here: bool = False
    """Whether a whole file or folder came there by a rename."""
    is_new_folder: bool = False
    """Whether all below it is new too."""


@dataclass(slots=True)
class Hints:
    """What was told since it was last asked for."""

    told: SimpleQueue[Hint] = field(default_factory=SimpleQueue)

    def take(self) -> list[Hint]:
        """All of it, once."""
        taken: list[Hint] = []
        while len(taken) < _MOST_HINTS:
            try:
                taken.append(self.told.get_nowait())
            except Empty:
                break
        return taken


@contextmanager
def observed(root: Path, poll_s: float | None) -> Iterator[Hints]:
    """Changes below a folder are told inside: looked for every `poll_s`, or told by the system for None.

    Where the system has no more room to watch, the folder is polled.
    """
    hints = Hints()
    observer = _started(root, poll_s, _Handler(hints))
    try:
        yield hints
    finally:
        observer.stop()
        observer.join(_LONGEST_END_S)


class _Handler(FileSystemEventHandler):
    """Turns events into hints, on the observer's own thread."""

    def __init__(self, hints: Hints) -> None:
        self._hints = hints

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _OF_READERS:
            return
        is_new = event.is_directory and event.event_type in ("created", "moved")
        for path, is_target in ((event.src_path, False), (event.dest_path, True)):
            if path:
                self._hints.told.put(Hint(Path(os.fsdecode(path)), is_target, is_new))


def _started(root: Path, poll_s: float | None, handler: _Handler) -> BaseObserver:
    if poll_s is None:
        try:
            return _scheduled(_native(), root, handler)
        except OSError as error:
            facts = {"folder": str(root), "why": str(error)}
            _log.warning("the system cannot watch this folder; it is polled", extra={"facts": facts})
    return _scheduled(PollingObserver(timeout=poll_s or _SOONEST_POLL_S), root, handler)


def _scheduled(observer: BaseObserver, root: Path, handler: _Handler) -> BaseObserver:
    observer.schedule(handler, str(root), recursive=True)
    observer.start()
    return observer


def _native() -> BaseObserver:
    """The system's own; on Linux with every move told, those from outside too."""
    if sys.platform == "linux":
        from watchdog.observers.inotify import InotifyObserver

        return InotifyObserver(generate_full_events=True)
    from watchdog.observers import Observer

    return Observer()
