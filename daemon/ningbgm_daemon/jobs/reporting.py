"""The worker's voice: how far it is, which steps are done, which cues can be heard."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ningbgm_agents.score import Cue
from ningbgm_daemon.delivery.revisions import link_file
from ningbgm_daemon.records.job import Step

from .assignment import Report

Say = Callable[[Report], None]
_PAUSE_S = 0.1
"""Between two reports of progress within a step."""
SCORING: Mapping[Step, float] = {
    "read": 0.02, "sense": 0.33, "understand": 0.05, "compose": 0.4, "deliver": 0.2,
}  # fmt: skip
"""Share of the time that each step takes, about."""
PLANNING: Mapping[Step, float] = {"read": 0.05, "sense": 0.8, "understand": 0.1, "plan": 0.05}


class Reporter:
    """Tells the daemon; shares of steps become shares of the job, and never go back."""

    def __init__(self, say: Say, shares: Mapping[Step, float], ready: Path) -> None:
        self._say, self._shares, self._ready = say, shares, ready
        self._step: Step | None = None
        self._share, self._said_s = 0.0, 0.0

    def watch(self, step: Step, share: float) -> None:
        """A step has come so far."""
        before = 0.0
        for name, part in self._shares.items():
            if name == step:
                break
            before += part
        self._share = max(self._share, min(1.0, before + self._shares.get(step, 0.0) * share))
        now = time.monotonic()
        if step != self._step or now - self._said_s >= _PAUSE_S:
            self._step, self._said_s = step, now
            self._say(Report("step", step, self._share))

    def done(self, step: str, seconds: float) -> None:
        """A step was carried out to its end."""
        self._say(Report("done", step, self._share, seconds))

    def cue(self, cue: Cue, mix: Path, sample_count: int) -> None:
        """A cue can be heard: its mix is put where it stays as it is, even when it is written anew."""
        self._ready.mkdir(parents=True, exist_ok=True)
        path, partial = self._ready / f"{cue.name}_mix.wav", self._ready / f"{cue.name}.part"
        partial.unlink(missing_ok=True)
        link_file(mix, partial)
        os.replace(partial, path)
        self._say(
            Report(
                "ready",
                cue=cue.name,
                path=str(path),
                start_frame=cue.span.start,
                sample_count=sample_count,
            )
        )
