"""Worker processes for what can be done side by side: rendering stems."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

from ningbgm_agents.errors import PerformanceError

T = TypeVar("T")
R = TypeVar("R")


class Crew:
    """Does tasks in `workers` processes, which start when first needed; with one worker, in this process."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._rests = False

    def warm(self) -> None:
        """Start the processes ahead of their work, while this one does something else."""
        if self.workers > 1:
            for _ in range(self.workers):
                self._started().submit(_ready)

    def run(
        self, task: Callable[[T], R], units: Sequence[T], progress: Callable[[float], None], alone: bool
    ) -> list[R]:
        """Results of all units in their order; `alone` keeps the work in this process, where it is short.

        Raises:
            PerformanceError: what a task raised, or a process was ended by force.
        """
        if alone or self.workers <= 1 or len(units) < 2:
            results = []
            for unit in units:
                results.append(task(unit))
                progress(len(results) / len(units))
            return results
        futures = [self._started().submit(task, unit) for unit in units]
        try:
            for done, future in enumerate(as_completed(futures), 1):
                future.result()
                progress(done / len(futures))
        except BrokenProcessPool as error:
            self._pool = None
            raise PerformanceError("a worker process ended by force; was it out of memory?") from error
        except BaseException:
            self.close()
            raise
        return [future.result() for future in futures]

    def beside(self, task: Callable[[T], R], unit: T) -> Callable[[], R]:
        """Start one task in a process where this crew has any, else do it at once.

        Call what comes back for the result.
        """
        if self._pool is None and not self._rests:
            result = task(unit)
            return lambda: result
        return self._started().submit(task, unit).result

    def rest(self) -> None:
        """End the processes and free what they remember; they start anew when they are needed."""
        self._rests = self._rests or self._pool is not None
        self.close()

    def close(self) -> None:
        """End the processes; what has not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, context, initializer=_end_with_parent)
        return self._pool


def _end_with_parent() -> None:
    """Let no process outlive the one that it works for, even where that one is killed."""
    threading.Thread(target=_watch_parent, daemon=True, name="parent watch").start()


def _watch_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _ready() -> None:
    """Do nothing: to be found, it makes the process import this package."""
