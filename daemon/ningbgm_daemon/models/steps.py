"""Where a model runs and how exactly: from the best that there is down to what the memory bears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from ningbgm_agents.errors import ModelError

M = TypeVar("M")
S = TypeVar("S", bound="Step")
Device = Literal["cuda", "mps", "cpu"]
Precision = Literal["bfloat16", "float32"]
_BYTES = {"bfloat16": 2.0, "float32": 4.0}
_ROOM = 1.25
"""What a model needs beside its weights, as a share of them."""


@dataclass(frozen=True)
class Step:
    """One way to run a model."""

    device: Device
    precision: Precision

    @property
    def told(self) -> str:
        """In words: 'on the GPU in bfloat16'."""
        place = {"cuda": "on the GPU", "mps": "on the GPU", "cpu": "on the processor"}[self.device]
        return f"{place} in {self.precision}"

    def bytes_of(self, parameters: int) -> int:
        """Memory that a model of so many parameters needs, about."""
        return round(_ROOM * _BYTES[self.precision] * parameters)


def steps_for(parameters: int, gpu: Device | None, gpu_free: int, free: int) -> tuple[Step, ...]:
    """The ways that should fit, the best first; `gpu_free` and `free` are bytes.

    Raises:
        ModelError: none fits.
    """
    ways = [Step(gpu, "bfloat16")] if gpu is not None else []
    ways += [Step("cpu", "float32"), Step("cpu", "bfloat16")]
    fitting = tuple(
        step for step in ways if step.bytes_of(parameters) <= (free if step.device == "cpu" else gpu_free)
    )
    if not fitting:
        wanted = min(step.bytes_of(parameters) for step in ways) / 1e9
        raise ModelError(f"it needs about {wanted:.1f} GB of memory, and {free / 1e9:.1f} GB are free")
    return fitting


def stepped_down(
    steps: tuple[S, ...], run: Callable[[S], M], out_of_memory: Callable[[Exception], bool]
) -> tuple[M, S, tuple[str, ...]]:
    """What `run` makes of the first step that the memory bears, that step, and what was found out on the way.

    Raises:
        ModelError: the memory bears none of them.
    """
    notes: list[str] = []
    for step in steps:
        try:
            return run(step), step, tuple(notes)
        except (MemoryError, RuntimeError) as error:
            if not isinstance(error, MemoryError) and not out_of_memory(error):
                raise
            notes.append(f"The memory did not suffice {step.told}.")
    raise ModelError(" ".join(notes) or "there is no way to run it here")
