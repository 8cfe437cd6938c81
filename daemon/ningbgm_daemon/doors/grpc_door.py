"""The gRPC door: all services, health and reflection, with its limits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from ningbgm.v1 import (
    cue_service_pb2_grpc,
    job_service_pb2_grpc,
    placement_service_pb2_grpc,
    review_service_pb2_grpc,
    score_service_pb2_grpc,
    stem_service_pb2_grpc,
    system_service_pb2_grpc,
)

from ..auth import Token, TokenInterceptor
from ..gateway.app import SERVICES
from ..servicers.cue_servicer import CueServicer
from ..servicers.edge import Edge
from ..servicers.job_servicer import JobServicer
from ..servicers.placement_servicer import PlacementServicer
from ..servicers.ports import Jobs, Reviews, Scores, System
from ..servicers.review_servicer import ReviewServicer
from ..servicers.score_servicer import ScoreServicer
from ..servicers.stem_servicer import StemServicer
from ..servicers.system_servicer import SystemServicer
from ..wire import limits
from .places import Place, cannot_listen
from .tls import server_credentials

_OPTIONS: Sequence[tuple[str, int]] = (
    ("grpc.max_receive_message_length", limits.MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", -1),
    ("grpc.so_reuseport", 0),  # or two daemons could share one port, and callers meet either
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.http2.max_ping_strikes", 5),
)


class GrpcDoor:
    """A gRPC server; made inside a running loop."""

    def __init__(self, jobs: Jobs, scores: Scores, system: System, reviews: Reviews, token: Token) -> None:
        self._edge, self._health = Edge(), health.aio.HealthServicer()
        self._server = grpc.aio.server(
            interceptors=(self._edge, TokenInterceptor(token)),
            options=_OPTIONS,
            maximum_concurrent_rpcs=limits.MAX_CALLS,
        )
        server = self._server
        score_service_pb2_grpc.add_ScoreServiceServicer_to_server(ScoreServicer(jobs, scores), server)
        cue_service_pb2_grpc.add_CueServiceServicer_to_server(CueServicer(jobs, scores), server)
        job_service_pb2_grpc.add_JobServiceServicer_to_server(JobServicer(jobs), server)
        stem_service_pb2_grpc.add_StemServiceServicer_to_server(StemServicer(jobs, scores), server)
        placement_service_pb2_grpc.add_PlacementServiceServicer_to_server(
            PlacementServicer(jobs, scores, reviews, system), server
        )
        review_service_pb2_grpc.add_ReviewServiceServicer_to_server(ReviewServicer(reviews, scores), server)
        system_service_pb2_grpc.add_SystemServiceServicer_to_server(SystemServicer(system), server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        names = [service.full_name for service in SERVICES]
        reflection.enable_server_reflection([*names, health.SERVICE_NAME, reflection.SERVICE_NAME], server)

    def listen(self, place: Place) -> Place:
        """Open a place; returns it with its port.

        Raises:
            StateError: it is taken.
            WishError: its certificate or key cannot be read.
        """
        try:
            if place.tls is None:
                port = self._server.add_insecure_port(place.text)
            else:
                port = self._server.add_secure_port(place.text, server_credentials(place.tls))
        except RuntimeError as error:
            raise cannot_listen(place, "it is taken, or no address of this machine") from error
        return replace(place, port=port)

    async def start(self) -> None:
        """Begin to answer."""
        await self._server.start()
        for name in ("", *(service.full_name for service in SERVICES)):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)

    async def stop(self) -> None:
        """Answer what is open, within a limit; streams end at once, to be asked for again."""
        await self._health.enter_graceful_shutdown()
        stopping = asyncio.create_task(self._server.stop(limits.LONGEST_GOODBYE_S))
        await asyncio.sleep(0)  # from here on no call is taken
        self._edge.end_streams()
        await stopping
