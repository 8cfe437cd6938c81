"""ACE-Step as a `Singer`: releases a task, waits for it within limits, fetches what it sang."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ningbgm_agents.errors import ModelError
from ningbgm_agents.lyrics import SungPassage
from ningbgm_agents.thought import ModelFacts, stays_here

from .answers import TaskState, model_in, path_of, state_in, task_in
from .line import AceStepLine
from .request import MOST_S, duration_of, fields_of
from .sound import Audio, as_wav, most_bytes, read_sung

_LICENCES = {"acestep-v15-": "mit"}
"""Licences that the makers name (README of ace-step/ACE-Step-1.5), by how the names of their models begin;
that of a model under another name is not known."""
_LOUDEST = 1.0


@dataclass(frozen=True)
class SingingLimits:
    """How long to wait."""

    poll_s: float = 1.0
    """Between two questions after a task."""
    least_s: float = 300.0
    """For a task at least, its place in the queue and the loading of the model included."""
    per_second_s: float = 10.0
    """For a second of sound."""
    busy_s: float = 5.0
    """Before a server whose queue is full is asked again."""
    deaf: int = 3
    """Questions after a task that may go wrong in a row."""


@dataclass(frozen=True)
class AceStepSinger:
    """The server at the other end of a line; see `ports.Singer`.

    The API has no call that ends a task: one that is waited for no longer is sung to its end for nobody.
    """

    line: AceStepLine
    model: str = ""
    """The server's model; empty for its default."""
    limits: SingingLimits = SingingLimits()

    @cached_property
    def facts(self) -> ModelFacts:
        """Which model it is; the server is asked once.

        Raises:
            ModelError: it does not answer, or not as ACE-Step's.
        """
        name = model_in(self._models(), self.model)
        licence = next((said for start, said in _LICENCES.items() if name.startswith(start)), "")
        return ModelFacts(f"ACE-Step {name}", self.line.place, not stays_here(self.line.url), licence)

    def sing(self, passage: SungPassage, guide: Audio, progress: Callable[[float], None]) -> Audio:
        """The passage; see `ports.Singer`. Whatever `progress` raises ends the wait.

        Raises:
            ModelError: it is too slow, fails, or sends what is no sound of that length.
        """
        first, last = passage.stretch
        seconds = duration_of(passage)
        if seconds > MOST_S:
            raise ModelError(f"it sings {MOST_S:g} s at most, and this is {seconds:.0f} s")
        progress(0.0)
        task = self._released(passage, as_wav(guide[first:last], seconds), progress)
        file = self._waited(task, seconds, progress)
        content = self.line.fetch(path_of(file, self.line.url), most_bytes(seconds))
        sound = np.zeros(passage.sample_count, np.float32)
        sound[first:last] = _within_scale(read_sung(content, last - first, seconds))
        progress(1.0)
        return sound

    def _models(self) -> bytes:
        """The server's list of models, from where newer servers give it, else from where older ones do."""
        try:
            return self.line.get("/v1/model_inventory")
        except ModelError as error:
            if error.facts.get("status") != 404:
                raise
        return self.line.get("/v1/models")

    def _released(self, passage: SungPassage, guide: bytes, progress: Callable[[float], None]) -> str:
        """The number of the task."""
        fields = fields_of(passage, self.facts.name, self.model)
        try:
            said = self.line.post_form("/release_task", fields, ("src_audio", "guide.wav", guide))
        except ModelError as error:
            if error.facts.get("status") == 429:
                self._pause(self.limits.busy_s, progress, 0.0)
            raise
        return task_in(said)

    def _waited(self, task: str, seconds: float, progress: Callable[[float], None]) -> str:
        """The file of a task that is done.

        Raises:
            ModelError: it fails, or is not done within the limit.
        """
        limit_s = max(self.limits.least_s, seconds * self.limits.per_second_s)
        until = time.monotonic() + limit_s
        deaf, share = 0, 0.0
        while time.monotonic() < until:
            try:
                state = self._asked(task)
                deaf = 0
            except ModelError:
                deaf += 1
                if deaf >= self.limits.deaf:
                    raise
                state = TaskState("waiting")
            if state.state == "done":
                return state.file
            if state.state == "failed":
                raise ModelError(f"its task failed: {state.reason or 'it does not say why'}")
            share = max(share, state.share)
            self._pause(self.limits.poll_s, progress, share)
        raise ModelError(f"it was not done within {limit_s:g} s", gone=True)

    def _asked(self, task: str) -> TaskState:
        return state_in(self.line.post_json("/query_result", {"task_id_list": [task]}), task)

    @staticmethod
    def _pause(seconds: float, progress: Callable[[float], None], share: float) -> None:
        """Wait, with a sign of life a second."""
        until = time.monotonic() + seconds
        while True:
            progress(0.98 * share)
            left = until - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(1.0, left))


def _within_scale(sound: Audio) -> Audio:
    """Samples beyond full scale brought down with all the rest; the level is matched later."""
    highest = float(np.abs(sound).max(initial=0.0))
    return sound / np.float32(highest) if highest > _LOUDEST else sound
