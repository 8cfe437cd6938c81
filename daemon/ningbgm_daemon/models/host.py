"""The process in which language models run: `python -m ningbgm_daemon.models.host FOLDER`.

Jobs come and go; the model stays loaded here, is shared by all of them, and is put away when nobody asks.
Should it take all memory, this process ends and no job with it.
"""

from __future__ import annotations

import gc
import json
import os
import secrets
import sys
import threading
import time
from collections.abc import Mapping
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import psutil

from ningbgm_agents import document
from ningbgm_agents.document import Plain
from ningbgm_agents.errors import BusyError, ModelError, NingbgmError
from ningbgm_agents.thought import Question
from ningbgm_daemon.file_lock import FileLock
from ningbgm_daemon.media.decode import read_sound

from .posts import CAPTIONS, TAGS
from .shelf import Shelf
from .weights import fingerprint_of

if TYPE_CHECKING:
    from .causal import CausalModel
    from .clip import ClipModel
    from .vision import VisionModel
    from .whisper import WhisperModel

    Loaded = CausalModel | ClipModel | VisionModel | WhisperModel

ADDRESS = "host.json"
"""Name of the file that says where the host listens, with the key; readable by the user alone."""
_SMALL_BYTES = 48 * 1024**3
"""A machine with less memory holds one model at a time."""
_SHORT = 0.08
"""Share of the memory that is free when it counts as short."""
_TIDY_S = 1.0
_AS = "|"
"""Between what a model is loaded as, the mark of its weights, and where it lies."""


class Host:
    """Answers questions with the models that they name."""

    def __init__(self, keep_s: float) -> None:
        most = 1 if psutil.virtual_memory().total < _SMALL_BYTES else 3
        self._shelf: Shelf[Loaded] = Shelf(_load, most, keep_s, time.monotonic, _is_short)
        self._keep_s, self._asked_s = keep_s, time.monotonic()
        self._lines = 0
        self._counting = threading.Lock()
        self.over = threading.Event()

    def serve(self, listener: Listener) -> None:
        """Take connections until nobody has asked for a while."""
        threading.Thread(target=self._listen, args=(listener,), daemon=True).start()
        while not self.over.wait(min(_TIDY_S, self._keep_s)):
            if self._shelf.tidy():
                gc.collect()
            idle = not self._lines and not self._shelf.names
            if idle and time.monotonic() - self._asked_s > self._keep_s:
                return

    def _listen(self, listener: Listener) -> None:
        while True:
            try:
                line = listener.accept()
            except (AuthenticationError, EOFError, ConnectionError):
                continue
            except OSError:
                return
            threading.Thread(target=self._attend, args=(line,), daemon=True).start()

    def _attend(self, line: Connection) -> None:
        self._count(1)
        with line:
            try:
                while not self.over.is_set():
                    asked = json.loads(line.recv_bytes(1 << 24))
                    line.send_bytes(json.dumps(self._answer(asked)).encode())
            except (EOFError, OSError, ValueError):
                return
            finally:
                self._count(-1)

    def _count(self, more: int) -> None:
        """One more line that is open, or one less."""
        with self._counting:
            self._lines += more
            self._asked_s = time.monotonic()

    def _answer(self, asked: Mapping[str, Plain]) -> dict[str, object]:
        try:
            match asked.get("do"):
                case "load":
                    with self._shelf.borrow(_name(asked)):
                        return {"loaded": self._paths()}
                case "reply":
                    return self._reply(asked)
                case "transcribe":
                    return self._transcribe(asked)
                case "describe":
                    return self._describe(asked)
                case "tag":
                    return self._tag(asked)
                case "names":
                    return {"loaded": self._paths()}
                case _:
                    self.over.set()
                    return {}
        except NingbgmError as error:
            return {"error": str(error), "again": bool(error.facts.get("again"))}
        except Exception as error:  # noqa: BLE001 - the host's edge: what libraries raise has no common class
            return {"error": f"{type(error).__name__}: {' '.join(str(error).split())[:200]}", "again": False}

    def _paths(self) -> list[str]:
        """Where the models lie that are loaded."""
        return [name.split(_AS, 2)[2] for name in self._shelf.names]

    def _reply(self, asked: Mapping[str, Plain]) -> dict[str, object]:
        question = document.load(Question, str(asked["question"]))
        with self._shelf.borrow(_name(asked)) as model:
            if not hasattr(model, "reply"):
                raise ModelError("this is a model of speech, which does not think")
            return {"reply": document.dump(model.reply(question, float(str(asked["limit_s"]))))}

    def _transcribe(self, asked: Mapping[str, Plain]) -> dict[str, object]:
        start_s, end_s = float(str(asked["start_s"])), float(str(asked["end_s"]))
        blocks = list(read_sound(Path(str(asked["film"])), start_s, end_s, rate_hz=16_000, channels=1))
        sound = np.concatenate([block[0] for block in blocks]) if blocks else np.zeros(0, np.float32)
        with self._shelf.borrow(_name(asked)) as model:
            if not hasattr(model, "transcribe"):
                raise ModelError("this is a model of language, which does not hear")
            return {"words": [document.dump(word) for word in model.transcribe(sound, start_s)]}

    def _describe(self, asked: Mapping[str, Plain]) -> dict[str, object]:
        from .picture_requests import described

        with self._shelf.borrow(_name(asked)) as model:
            if not hasattr(model, "describe"):
                raise ModelError("this model does not describe pictures")
            return {"answers": described(cast("VisionModel", model), asked)}

    def _tag(self, asked: Mapping[str, Plain]) -> dict[str, object]:
        from .picture_requests import tagged

        with self._shelf.borrow(_name(asked)) as model:
            if not hasattr(model, "tag"):
                raise ModelError("this model does not tag pictures")
            return {"words": tagged(cast("ClipModel", model), asked)}


def _name(asked: Mapping[str, Plain]) -> str:
    """A model as it stands on the shelf.

    The same folder may think at one post and describe at another, and other weights may be put into it.
    """
    place = str(asked["model"])
    return _AS.join((str(asked.get("post") or ""), fingerprint_of(Path(place)), place))


def _load(name: str) -> Loaded:
    """Load a model; torch is imported here and only where a model is asked for."""
    post, _, place = name.split(_AS, 2)
    path, free = Path(place), psutil.virtual_memory().available
    if path.suffix == ".pt":
        from .whisper import WhisperModel

        return WhisperModel(path)
    if post == CAPTIONS:
        from .vision import VisionModel

        return VisionModel(path, free)
    if post == TAGS:
        from .clip import ClipModel

        return ClipModel(path, free)
    from .causal import CausalModel

    return CausalModel(path, free)


def _is_short() -> bool:
    memory = psutil.virtual_memory()
    return bool(memory.available < _SHORT * memory.total)


def main() -> int:
    """Serve from the folder that the command line names, unless another host does; returns the exit code."""
    folder, keep_s = Path(sys.argv[1]), float(sys.argv[2])
    try:
        with FileLock(folder / "lock", patience_s=0.2):
            key = secrets.token_bytes(32)
            with Listener(("127.0.0.1", 0), authkey=key) as listener:
                _announce(folder / ADDRESS, listener, key)
                Host(keep_s).serve(listener)
                (folder / ADDRESS).unlink(missing_ok=True)
    except BusyError:
        return 0
    return 0


def _announce(path: Path, listener: Listener, key: bytes) -> None:
    host, port = listener.address
    content = json.dumps({"host": host, "port": port, "key": key.hex(), "pid": os.getpid()})
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(content)
    os.replace(partial, path)


if __name__ == "__main__":
    raise SystemExit(main())
