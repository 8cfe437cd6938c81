"""The line to a performer service (`ningbgm.v1.PerformerService`); nothing passes a proxy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import grpc
import numpy as np

from ningbgm.v1 import performer_service_pb2 as wire
from ningbgm.v1.performer_service_pb2_grpc import PerformerServiceStub
from ningbgm_agents.errors import ModelError
from ningbgm_agents.thought import ModelFacts

from .line_errors import as_model_error, words_of
from .player import Audio, Guidance, Passage, PlayerFacts
from .secrecy import Secrecy
from .watch import Watch

_SOUND = np.dtype("<f4")
_GUIDANCES: dict[int, Guidance] = {
    wire.GUIDANCE_CONTINUATION: "continuation",
    wire.GUIDANCE_MELODY: "melody",
}
_OPTIONS: Sequence[tuple[str, int]] = (
    ("grpc.enable_http_proxy", 0),
    ("grpc.max_receive_message_length", 16 * 1024 * 1024),
    ("grpc.max_send_message_length", 64 * 1024 * 1024),
)
_RATES_HZ, _CHANNELS, _BATCHES = range(8000, 192_001), (1, 2), range(1, 65)
_MOST_LONGEST_S = 60.0
"""Longer passages are not asked for, though a player offers them."""


@dataclass(frozen=True)
class LineLimits:
    """How long to wait."""

    facts_s: float = 240.0
    """For the player to say who it is: it may be loading."""
    silent_s: float = 60.0
    """For a sign of life while it plays; the service gives one a second."""
    per_second_s: float = 60.0
    """For a second of sound."""
    least_s: float = 120.0
    """For a passage at least."""


@dataclass(frozen=True)
class PerformerLine:
    """A performer at an address `host:port`, and the key that it wants."""

    address: str
    key: str = field(repr=False)
    place: str = "this machine"
    """The host that words and sounds are sent to, or 'this machine'."""
    limits: LineLimits = LineLimits()
    secrecy: Secrecy | None = None
    """None for a line that is not encrypted."""

    def facts(self) -> PlayerFacts:
        """Who it is; see `player.PassagePlayer`."""
        with self._stub() as stub:
            try:
                told = stub.GetPerformer(
                    wire.GetPerformerRequest(),
                    metadata=self._metadata,
                    timeout=self.limits.facts_s,
                    wait_for_ready=False,
                )
            except grpc.RpcError as error:
                raise as_model_error(error, self.address) from error
        return _facts(told, self.place)

    def play(self, passage: Passage, progress: Callable[[float], None]) -> Audio:
        """One passage; see `player.PassagePlayer`. Whatever ends this early cancels the call."""
        request = wire.PerformPassageRequest(
            prompt=passage.prompt,
            sample_count=passage.sample_count,
            seed=passage.seed,
            continued=np.ascontiguousarray(np.clip(passage.continued, -1, 1), _SOUND).tobytes(),
            chroma=np.clip(passage.chroma, 0, 1).ravel().tolist(),
        )
        seconds = max(self.limits.least_s, passage.sample_count / passage.rate_hz * self.limits.per_second_s)
        with self._stub() as stub:
            call = stub.PerformPassage(request, metadata=self._metadata, timeout=seconds)
            watch = Watch(self.limits.silent_s, call.cancel)
            try:
                return _collected(call, passage, watch, progress)
            except grpc.RpcError as error:
                if watch.barked:
                    raise ModelError(
                        f"it gave no sign of life for {self.limits.silent_s:g} s", gone=True
                    ) from error
                raise as_model_error(error, self.address) from error
            finally:
                watch.end()
                call.cancel()

    @property
    def _metadata(self) -> tuple[tuple[str, str], ...]:
        return (("authorization", f"Bearer {self.key}"),) if self.key else ()

    @contextmanager
    def _stub(self) -> Iterator[PerformerServiceStub]:
        with self._channel() as channel:
            yield PerformerServiceStub(channel)

    def _channel(self) -> grpc.Channel:
        if self.secrecy is None:
            return grpc.insecure_channel(self.address, options=_OPTIONS)
        return grpc.secure_channel(self.address, self.secrecy.credentials(), options=_OPTIONS)


def _collected(
    call: Iterator[wire.PerformPassageResponse],
    passage: Passage,
    watch: Watch,
    progress: Callable[[float], None],
) -> Audio:
    """The sound of a call, no more of it than was asked for."""
    pieces: list[bytes] = []
    size, most = 0, passage.sample_count * _SOUND.itemsize * max(_CHANNELS)
    for answer in call:
        watch.heard()
        size += len(answer.sound)
        if size > most:
            raise ModelError(f"it sent more than the {passage.sample_count} samples that were asked for")
        pieces.append(answer.sound)
        progress(min(1.0, max(0.0, answer.share)))
    return _sound(b"".join(pieces), passage.sample_count)


def _sound(told: bytes, count: int) -> Audio:
    """Bytes as sound: float32, shape (channels, count), the channels found by the length."""
    channels, rest = divmod(len(told), count * _SOUND.itemsize)
    if rest or channels not in _CHANNELS:
        raise ModelError(f"it sent {len(told)} bytes, which are not {count} samples")
    sound = np.frombuffer(told, _SOUND).reshape(count, channels).T
    return np.ascontiguousarray(sound, np.float32)


def _facts(told: wire.Performer, place: str) -> PlayerFacts:
    """What a performer says of itself, checked.

    Raises:
        ModelError: it makes no sense.
    """
    guidances = tuple(_GUIDANCES[one] for one in dict.fromkeys(told.guidances) if one in _GUIDANCES)
    makes_sense = (
        guidances
        and told.sample_rate_hz in _RATES_HZ
        and told.channel_count in _CHANNELS
        and told.longest_s > 0
        and told.name.strip()
    )
    if not makes_sense:
        raise ModelError("what the performer says of itself makes no sense", gone=True)
    model = ModelFacts(
        words_of(told.name),
        place,
        place != "this machine",
        words_of(told.licence),
        told.noncommercial,
        words_of(told.fingerprint),
    )
    return PlayerFacts(
        model,
        words_of(told.engine),
        guidances,
        told.sample_rate_hz,
        told.channel_count,
        min(told.longest_s, _MOST_LONGEST_S),
        words_of(told.device),
        min(max(told.batch_size, _BATCHES[0]), _BATCHES[-1]),
    )
