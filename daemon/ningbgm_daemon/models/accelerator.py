"""The GPU of this machine as torch sees it, and memory that runs out."""

from __future__ import annotations

import gc

import torch

from .steps import Device


def find_gpu() -> tuple[Device | None, int]:
    """The GPU and its free memory in bytes; None and 0 where there is none."""
    if torch.cuda.is_available():
        return "cuda", int(torch.cuda.mem_get_info()[0])
    if torch.backends.mps.is_available():
        return "mps", int(torch.mps.recommended_max_memory())
    return None, 0


def is_out_of_memory(error: Exception) -> bool:
    """Whether an error of torch says that memory ran out."""
    return isinstance(error, torch.OutOfMemoryError) or "allocate memory" in str(error)


def release() -> None:
    """Give back what is free on the GPU."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
