"""Builds a watcher from folders and settings, and runs it beside what its caller does."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path

from ningbgm_agents.errors import BusyError, StateError, WishError
from ningbgm_daemon.config import Settings, WatchedFolder
from ningbgm_daemon.file_lock import FileLock

from .desk import Desk
from .errand import Told
from .filesystem import is_share
from .ledger_thread import LedgerThread
from .pace import Pace
from .watcher import WatchedRoot, Watcher

_log = logging.getLogger("ningbgm_daemon.watch")


@asynccontextmanager
async def watching(
    folders: Sequence[WatchedFolder],
    desk: Desk,
    settings: Settings,
    told: Told | None = None,
    pace: Pace | None = None,
    must: bool = True,
) -> AsyncIterator[asyncio.Task[None]]:
    """Folders are watched inside; the task that does it ends only by an error.

    One that another process watches is left to that where not all `must` be watched.

    Raises:
        StateError: another process watches one of them.
        WishError: one lies in another, or what is said for it cannot be used.
    """
    roots = [_root(folder) for folder in folders]
    _check_apart(roots)
    with ExitStack() as stack:
        roots = [root for root in roots if _alone(stack, root.folder, settings, must)]
        async with LedgerThread(settings.data) as kept:
            watcher = Watcher(roots, desk, kept, settings.running_jobs + 1, told or _logged, pace)
            task = asyncio.create_task(watcher.run())
            task.add_done_callback(_log_end)
            try:
                yield task
            finally:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


def _root(said: WatchedFolder) -> WatchedRoot:
    folder = Path(os.path.realpath(said.folder))
    shared = is_share(folder)
    is_polled = shared if said.poll is None else said.poll
    return WatchedRoot(folder, said.recipe, is_polled, shared)


def _check_apart(roots: Sequence[WatchedRoot]) -> None:
    for number, root in enumerate(roots):
        for other in roots[:number]:
            if root.folder.is_relative_to(other.folder) or other.folder.is_relative_to(root.folder):
                raise WishError(
                    f"{root.folder} and {other.folder} lie in one another; watch the outer one alone",
                    path=str(root.folder),
                )


def _alone(stack: ExitStack, folder: Path, settings: Settings, must: bool) -> bool:
    """Be the only one who watches a folder, for as long as this process lives."""
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    try:
        stack.enter_context(FileLock(settings.runtime / f"watch-{mark}.lock", patience_s=0))
    except BusyError as error:
        refused = StateError(f"{folder} is watched already, by the daemon or another 'ningbgm watch'")
        if must:
            raise refused from error
        _log.warning(str(refused))
        return False
    return True


def _log_end(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        _log.error("the watch has ended by a fault", exc_info=task.exception())


def _logged(source: Path, sentence: str) -> None:
    _log.info(sentence, extra={"facts": {"source": str(source)}})
