"""The line to the process that hosts models; that process is started where none answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import cast

from ningbgm_agents.document import Plain
from ningbgm_agents.errors import ModelError

from .host import ADDRESS

KEEP_S = 300.0
"""How long a model stays loaded that nobody asks."""
LOAD_S = 240.0
"""How long a model may take to be loaded."""
_START_S = 30.0
_SLACK_S = 3.0
"""How much later than its limit an answer may come."""
_LOG = "host.log"
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Nothing is fetched and nothing is told to anybody."""
_LOST = (EOFError, OSError, AuthenticationError)

Request = Mapping[str, Plain]


@dataclass(frozen=True)
class HostLine:
    """Asks the host that is found in the folder `place`."""

    place: Path
    keep_s: float = KEEP_S

    def ask(
        self, model: Path, requests: Sequence[Request], limit_s: float, post: str = ""
    ) -> list[Mapping[str, Plain]]:
        """The answers to requests about a model, each within the limit; loading it has a limit of its own.

        `post` says what the model is loaded as, where its file does not.

        Raises:
            ModelError: it cannot be loaded, is too slow, or its process ended.
        """
        try:
            with self.open() as line:
                named: Request = {"model": str(model), "post": post}
                _ask(line, {"do": "load", **named}, LOAD_S, "was not loaded")
                return [
                    _ask(line, {**one, **named}, limit_s + _SLACK_S, "did not answer") for one in requests
                ]
        except _LOST as error:
            raise ModelError(f"the process of the model ended: {self._last_words()}") from error

    def stop(self) -> None:
        """End the host, where one runs."""
        try:
            with _connected(self.place) as line:
                _ask(line, {"do": "stop"}, _SLACK_S, "did not stop")
        except (*_LOST, ValueError, KeyError):
            return

    def open(self) -> Connection:
        """A line to the host, which is started where none answers.

        Raises:
            ModelError: it does not start.
        """
        deadline, started = time.monotonic() + _START_S, False
        while True:
            try:
                return _connected(self.place)
            except (*_LOST, ValueError, KeyError) as error:
                if time.monotonic() > deadline:
                    raise ModelError(f"its process did not start: {self._last_words()}") from error
            if not started:
                self._start()
                started = True
            time.sleep(0.05)

    def _start(self) -> None:
        self.place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.place / _LOG).open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "ningbgm_daemon.models.host", str(self.place), str(self.keep_s)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.place,
                env=_environment(os.environ),
                start_new_session=sys.platform != "win32",
                creationflags=0x8 if sys.platform == "win32" else 0,  # DETACHED_PROCESS
            )
        process.returncode = 0  # it outlives us, and Popen shall not warn of that

    def _last_words(self) -> str:
        try:
            lines = (self.place / _LOG).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        return lines[-1][:200] if lines else "it said nothing; its memory may not have sufficed"


def loaded_models(place: Path) -> tuple[str, ...]:
    """Paths of the models that are loaded now, by what their host says."""
    try:
        with _connected(place) as line:
            names = _ask(line, {"do": "names"}, _SLACK_S, "did not answer")["loaded"]
    except (*_LOST, ValueError, KeyError, ModelError):
        return ()
    return tuple(map(str, names)) if isinstance(names, list) else ()


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment of the host, which outlives the job and its folder of temporary files."""
    kept = {name: value for name, value in given.items() if name not in ("TMPDIR", "TEMP", "TMP")}
    return {**kept, **_OFFLINE}


def _connected(place: Path) -> Connection:
    told = json.loads((place / ADDRESS).read_text(encoding="ascii"))
    return Client((str(told["host"]), int(told["port"])), authkey=bytes.fromhex(told["key"]))


def _ask(line: Connection, asked: Request, limit_s: float, late: str) -> Mapping[str, Plain]:
    line.send_bytes(json.dumps(dict(asked)).encode())
    if not line.poll(limit_s):
        raise ModelError(f"it {late} within {limit_s:.0f} s")
    answer = cast("dict[str, Plain]", json.loads(line.recv_bytes()))
    if "error" in answer:
        raise ModelError(str(answer["error"]), again=bool(answer.get("again")))
    return answer
