"""What a worker has before it: the assignment, its folders, and what it may find there from before."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from ningbgm_agents.score import Cue
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.checkpoints import Checkpoints
from ningbgm_daemon.delivery.folder import missing_parents, remove_leftovers
from ningbgm_daemon.delivery.wav_facts import read_wav_header
from ningbgm_daemon.library.places import Places
from ningbgm_daemon.records.job import Step
from ningbgm_daemon.records.order import EditSource

from .assignment import TRACES, Assignment, Traces, read_document, write_document
from .reporting import Reporter, Say

_PLAIN = re.compile(r"[^\w .-]+")


class Desk:
    """One assignment's place of work."""

    def __init__(self, given: Assignment, say: Say, shares: Mapping[Step, float]) -> None:
        self.given = given
        self._places = Places(Path(given.data))
        self.folder = self._places.job(given.job_id)
        self._reporter = Reporter(say, shares, self.folder / "ready")
        self.watch = self._reporter.watch
        self.cache = Cache(Path(given.cache), given.cache_limit_bytes, f"job-{given.job_id}")
        self.steps = Checkpoints(self.folder / "steps", self._reporter.done)

    def out(self, folder: str) -> Path:
        """Where to deliver; what a killed worker may leave there is noted first."""
        usual = self._places.revision(self.given.score_id, self.given.number)
        out = Path(os.path.realpath(folder or usual))
        noted = read_document(Traces, self.folder / TRACES)
        if noted is not None:
            remove_leftovers(out, killed=noted.pid)
        missing = noted.missing if noted else tuple(map(str, missing_parents(out)))
        write_document(self.folder / TRACES, Traces(os.getpid(), str(out), missing))
        return out

    def film(self, source: EditSource) -> Path | None:
        """The file of an edit; text that came with the order becomes one."""
        if not source.otio:
            return Path(source.path) if source.path else None
        name = _PLAIN.sub("_", source.name).strip(" ._")[:80] or "timeline"
        return self.text(f"{name}.otio", source.otio)

    def text(self, name: str, content: str) -> Path:
        """A file that holds a text of the order's; it stays as long as the score."""
        path = self._places.inputs(self.given.score_id, self.given.job_id) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            partial = path.with_suffix(".part")
            partial.write_text(content, encoding="utf-8")
            os.replace(partial, path)
        return path

    def cue_done(self, cue: Cue, mix: Path) -> None:
        """Tell that a cue can be heard."""
        self._reporter.cue(cue, mix, read_wav_header(mix).sample_count)
