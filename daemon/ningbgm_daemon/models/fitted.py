"""A model of transformers that sees, on the best device and in the largest batches that the memory bears."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
import transformers
from safetensors import SafetensorError

from ningbgm_agents.errors import ModelError

from .accelerator import find_gpu, is_out_of_memory, release
from .on_disk import parameters_of
from .steps import Step, stepped_down, steps_for

T = TypeVar("T")
M = TypeVar("M")
UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    RuntimeError,
    AttributeError,
    TypeError,
    ImportError,
    SafetensorError,
)
"""What libraries raise over a folder that holds no whole model, or one that they lack a package for."""
_BATCHES = {"cuda": (16, 8, 4, 2, 1), "mps": (4, 2, 1), "cpu": (4, 2, 1)}


@dataclass(frozen=True)
class BatchStep(Step):
    """One way to run a model: where, how exactly, and how many pictures at once."""

    batch: int = 1

    @property
    def told(self) -> str:
        """In words: 'on the GPU in bfloat16, 8 pictures at once'."""
        return f"{super().told}, {self.batch} picture{'s' if self.batch > 1 else ''} at once"


class FittedModel:
    """A checkpoint of a kind, loaded by its folder; nothing is fetched, and no code of its own runs.

    `kind` is the class of transformers that loads it (`AutoModel`).

    Raises:
        ModelError: it cannot be loaded, or the memory does not suffice in any way.
    """

    def __init__(self, folder: Path, free_bytes: int, kind: type[transformers.AutoModel]) -> None:
        gpu, gpu_free = find_gpu()
        self._folder, self._kind, self._quantised = folder, kind, _is_quantised(folder)
        steps = steps_for(parameters_of(folder), gpu, gpu_free, free_bytes)
        if self._quantised:  # its weights have a precision of their own
            steps = tuple(step for step in steps if step.precision == "bfloat16")
        try:
            self.model, self._step, self.notes = stepped_down(steps, self._loaded, is_out_of_memory)
        except UNREADABLE as error:
            raise unreadable(folder, error) from error
        self._ways = tuple(
            BatchStep(step.device, step.precision, batch)
            for step in steps[steps.index(self._step) :]
            for batch in _BATCHES[step.device]
        )

    def in_batches(
        self, things: Sequence[T], work: Callable[[Sequence[T], Step], list[M]]
    ) -> tuple[list[M], tuple[str, ...]]:
        """What `work` makes of all things, batch by batch, and what was found out on the way.

        Where memory runs out the batch is halved, down to one picture; then the model moves.

        Raises:
            ModelError: the memory bears nothing of it.
        """
        made, way, notes = stepped_down(
            self._ways, lambda way: self._all(things, work, way), is_out_of_memory
        )
        self._ways = self._ways[self._ways.index(way) :]
        return made, notes

    def _all(
        self, things: Sequence[T], work: Callable[[Sequence[T], Step], list[M]], way: BatchStep
    ) -> list[M]:
        release()
        step = Step(way.device, way.precision)
        if step != self._step or self.model is None:
            self.model = None
            release()
            self.model, self._step = self._loaded(step), step
        made: list[M] = []
        for first in range(0, len(things), way.batch):
            made += work(things[first : first + way.batch], step)
        return made

    def _loaded(self, step: Step) -> transformers.PreTrainedModel:
        if self._quantised:
            placing = {"dtype": "auto", "device_map": step.device}
        elif step.device == "cuda" and torch.cuda.device_count() > 1:
            placing = {"dtype": getattr(torch, step.precision), "device_map": "auto"}
        else:
            placing = {"dtype": getattr(torch, step.precision)}
        model = self._kind.from_pretrained(self._folder, local_files_only=True, **placing)
        return (model if "device_map" in placing else model.to(step.device)).eval()


def unreadable(folder: Path, error: Exception) -> ModelError:
    """What to raise over a folder that cannot be loaded."""
    return ModelError(f"{folder} cannot be loaded: {' '.join(str(error).split())[:300]}")


def _is_quantised(folder: Path) -> bool:
    """Whether the weights were made smaller by their maker or the user."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and bool(config.get("quantization_config"))
