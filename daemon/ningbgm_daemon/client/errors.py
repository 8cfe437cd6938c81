"""From what a call ended with to the errors of `ningbgm_agents.errors`, and which a retry may mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import grpc
from google.rpc import error_details_pb2, status_pb2

from ningbgm_agents.errors import BusyError, InputError, NingbgmError, TokenError
from ningbgm_daemon.status import DOMAIN, error_of

_DETAILS = "grpc-status-details-bin"
_OF_THE_WIRE: Mapping[grpc.StatusCode, tuple[type[NingbgmError], str]] = {
    grpc.StatusCode.UNAVAILABLE: (BusyError, "the daemon does not answer; see 'ningbgm daemon status'"),
    grpc.StatusCode.DEADLINE_EXCEEDED: (BusyError, "the daemon did not answer in time; ask again later"),
    grpc.StatusCode.RESOURCE_EXHAUSTED: (InputError, "the request or its answer is too large"),
    grpc.StatusCode.UNAUTHENTICATED: (TokenError, "the daemon does not accept the token"),
}
"""What gRPC itself says, where the daemon did not come to speak."""

_OF_THE_MOMENT = (grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.UNKNOWN)
"""What a call ends with whose daemon stops while it runs."""


class EndedCall(Protocol):
    """What the errors of both gRPC stacks have: how a call ended."""

    def code(self) -> grpc.StatusCode | None:
        """The status code."""
        ...

    def details(self) -> str | None:
        """The message."""
        ...

    def trailing_metadata(self) -> object:
        """Pairs of key and value."""
        ...


def error_of_status(status: status_pb2.Status) -> NingbgmError:
    """The error that a status tells, as that of a job that failed."""
    return error_of(status)


def error_of_call(call: EndedCall) -> NingbgmError:
    """The error of ours with which a call ended."""
    status = _told_status(call.trailing_metadata())
    if status is not None:
        return error_of(status)
    code = call.code() or grpc.StatusCode.UNKNOWN
    kind, sentence = _OF_THE_WIRE.get(code, (NingbgmError, f"the call failed: {code.name.lower()}"))
    return kind(sentence, code=code.name, details=call.details() or "")


def may_pass(call: EndedCall) -> bool:
    """Whether the same call may succeed a little later: the daemon is busy, starting or stopping."""
    if call.code() is grpc.StatusCode.UNAVAILABLE:
        return True
    return call.code() in _OF_THE_MOMENT and _told_status(call.trailing_metadata()) is None


def _told_status(metadata: object) -> status_pb2.Status | None:
    pairs = tuple(metadata) if hasattr(metadata, "__iter__") else ()
    for key, value in pairs:
        if key == _DETAILS and isinstance(value, bytes):
            status = status_pb2.Status.FromString(value)
            return status if _is_ours(status) else None
    return None


def _is_ours(status: status_pb2.Status) -> bool:
    info = error_details_pb2.ErrorInfo()
    return any(detail.Unpack(info) and info.domain == DOMAIN for detail in status.details)
