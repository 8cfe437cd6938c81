"""The daemon and its machine, as its door for the curious tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class StorageFacts:
    """A folder and the disk that it lies on, in bytes."""

    path: str
    used_bytes: int
    limit_bytes: int
    free_bytes: int


@dataclass(frozen=True)
class EngineState:
    """Something that senses, thinks or performs, and whether it is there."""

    name: str
    kind: Literal["sense", "mind", "performer"]
    available: bool
    detail: str
    """Its version, or why it is not there and what to do."""


@dataclass(frozen=True)
class SystemState:
    """The daemon and its machine."""

    version: str
    pid: int
    started_s: float
    engines: tuple[EngineState, ...]
    memory_bytes: int
    data: StorageFacts
    cache: StorageFacts
    queued_jobs: int
    running_jobs: int
    notes: tuple[str, ...]
