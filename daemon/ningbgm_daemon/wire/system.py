"""The daemon's state and the palettes as messages."""

from __future__ import annotations

from ningbgm.v1 import system_service_pb2 as calls
from ningbgm_agents.palette import Palette

from ..records.system import EngineState, StorageFacts, SystemState
from . import names
from .times import time_to_proto

_KINDS = {
    "sense": calls.Engine.KIND_SENSE,
    "mind": calls.Engine.KIND_MIND,
    "performer": calls.Engine.KIND_PERFORMER,
}


def system_state_to_proto(state: SystemState) -> calls.Status:
    """The daemon and its machine."""
    return calls.Status(
        version=state.version,
        pid=state.pid,
        start_time=time_to_proto(state.started_s),
        engines=[_engine(engine) for engine in state.engines],
        memory_bytes=state.memory_bytes,
        data=_storage(state.data),
        cache=_storage(state.cache),
        queued_jobs=state.queued_jobs,
        running_jobs=state.running_jobs,
        notes=state.notes,
    )


def palette_to_proto(palette: Palette) -> calls.Palette:
    """A palette."""
    low, high = palette.tempo_bpm
    return calls.Palette(
        name=names.palette_name(palette.name),
        title=palette.title,
        description=palette.description,
        low_bpm=low,
        high_bpm=high,
    )


def _engine(engine: EngineState) -> calls.Engine:
    return calls.Engine(
        engine_id=engine.name,
        kind=_KINDS[engine.kind],
        available=engine.available,
        detail=engine.detail,
    )


def _storage(storage: StorageFacts) -> calls.Storage:
    return calls.Storage(
        path=storage.path,
        used_bytes=storage.used_bytes,
        limit_bytes=storage.limit_bytes,
        free_bytes=storage.free_bytes,
    )
