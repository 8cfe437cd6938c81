"""The HTTP door as an ASGI app: counts requests, and turns every error into JSON."""

from __future__ import annotations

import logging
import secrets

import grpc
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ningbgm.v1 import (
    cue_service_pb2,
    job_service_pb2,
    placement_service_pb2,
    review_service_pb2,
    score_service_pb2,
    stem_service_pb2,
    system_service_pb2,
)
from ningbgm_agents.errors import BusyError, NingbgmError

from ..status import status_of, status_of_call, unexpected_status
from ..wire import limits
from .exchange import Exchange, Pages
from .guard import Guard
from .refusal import HttpRefusalError, refusal
from .routes import RouteTable
from .upstream import Upstream

_log = logging.getLogger(__name__)

SERVICES = tuple(
    service
    for file in (
        score_service_pb2,
        cue_service_pb2,
        job_service_pb2,
        stem_service_pb2,
        placement_service_pb2,
        review_service_pb2,
        system_service_pb2,
    )
    for service in file.DESCRIPTOR.services_by_name.values()
)
"""What the gateway serves."""


class Gateway:
    """The ASGI app."""

    def __init__(self, guard: Guard, upstream: Upstream, pages: Pages) -> None:
        self._exchange = Exchange(RouteTable(SERVICES), guard, upstream, pages)
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        self._open += 1
        try:
            response = await self._response(Request(scope, receive))
            await response(scope, receive, _guarded(send))
        finally:
            self._open -= 1

    async def _response(self, request: Request) -> ASGIApp:
        try:
            if self._open > limits.MAX_REQUESTS:
                raise BusyError("too many requests at once; ask again")
            return await self._exchange.respond(request)
        except HttpRefusalError as error:
            return refusal(error.status, error.http_code, error.headers)
        except NingbgmError as error:
            return refusal(status_of(error))
        except grpc.aio.AioRpcError as error:
            return refusal(status_of_call(error))
        except ClientDisconnect:
            return _nothing
        except Exception as error:  # noqa: BLE001 (this is one of the two edges)
            reference = secrets.token_hex(4)
            _log.error("unexpected error %s at the gateway", reference, exc_info=error)
            return refusal(unexpected_status(reference))


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """The response to a caller that has gone."""


def _guarded(send: Send) -> Send:
    """Adds what every response says unless it says otherwise: keep no copy, and do not guess what this is."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            said = {name for name, _ in message["headers"]}
            missing = [header for header in _ALWAYS if header[0] not in said]
            message["headers"] = [*message["headers"], *missing]
        await send(message)

    return sent


_ALWAYS = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
