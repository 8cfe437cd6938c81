"""A watcher over real files, a real ledger, and jobs that are done at once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fakes.delivering_jobs import DeliveringJobs
from ningbgm_daemon.config import Settings, WatchedFolder, settings_in
from ningbgm_daemon.watch.desk import JobsDesk
from ningbgm_daemon.watch.pace import Pace
from ningbgm_daemon.watch.watching import watching

QUICK = Pace(tick_s=0.02, quiet_s=0.2, rescan_s=60, retry_s=0.02, longest_retry_s=0.1)
PATIENCE_S = 15


class Stage:
    """A folder that is watched, and what becomes of what is dropped there."""

    def __init__(self, folder: Path) -> None:
        self.root = Path(os.path.realpath(folder)) / "drop"
        self.root.mkdir()
        self.outside = self.root.with_name("outside")
        self.outside.mkdir()
        self.settings: Settings = settings_in(folder / "home")
        self.settings.make_folders()
        self.jobs = DeliveringJobs()
        self.pace = QUICK
        self.recipe: dict[str, object] = {}
        self.poll: bool | None = None
        self.told: list[tuple[str, str]] = []

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        folders = [WatchedFolder(self.root, self.poll, self.recipe)]
        desk = JobsDesk(self.jobs)
        async with watching(folders, desk, self.settings, self._tell, self.pace):
            yield

    def drop(self, name: str, content: str | bytes = "a film") -> Path:
        """Move a whole file into place."""
        path, made = self.root / name, self.outside / Path(name).name
        made.write_bytes(content.encode() if isinstance(content, str) else content)
        path.parent.mkdir(parents=True, exist_ok=True)
        return made.rename(path)

    def write(self, name: str, content: str) -> Path:
        """Write a file where it is to be."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    async def until(self, condition: Callable[[], object]) -> None:
        for _ in range(int(PATIENCE_S / 0.02)):
            if condition():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"it never came: {self.told}, {self.jobs.orders}")

    async def until_told(self, name: str, words: str, times: int = 1) -> None:
        await self.until(lambda: sum(n == name and words in said for n, said in self.told) >= times)

    async def settle(self) -> None:
        """Long enough for anything that is to come."""
        await asyncio.sleep(5 * self.pace.quiet_s)

    def _tell(self, source: Path, sentence: str) -> None:
        self.told.append((source.name, sentence))
