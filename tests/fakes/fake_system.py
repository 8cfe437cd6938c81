"""A daemon's account of itself, as a test wants it."""

from __future__ import annotations

import os

from ningbgm_daemon.records.system import EngineState, StorageFacts, SystemState


class FakeSystem:
    def __init__(self) -> None:
        self.ending = False

    async def state(self) -> SystemState:
        return SystemState(
            version="0.1.0",
            pid=os.getpid(),
            started_s=1e9,
            engines=(
                EngineState("rules", "mind", True, "1"),
                EngineState("whisper", "sense", False, "pip it"),
            ),
            memory_bytes=1,
            data=StorageFacts("/data", 1, 0, 3),
            cache=StorageFacts("/cache", 1, 2, 3),
            queued_jobs=0,
            running_jobs=1,
            notes=("the disk is nearly full",),
        )

    async def shut_down(self) -> None:
        self.ending = True
