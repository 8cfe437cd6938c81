"""A real gRPC server on loopback that plays passages without any model, well or in every wrong way.

It plays what its guide tells: a tone for each pitch class, struck where the class grows louder, as a model
that follows a melody is meant to do. A performer without melody goes on from a sound that it has been taught.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

import grpc
import numpy as np
import numpy.typing as npt
from scipy import signal

from ningbgm.v1 import performer_service_pb2 as wire
from ningbgm.v1.performer_service_pb2_grpc import (
    PerformerServiceServicer,
    add_PerformerServiceServicer_to_server,
)

Mono = npt.NDArray[np.float32]
Manner = Literal[
    "well",
    "off key",
    "silent",
    "noise",
    "not finite",
    "clipped",
    "too little",
    "too much",
    "dies",
    "stalls",
    "refuses",
    "busy",
]
RATE_HZ = 32_000
KEY = "a-key-of-the-fake-performer"
_PIECE = 64 * 1024


@dataclass
class FakePerformer(PerformerServiceServicer):
    """The server: `with FakePerformer() as performer`, then `performer.address`."""

    manner: Manner = "well"
    slower: float = 1.0
    """Its tempo: at 1.02 it takes two per cent longer than it should."""
    late_s: float = 0.0
    name: str = "fake/musicgen"
    guidances: tuple[int, ...] = (wire.GUIDANCE_MELODY, wire.GUIDANCE_CONTINUATION)
    longest_s: float = 10.0
    channels: int = 1
    licence: str = "cc-by-nc-4.0"
    fingerprint: str = ""
    device: str = "on the processor in float32"
    well_from: int = 10**9
    """Number of the passage from which it plays well after all."""
    taught: list[Mono] = field(default_factory=list)
    """Sounds at its rate that it can go on from."""
    asked: list[wire.PerformPassageRequest] = field(default_factory=list)
    cancelled: threading.Event = field(default_factory=threading.Event)
    """Somebody gave up a passage."""

    def __enter__(self) -> Self:
        self._released = threading.Event()
        self._server = grpc.server(ThreadPoolExecutor(8), options=[("grpc.so_reuseport", 0)])
        add_PerformerServiceServicer_to_server(self, self._server)
        self._port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Be gone."""
        self._released.set()
        self._server.stop(0).wait(10)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    def GetPerformer(  # noqa: N802 - as in the contract
        self, request: wire.GetPerformerRequest, context: grpc.ServicerContext
    ) -> wire.Performer:
        _check_key(context)
        return wire.Performer(
            name=self.name,
            engine="fake 1.0",
            licence=self.licence,
            noncommercial="nc" in self.licence,
            guidances=self.guidances,  # type: ignore[arg-type]  # numbers of the enum
            sample_rate_hz=RATE_HZ,
            channel_count=self.channels,
            longest_s=self.longest_s,
            device=self.device,
            batch_size=2,
            fingerprint=self.fingerprint,
        )

    def PerformPassage(  # noqa: N802 - as in the contract
        self, request: wire.PerformPassageRequest, context: grpc.ServicerContext
    ) -> Iterator[wire.PerformPassageResponse]:
        _check_key(context)
        context.add_callback(self._called_back(context))
        self.asked.append(request)
        manner: Manner = self.manner if len(self.asked) <= self.well_from else "well"
        if manner == "refuses":
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "prompt: at most 3 characters")
        if manner == "busy":
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "64 passages wait already")
        sound = self._sound(request, manner)
        told = np.repeat(sound[:, None], self.channels, axis=1).astype("<f4").tobytes()
        yield wire.PerformPassageResponse(share=0.25)
        if manner == "stalls":
            self._released.wait(60)
        for start in range(0, len(told), _PIECE):
            if manner == "dies" and start:
                context.abort(grpc.StatusCode.INTERNAL, "the device is gone")
            yield wire.PerformPassageResponse(share=0.5, sound=told[start : start + _PIECE])

    def _called_back(self, context: grpc.ServicerContext) -> object:
        def ended() -> None:
            if context.code() is None and not self._released.is_set():
                self.cancelled.set()

        return ended

    def _sound(self, request: wire.PerformPassageRequest, manner: Manner) -> Mono:
        count = request.sample_count
        random = np.random.default_rng(request.seed)
        if manner == "silent":
            return np.zeros(count, np.float32)
        if manner == "noise":
            return random.normal(0, 0.2, count).astype(np.float32)
        sound = self._played(request, 1 if manner == "off key" else 0)
        sound += random.normal(0, 1e-4, count).astype(np.float32)
        if manner == "not finite":
            sound[count // 2] = np.nan
        if manner == "clipped":
            sound = np.clip(40 * sound, -1, 1)
        if manner == "too little":
            return sound[: count // 2]
        if manner == "too much":
            return np.tile(sound, 3)
        return sound

    def _played(self, request: wire.PerformPassageRequest, transposed: int) -> Mono:
        before_s = len(request.continued) / 4 / RATE_HZ
        span_s = before_s + request.sample_count / RATE_HZ
        time_s = before_s + (np.arange(request.sample_count) / RATE_HZ - self.late_s) / self.slower
        if not request.chroma:
            return self._going_on(np.frombuffer(request.continued, "<f4"), request.sample_count)
        weights = np.roll(np.array(request.chroma, np.float32).reshape(-1, 12), transposed, axis=1)
        return _synthesised(weights, np.clip(time_s / span_s, 0, 1) * len(weights))

    def _going_on(self, continued: Mono, count: int) -> Mono:
        """What follows, in the sound that holds it, what is continued."""
        places = [signal.fftconvolve(sound, continued[::-1], "valid") for sound in self.taught]
        best = max(range(len(places)), key=lambda index: float(places[index].max()))
        start = int(places[best].argmax()) + len(continued)
        piece = self.taught[best][start : start + count]
        return np.pad(piece, (0, count - len(piece))).copy()


def _synthesised(weights: npt.NDArray[np.float32], steps: npt.NDArray[np.float64]) -> Mono:
    """Tones of the pitch classes, struck where they grow louder; `steps` are places in the guide."""
    index = np.minimum(steps.astype(np.int64), len(weights) - 1)
    seconds = np.arange(len(steps)) / RATE_HZ
    sound = np.zeros(len(steps))
    rises = np.diff(weights, axis=0, prepend=0) > 0.1
    for pitch_class in np.flatnonzero(weights.any(axis=0)):
        level = weights[index, pitch_class]
        smooth = signal.lfilter([0.01], [1, -0.99], level)  # 3 ms: no step clicks
        struck = np.flatnonzero(np.diff(rises[index, pitch_class].astype(np.int8), prepend=0) > 0)
        strokes = np.zeros(len(steps))
        strokes[struck] = 1.0
        attack = signal.lfilter([1.0], [1, -np.exp(-1 / (0.06 * RATE_HZ))], strokes)
        hertz = 440 * 2 ** ((60 + int(pitch_class) - 69) / 12)
        tone = sum(np.sin(2 * np.pi * hertz * k * seconds) / k for k in (1, 2, 3, 4))
        sound += tone * smooth * (0.3 + attack)
    peak = float(np.abs(sound).max(initial=0))
    return (sound * (0.5 / peak if peak > 0 else 0)).astype(np.float32)


def _check_key(context: grpc.ServicerContext) -> None:
    shown = dict(context.invocation_metadata()).get("authorization")
    if shown != f"Bearer {KEY}":
        context.abort(grpc.StatusCode.UNAUTHENTICATED, "this is not the key")
