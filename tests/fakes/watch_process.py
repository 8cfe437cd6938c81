"""A watcher as a process, over jobs on disk, to be killed: `watch_process.py FOLDER HOME LEDGER`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes.delivering_jobs import DeliveringJobs
from ningbgm_daemon.config import WatchedFolder, settings_in
from ningbgm_daemon.watch.desk import JobsDesk
from ningbgm_daemon.watch.pace import Pace
from ningbgm_daemon.watch.watching import watching

QUICK = Pace(tick_s=0.02, quiet_s=0.3, retry_s=0.02)


async def main(folder: Path, home: Path, ledger: Path) -> None:
    settings = settings_in(home)
    settings.make_folders()
    desk = JobsDesk(DeliveringJobs(ledger, seconds=0.002))
    async with watching([WatchedFolder(folder)], desk, settings, pace=QUICK) as task:
        await task


if __name__ == "__main__":
    asyncio.run(main(*map(Path, sys.argv[1:4])))
