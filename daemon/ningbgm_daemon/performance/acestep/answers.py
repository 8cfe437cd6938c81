"""What ACE-Step's server says, taken apart and checked; its shapes are those of docs/en/API.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from ningbgm_agents.errors import ModelError

_STATES: dict[int, Literal["waiting", "done", "failed"]] = {0: "waiting", 1: "done", 2: "failed"}
"""`status` of a task: API.md, section 3."""
_MOST_WORDS = 200


@dataclass(frozen=True)
class TaskState:
    """How far a task is."""

    state: Literal["waiting", "done", "failed"]
    share: float = 0.0
    """0 to 1, where the server says it (`progress` of acestep/api/jobs/local_cache_updates.py)."""
    file: str = ""
    """Where its sound is fetched."""
    reason: str = ""
    """Why it failed."""


def model_in(said: bytes, wanted: str = "") -> str:
    """The model that will sing, by the server's list of models: the one wanted, else its default.

    The list is that of API.md, section 8; where it is told as OpenRouter does, the first is the default.

    Raises:
        ModelError: it is not of the API, or the server does not have that model.
    """
    told = _content(said)
    listed = told.get("models") if isinstance(told, dict) else told
    if not isinstance(listed, list):
        raise ModelError("what it says of its models is not of ACE-Step's API", gone=True)
    models = {_name(one): bool(one.get("is_default")) for one in listed if isinstance(one, dict)}
    names = [name for name in models if name]
    if wanted and wanted not in names:
        have = ", ".join(names) or "none"
        raise ModelError(f"it does not have the model {wanted}; it has {have}", gone=True)
    default = _words(told.get("default_model")) if isinstance(told, dict) else ""
    found = wanted or default or next(iter((*(name for name in names if models[name]), *names)), "")
    if not found:
        raise ModelError("it has no model", gone=True)
    return found


def _name(model: dict[str, object]) -> str:
    """'acestep-v15-turbo', also of 'acemusic/acestep-v15-turbo'."""
    return _words(model.get("name") or model.get("id")).rpartition("/")[2]


def task_in(said: bytes) -> str:
    """The number of a released task, by the answer to `POST /release_task`.

    Raises:
        ModelError: it is not of the API.
    """
    told = _content(said)
    number = told.get("task_id") if isinstance(told, dict) else None
    if not isinstance(number, str) or not 0 < len(number) <= _MOST_WORDS:
        raise ModelError("its answer names no task")
    return number


def state_in(said: bytes, task: str) -> TaskState:
    """How far a task is, by the answer to `POST /query_result`; `result` is JSON inside the JSON.

    Raises:
        ModelError: it is not of the API.
    """
    told = _content(said)
    listed = told if isinstance(told, list) else []
    found = next((one for one in listed if isinstance(one, dict) and one.get("task_id") == task), None)
    if found is None:
        raise ModelError("its answer does not tell of the task")
    status = found.get("status")
    if type(status) is not int or status not in _STATES:
        raise ModelError(f"it says that the task has the status {_words(status)!r}, which there is not")
    state = _STATES[status]
    first = _first_result(found.get("result"), needed=state == "done")
    file, progress = first.get("file"), first.get("progress")
    if state == "done" and (not isinstance(file, str) or not file):
        raise ModelError("it says that the task is done and names no file")
    share = float(progress) if isinstance(progress, int | float) and 0 <= progress <= 1 else 0.0
    return TaskState(state, share, file if isinstance(file, str) else "", _words(first.get("error")))


def path_of(file: str, url: str) -> str:
    """The path under which a file is fetched from the server, and from nowhere else (API.md, section 10).

    Raises:
        ModelError: it lies elsewhere.
    """
    here, there = urlsplit(url), urlsplit(file)
    elsewhere = bool(there.scheme or there.netloc) and (there.scheme, there.netloc) != (
        here.scheme,
        here.netloc,
    )
    plain = file.isascii() and file.isprintable() and " " not in file
    if elsewhere or not plain or not there.path.startswith("/"):
        raise ModelError("the file that it names does not lie on the server")
    return f"{there.path}?{there.query}" if there.query else there.path


def _content(said: bytes) -> object:
    """`data` of the envelope that all answers have.

    Raises:
        ModelError: there is none, or the server says that something went wrong.
    """
    try:
        told = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise ModelError("its answer is no JSON") from error
    if not isinstance(told, dict) or "data" not in told:
        raise ModelError("its answer is not of ACE-Step's API")
    if told.get("code") not in (None, 200) or told.get("error"):
        raise ModelError(f"it refused: {_words(told.get('error')) or _words(told.get('code'))}")
    return told["data"]


def _first_result(said: object, needed: bool) -> dict[str, object]:
    """The first of a task's results; an empty one where none is needed yet."""
    try:
        told = json.loads(said) if isinstance(said, str) else said
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, list) and told and isinstance(told[0], dict):
        return told[0]
    if needed:
        raise ModelError("it says that the task is done and gives no result")
    return {}


def _words(said: object) -> str:
    """Words of a stranger, on one line and of bounded length."""
    return " ".join(str(said if said is not None else "").split())[:_MOST_WORDS]
