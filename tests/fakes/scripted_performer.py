"""A model that plays what a test says, and a service around it in this process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import grpc
import numpy as np
import numpy.typing as npt

from ningbgm.v1 import performer_service_pb2 as calls
from ningbgm.v1.performer_service_pb2_grpc import PerformerServiceStub
from ningbgm_daemon.performers.announcement import Announcement
from ningbgm_daemon.performers.desk import Desk
from ningbgm_daemon.performers.limits import Limits
from ningbgm_daemon.performers.passage import Facts, Passage, PassageModel, Tell
from ningbgm_daemon.performers.service import Terms, serve

KEY = "a-key-that-is-long-enough"
FACTS = Facts(
    name="scripted",
    engine="a test",
    licence="cc-by-nc-4.0",
    noncommercial=True,
    guidances=("melody", "continuation"),
    sample_rate_hz=8000,
    channel_count=2,
    longest_s=10.0,
    device="on the processor in float32",
)


@dataclass
class ScriptedModel:
    """Plays the seed as a constant, left, and the strongest pitch class, right; `go` lets it finish."""

    facts: Facts = FACTS
    failure: Exception | None = None
    go: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    given_up: threading.Event = field(default_factory=threading.Event)
    batches: list[tuple[int, ...]] = field(default_factory=list)

    def play(self, passages: Sequence[Passage], tell: Tell) -> list[npt.NDArray[np.float32]]:
        self.batches.append(tuple(passage.seed for passage in passages))
        self.begun.set()
        try:
            while not self.go.wait(0.01):
                tell(0.5)
        except BaseException:
            self.given_up.set()
            raise
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        return [_sound(passage) for passage in passages]


def playing(**changes: object) -> ScriptedModel:
    """A model that never keeps anyone waiting."""
    model = ScriptedModel(facts=replace(FACTS, **changes))
    model.go.set()
    return model


def _sound(passage: Passage) -> npt.NDArray[np.float32]:
    pitch = passage.chroma.sum(axis=0).argmax() if len(passage.chroma) else 0
    return np.tile(np.array([[passage.seed, pitch]], np.float32), (passage.sample_count, 1))


class Caller:
    """Calls a performer as any client would."""

    def __init__(self, address: str, key: str = KEY) -> None:
        self._channel = grpc.aio.insecure_channel(address)
        self._stub = PerformerServiceStub(self._channel)
        self._shown = (("authorization", f"Bearer {key}"),)

    async def performer(self) -> calls.Performer:
        return await self._stub.GetPerformer(calls.GetPerformerRequest(), metadata=self._shown, timeout=60)

    def stream(self, **request: object):
        return self._stub.PerformPassage(
            calls.PerformPassageRequest(**request), metadata=self._shown, timeout=120
        )

    async def sound(self, **request: object) -> bytes:
        return b"".join([answer.sound async for answer in self.stream(**request)])

    async def close(self) -> None:
        await self._channel.close()


@dataclass
class Served:
    """A service that runs, and what it told when it began."""

    caller: Caller
    desk: Desk
    here: Announcement
    end: asyncio.Event
    running: asyncio.Task[None]


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what comes soon, however slow the machine is."""
    async with asyncio.timeout(120):
        while not condition():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def served(
    load: Callable[[], PassageModel],
    terms: Terms | None = None,
    limits: Limits | None = None,
    seconds: Callable[[], float] = lambda: 0.0,
) -> AsyncIterator[Served]:
    """A real service on loopback for as long as the block lasts; it tidies by the clock `seconds`."""
    end, told = asyncio.Event(), asyncio.get_running_loop().create_future()
    desk = Desk(load, 300.0, seconds, limits)
    running = asyncio.create_task(
        serve(desk, terms or Terms(key=KEY), end, lambda _facts, here: told.set_result(here))
    )
    await asyncio.wait({running, told}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    caller = Caller(told.result().address, told.result().key)
    try:
        yield Served(caller, desk, told.result(), end, running)
    finally:
        await caller.close()
        end.set()
        await running
