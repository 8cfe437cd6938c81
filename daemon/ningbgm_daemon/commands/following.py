"""Shows a job of the daemon while it runs, with the bar of a score made alone; Ctrl-C cancels the job."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ningbgm_daemon.client import Job, JobFacts, Outcome
    from ningbgm_daemon.client.values import Step
    from ningbgm_daemon.console import ProgressBar

_TOLD = ("sense", "plan", "compose", "deliver")
"""Steps that take long enough to be told where there is no bar."""


def follow(job: Job, shown: bool, cancels: bool = True) -> Outcome:
    """Show the job until it is over, and return what came of it; Ctrl-C stops it where it `cancels`.

    Raises:
        NingbgmError: why it failed.
        KeyboardInterrupt: Ctrl-C, once the job has stopped.
    """
    from ningbgm_daemon.console import ProgressBar

    with ProgressBar(shown) as bar:
        progress = _JobProgress(bar)
        try:
            return job.outcome(progress.watch)
        except KeyboardInterrupt:
            if cancels:
                job.cancel()
            raise


class _JobProgress:
    """Moves a bar by what the daemon tells of a job."""

    def __init__(self, bar: ProgressBar) -> None:
        self._bar = bar
        self._step: Step = ""

    def watch(self, job: JobFacts) -> None:
        from ningbgm_daemon.client.values import STEP_WORDS

        if job.step != self._step or job.state == "succeeded":
            if self._step in _TOLD:
                self._bar.tell(f"{STEP_WORDS[self._step]}: done")
            self._step = job.step
        self._bar.show(STEP_WORDS[job.step], job.share, job.left_s)
