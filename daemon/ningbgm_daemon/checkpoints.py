"""The finished steps of one job: killed, it goes on at the first step that is not done."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ningbgm_agents import document
from ningbgm_agents.errors import InputError

from .cache import Cache
from .delivery.revisions import link_file

T = TypeVar("T")
Done = Callable[[str, float], None]
"""Told of a step that was carried out to its end, and the seconds that it took."""

_NO_LIMIT = 1 << 62


class Checkpoints:
    """Keeps the results of steps in a folder of the job's own; without a folder, nothing is kept."""

    def __init__(self, folder: Path | None = None, done: Done = lambda step, seconds: None) -> None:
        self._cache = None if folder is None else Cache(folder, _NO_LIMIT)
        self._done = done

    def keep(self, step: str, kind: type[T], make: Callable[[], T], folder: Path | None = None) -> T:
        """The result of a step: from before where it was finished, else `make` makes it now.

        With a `folder`, the files that the step writes into it are kept and put back as well.

        Raises:
            StoreError: the result cannot be kept.
        """
        found = self._recalled(step, kind, folder)
        if found is not None:
            return found
        start = time.monotonic()
        value = make()
        self._keep(step, value, folder)
        self._done(step, round(time.monotonic() - start, 3))
        return value

    def did(self, step: str, seconds: float) -> None:
        """Note that a step was carried out whose result needs no keeping."""
        self._done(step, seconds)

    def _recalled(self, step: str, kind: type[T], folder: Path | None) -> T | None:
        content = None if self._cache is None else self._cache.get("step", step)
        if content is None:
            return None
        names, _, text = content.partition(b"\n")
        if folder is not None and not self._put_back(step, folder, json.loads(names)):
            return None
        try:
            return document.load(kind, text)
        except InputError:  # written by another version of NingBGM
            return None

    def _put_back(self, step: str, folder: Path, names: list[str]) -> bool:
        """Put the step's files into a folder; False where one is not kept any more."""
        for name in names:
            kept = None if self._cache is None else self._cache.path("file", _key(step, name))
            if kept is None:
                return False
            (folder / name).unlink(missing_ok=True)
            link_file(kept, folder / name)
        return True

    def _keep(self, step: str, value: object, folder: Path | None) -> None:
        """The files first: what has a result has all its files."""
        if self._cache is None:
            return
        paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder is not None else []
        names = [path.relative_to(folder).as_posix() for path in paths if folder is not None]
        for name, path in zip(names, paths, strict=True):
            link = self._cache.scratch()
            link_file(path, link)
            self._cache.adopt("file", _key(step, name), link)
        self._cache.put("step", step, f"{json.dumps(names)}\n{document.dump(value)}".encode())


def _key(step: str, name: str) -> str:
    return hashlib.sha256(f"{step}/{name}".encode()).hexdigest()[:40]
