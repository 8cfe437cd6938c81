"""A model of music on this disk, played through `ningbgm performer serve`, which is started where none runs.

The service stays for other jobs, and ends by itself when nobody asks for a while.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ningbgm_agents.errors import BusyError, ModelError

from .file_lock import FileLock, process_runs
from .models.weights import fingerprint_of
from .performance.guided.performer_key import KEY
from .performance.guided.performer_line import PerformerLine
from .performance.guided.player import Audio, Passage, PlayerFacts

T = TypeVar("T")
_START_S = 300.0
"""How long a model may take to be loaded."""
_POLL_S = 0.1
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


@dataclass(frozen=True)
class LocalPerformer:
    """The performer of a folder; a `PassagePlayer`."""

    model: Path
    """Folder of the model."""
    place: Path
    """Folder in which its service announces itself."""
    keep_s: float
    """How long the service stays when nobody asks."""

    def facts(self) -> PlayerFacts:
        """Who plays; the service is started where it does not run.

        Raises:
            ModelError: it does not start, with its last words.
        """
        return self._asked(self._facts)

    def play(self, passage: Passage, progress: Callable[[float], None]) -> Audio:
        """One passage.

        Raises:
            ModelError: the service is gone, or cannot play it.
        """
        return self._asked(lambda line: line.play(passage, progress))

    def _asked(self, ask: Callable[[PerformerLine], T]) -> T:
        """What the service answers; where nobody is at the announced address, one is started, once."""
        line = self._line()
        try:
            return ask(line)
        except ModelError as error:
            if not error.facts.get("unanswered"):
                raise
        return ask(self._line(dead=line))

    def _facts(self, line: PerformerLine) -> PlayerFacts:
        """Who answers; a service with earlier weights counts as none, and leaves when nobody asks it."""
        facts = line.facts()
        if facts.model.fingerprint not in ("", fingerprint_of(self.model)):
            raise ModelError("it has other weights loaded than lie there now", gone=True, unanswered=True)
        return facts

    def _line(self, dead: PerformerLine | None = None) -> PerformerLine:
        """The line to the service that is announced, to another than `dead`; else to one that is started."""
        found = _announced(self.announcement)
        if found is not None and found != dead:
            return found
        try:
            self.place.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(self.announcement.with_suffix(".lock"), patience_s=_START_S):
                found = _announced(self.announcement)
                return found if found is not None and found != dead else self._started()
        except BusyError as error:
            raise ModelError("another job is still starting its service", gone=True) from error
        except OSError as error:
            raise ModelError(f"its service cannot be started: {error}", gone=True) from error

    def _started(self) -> PerformerLine:
        log = self.announcement.with_suffix(".log")
        self.announcement.unlink(missing_ok=True)
        with log.open("wb") as said:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "ningbgm_daemon.cli", "performer", "serve", str(self.model)),
                    *("--announce", str(self.announcement)),
                    *("--keep", str(self.keep_s), "--leave", str(self.keep_s)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=self.place,
                env=_environment(os.environ),
                start_new_session=sys.platform != "win32",
                creationflags=0x8 if sys.platform == "win32" else 0,  # DETACHED_PROCESS
            )
        until = time.monotonic() + _START_S
        while time.monotonic() < until:
            found = _announced(self.announcement)
            if found is not None:
                process.returncode = 0  # it outlives us, and Popen shall not warn of that
                return found
            if process.poll() is not None:
                raise ModelError(f"its service did not start: {_last_words(log)}", gone=True)
            time.sleep(_POLL_S)
        process.terminate()
        process.wait()
        raise ModelError(f"its service did not start within {_START_S:g} s", gone=True)

    @property
    def announcement(self) -> Path:
        """The file in which its service says where it answers."""
        name = hashlib.sha256(str(self.model).encode()).hexdigest()[:16]
        return self.place / f"{name}.json"


def _announced(path: Path) -> PerformerLine | None:
    """The line to the service that a file tells of; None where there is none, or none that can be trusted."""
    try:
        with path.open("rb") as file:
            seen = os.fstat(file.fileno())
            told = json.loads(file.read(16 * 1024))
        if os.name != "nt" and (seen.st_uid != os.getuid() or seen.st_mode & 0o077):
            return None
        line = PerformerLine(str(told["address"]), str(told["key"]))
        return line if process_runs(int(told["pid"])) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment of the service, which outlives the job and its temporary folder."""
    left_out = ("TMPDIR", "TEMP", "TMP", KEY)
    return {**{name: value for name, value in given.items() if name not in left_out}, **_OFFLINE}


def _last_words(log: Path) -> str:
    said = [line for line in log.read_text("utf-8", errors="replace").splitlines() if line.strip()]
    return said[-1].removeprefix("ningbgm: ")[:300] if said else "it said nothing"
